"""Shorthand: a word that is cut to a few letters or misspelt, told by its values and a free column.

`Last S` over dates may be the last sale, a stock or a store; only one of them is a date. What is
found so is always put to the user as a doubt.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.language import words_in
from profit_sentinel.ingest.plausible import is_plausible, shapes_of
from profit_sentinel.ingest.profile import Profile
from profit_sentinel.ingest.shortening import may_stand_for
from profit_sentinel.ingest.silent import guessed
from profit_sentinel.ingest.spelling import Words, is_word, vocabulary
from profit_sentinel.ingest.view import Uses, View, may_change
from profit_sentinel.ingest.words import empty_words, marks, readings

_FIGURES = frozenset({ColumnType.MONEY, ColumnType.QUANTITY, ColumnType.DATE})
_GROUPS = frozenset({"department", "fineline"})
_MOST = 0.9
_LEFT = "left"
"""A meaning that no column is for."""


def shorthand(uses: Uses, view: View) -> Uses:
    """Take the one column that a header with a single unknown word can mean, where it is free."""
    meant: dict[str, list[ColumnUse]] = defaultdict(list)
    for use in uses.values():
        found = _meanings(use, view) if _is_open(use, view) else frozenset()
        if len(found) == 1:
            meant[next(iter(found))].append(use)
    told = {use.canonical for use in uses.values()} | _said(uses, view)
    for canonical, found_uses in meant.items():
        if canonical not in told and canonical != _LEFT:
            reason = f"its name may be short for {canonical.replace('_', ' ')}"
            uses = guessed(uses, found_uses, canonical, f"{reason}, and its values look so")
    return uses


def _is_open(use: ColumnUse, view: View) -> bool:
    free = use.canonical is None and use.store is None and may_change(use) and bool(use.samples)
    return free and view.said(use.header) is None and not marks(view.english[use.header])


def _said(uses: Uses, view: View) -> set[str | None]:
    said = (view.said(header) for header in uses)
    return {each.column for each in said if each}


def _meanings(use: ColumnUse, view: View) -> Words:
    """What a header may mean, over its values, by each word that its unknown one may stand for."""
    words = view.words(use.header) - empty_words()
    unknown = [word for word in words if len(word) == 1 or not is_word(word)]
    if len(unknown) != 1 or not unknown[0].isalpha():
        return frozenset()
    rest = sorted(words - {unknown[0]})
    listed = (*_words(), *words_in(view.language))
    texts = {
        " ".join([*rest, english])
        for word, english in listed
        if english and may_stand_for(unknown[0], word, alone=not rest)
    }
    return frozenset(_over_values(texts, use, view))


@cache
def _words() -> Sequence[tuple[str, str]]:
    listed = vocabulary()["shortened"]
    return [(word, word) for word in (listed["words"] + " " + listed["others"]).split()]


def _over_values(texts: set[str], use: ColumnUse, view: View) -> Iterator[str]:
    look = view.looks[use.header]
    dated = look.dates >= _MOST
    for text in texts:
        said = next(iter(readings(text)), None)
        if said is None or said.weak or said.loose:
            continue
        if said.trap and said.trap.dates == dated:
            yield _LEFT
        if said.column and _can_tell(said.column, look) and is_plausible(said.column, look):
            yield said.column


def _can_tell(column: str, look: Profile) -> bool:
    """Whether values tell a column from others at all, as texts and a day of the file do not."""
    told = BY_NAME[column].type in _FIGURES or column in _GROUPS
    return told and column != "as_of" and bool(shapes_of(look))
