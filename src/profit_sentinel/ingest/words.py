"""Words: what the header of a column says, by a vocabulary that is data.

A header is read in words, abbreviations written out, and compared with phrases. A phrase fits when
the words it leaves over change nothing. It fits loosely when it leaves over words nobody knows.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.ingest.remembering import remembered
from profit_sentinel.ingest.spelling import (
    Words,
    known_words,
    other_spellings,
    vocabulary,
    words_of,
)

_UNKNOWN = re.compile(r"[a-z]{3,}")
_STATE = re.compile(r"[a-z]{3,}(?:ed|able|ible)")
"""What was or can be done, such as `requested` and `pickable`, which changes every meaning."""
_PLAIN = re.compile(r"[^\W\d_]{2,}")
_BARE = frozenset({"quantity", "type"})
_OF_COLUMNS = ("columns", "spare")
"""Parts of the vocabulary whose phrases stand for columns."""


class Phrase(NamedTuple):
    """A set of words and the column, trap or mark it stands for."""

    words: Words
    target: str
    rank: int
    """Place in the list of its column; earlier is preferred."""
    noise: Words
    """Words that may stand beside the phrase without changing it."""
    weak: bool = False
    """Whether the words alone are not enough: the values must agree."""
    yielding: Words = frozenset()
    """Those of the noise beside which a header gives way to one without them."""


class Trap(NamedTuple):
    """A meaning that must not be taken for a canonical column."""

    reason: str
    suggestion: str | None
    dates: bool = False
    """Whether it is the meaning of a date."""


class Saying(NamedTuple):
    """What a header says.

    Attributes:
        column: Canonical column, None when the header is a trap.
        rank: Preference among headers for the same column, lower first.
        exact: Whether every word of the header is accounted for by the phrase itself.
        trap: Why the header is not used, None when `column` is given.
        weak: Whether the words alone are not enough: the values must agree.
        loose: Whether the header holds words nobody knows.
        qualified: Whether it gives way to a header that says the same without further words.
    """

    column: str | None
    rank: int
    exact: bool
    trap: Trap | None
    weak: bool = False
    loose: bool = False
    qualified: bool = False


class _Match(NamedTuple):
    """A phrase that a header holds."""

    phrase: Phrase
    extra: int
    """Words of the header beside those of the phrase."""
    loose: bool
    """Whether some of these are words nobody knows."""
    qualified: bool = False
    """Whether some of these make it give way."""

    @property
    def order(self) -> tuple[bool, int, int]:
        """Preference among the phrases of one header, the greatest first."""
        return not self.loose, len(self.phrase.words), -self.extra


@cache
def _phrases(part: str) -> tuple[Phrase, ...]:
    entries = _spare().items() if part == "spare" else vocabulary()[part].items()
    return tuple(phrase for target, entry in entries for phrase in _phrases_of(target, entry))


def _spare() -> dict[str, dict[str, Any]]:
    return {
        target: {"phrases": entry["spare"], "noise": entry["noise"]}
        for target, entry in vocabulary()["columns"].items()
        if "spare" in entry
    }


def _phrases_of(target: str, entry: dict[str, Any]) -> Iterator[Phrase]:
    noise = _all_words(" ".join(entry["noise"]))
    yielding = frozenset(entry.get("yielding", ()))
    sure: Sequence[str] = entry["phrases"]
    for rank, text in enumerate([*sure, *entry.get("weak", ())]):
        for spelled in _spellings(text):
            weak = rank >= len(sure)
            yield Phrase(_all_words(spelled), target, rank, noise, weak, yielding)


def _all_words(text: str) -> Words:
    """The words of a phrase of the vocabulary, whose words come back in many phrases."""
    return frozenset().union(*map(words_of, text.split()))


def _spellings(text: str) -> list[str]:
    if "|" not in text:
        return [text]
    return [" ".join(choice) for choice in product(*(word.split("|") for word in text.split()))]


@cache
def _by_rarest(part: str) -> dict[str, list[Phrase]]:
    """The phrases of a part under that word of theirs which the fewest phrases hold."""
    phrases = _phrases(part)
    often = Counter(word for phrase in phrases for word in phrase.words)
    found: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        found[min(phrase.words, key=lambda word: (often[word], word))].append(phrase)
    return found


def _matches(header: Words, part: str) -> Iterator[_Match]:
    """Phrases a header holds."""
    index, noise = _by_rarest(part), empty_words()
    for word in header:
        for phrase in index.get(word, ()):
            if phrase.words <= header:
                left = header - phrase.words - phrase.noise - noise
                left -= _of_figures(part, phrase.target)
                if not left or are_unknown(left):
                    more = header - phrase.words
                    yield _Match(phrase, len(more), bool(left), bool(more & phrase.yielding))


@cache
def empty_words() -> Words:
    """Words that change nothing wherever they stand."""
    return frozenset(vocabulary()["noise"]["words"])


@cache
def _of_figures(part: str, target: str) -> Words:
    """Words that change nothing beside a number or date, though they would beside a name."""
    names = part in _OF_COLUMNS and BY_NAME[target].type in (ColumnType.ID, ColumnType.TEXT)
    return frozenset(() if names else vocabulary()["noise"]["figures"])


def are_unknown(words: Words) -> bool:
    """Whether no word is known, so that none is known to change the meaning."""
    plain = (_UNKNOWN.fullmatch(word) and not _STATE.fullmatch(word) for word in words)
    return not words & known_words() and all(plain)


@cache
def loosely() -> Words:
    """Columns that may stand beside a word nobody knows."""
    return frozenset(vocabulary()["noise"]["loosely"])


def saying(header: str) -> Saying | None:
    """What a header says by its words alone; None when the vocabulary does not know it."""
    return next(iter(readings(header)), None)


@remembered
def readings(header: str) -> tuple[Saying, ...]:
    """What a header may say, all equally near to its words, the most usual first."""
    spoken = words_of(header)
    found = [
        (*match.order, part == "columns", -match.phrase.rank, match)
        for part in ("columns", "traps")
        for match in _matches(spoken, part)
        if not match.loose or _may_be_loose(match.phrase, part)
    ]
    best = max((item[:3] for item in found), default=None)
    ties = sorted((item for item in found if item[:3] == best), key=lambda item: item[:-1])
    return tuple(_said(match, is_column=is_column) for *_, is_column, _, match in reversed(ties))


@remembered
def spare_columns(header: str) -> tuple[str, ...]:
    """Columns a header may be where no other says them more clearly, the nearest first."""
    exact = (match for match in _matches(words_of(header), "spare") if not match.loose)
    near = sorted(exact, key=lambda match: match.order, reverse=True)
    return tuple(dict.fromkeys(match.phrase.target for match in near))


@remembered
def other_columns(header: str) -> tuple[str, ...]:
    """Columns a header says when its short words stand for something rarer: `Lst` for `List`."""
    others = (said for each in other_spellings(header) for said in readings(each)[:1])
    return tuple(each.column for each in others if each.column and not (each.weak or each.loose))


def _said(match: _Match, *, is_column: bool) -> Saying:
    phrase, exact = match.phrase, not match.extra
    if is_column:
        weak = match.loose or phrase.weak
        return Saying(phrase.target, phrase.rank, exact, None, weak, match.loose, match.qualified)
    return Saying(None, phrase.rank, exact, _trap(phrase.target), loose=match.loose)


def _may_be_loose(phrase: Phrase, part: str) -> bool:
    """Whether a phrase may stand beside a word nobody knows; a bare quantity may be anything."""
    if part == "traps":
        return True
    return phrase.target in loosely() and not phrase.weak and not phrase.words <= _BARE


def _trap(name: str) -> Trap:
    entry = vocabulary()["traps"][name]
    return Trap(entry["reason"], entry.get("suggestion"), entry.get("dates", False))


@remembered
def marks(header: str) -> Words:
    """Names of the marks of a file kind that a header carries, such as `order_date`."""
    found = _matches(words_of(header), "marks")
    return frozenset(match.phrase.target for match in found if not match.loose)


@remembered
def is_value(value: str, kind: str) -> bool:
    """Whether a value is one of a kind the vocabulary lists, such as `item_kinds`."""
    return words_of(value) <= _values(kind)


@cache
def _values(kind: str) -> Words:
    return frozenset().union(*map(words_of, vocabulary()["values"][kind]))


@cache
def value_words(kind: str) -> Words:
    """The words of a kind of values that the vocabulary lists, such as `firms`, as they stand."""
    return frozenset(vocabulary()["values"][kind])


def plain_words(text: str) -> Words:
    """The words of a value as they stand, in small letters."""
    return frozenset(_PLAIN.findall(text.lower()))


def is_known(header: str) -> bool:
    """Whether a header says anything, in known words only."""
    said = saying(header)
    return header in BY_NAME or bool(said and not said.loose) or bool(marks(header))
