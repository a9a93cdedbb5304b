"""Divisions: who sells the items and what kinds they are of, told by values alone.

Asked of headers whose words say nothing; every answer is put to the user as a doubt.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.plausible import Shape
from profit_sentinel.ingest.silent import guessed, silent
from profit_sentinel.ingest.view import Uses, View, header_of
from profit_sentinel.ingest.words import plain_words, value_words

_ROWS_LEAST = 30
_FIRMS_LEAST = 0.25
"""Share of the different values that are called as firms are."""
_FIRMS_FEWEST = 2
_GROUPS_LEAST, _GROUPS_MOST = 3, 60
_TOLD, _TOLD_NUMBERS = 0.7, 0.9
"""Share of the rows whose group the words of their item tell, of groups of words and of numbers."""
_NUMBERED_LEAST = 8
"""Rows in a group that is a number; smaller ones are classes, packs or counts."""
_LARGEST = 0.6
_NAMED_MOST = 0.3
"""Share of the rows whose group is part of the item's name, as brands and sizes are."""
_FULL_NAMES = 0.6
"""Share of the different values that are of several words."""
_FILLED = 0.6
"""Share of the rows whose vendor is known, unlike that of notes."""
_AGAIN = 3
_WORD_SHORTEST = 3
_PAIRS_LEAST = 20
_LIFT, _LIFT_OF_FIRMS = 1.4, 1.3
"""How much more often items of a common word share a group than any two items do."""
_NAMED_BY_CHANCE = 0.1
_CODE = re.compile(r"[A-Z]{1,6}-?\d{1,6}|\d{3,6}", re.IGNORECASE)


def vendor(uses: Uses, view: View) -> Uses:
    """Without any vendor, the only groups that are called as firms are, else go with the items.

    Items of like names come from the same firms more often than others, yet one firm sells many
    kinds.
    """
    if header_of(uses, "vendor") or view.sample.height < _ROWS_LEAST:
        return uses
    free = list(silent(uses, view, Shape.GROUP))
    if firms := [use for use in free if _are_firms(view, use.header)]:
        return guessed(uses, firms, "vendor", "its values are called as firms are")
    name = header_of(uses, "description")
    found = [use for use in free if name and _may_be_firms(view, use.header, name)]
    return guessed(uses, found, "vendor", f"its values go with {name} as firms do")


def _may_be_firms(view: View, header: str, name: str) -> bool:
    """Whether full names, or numbers, go with the items without dividing them."""
    cells = view.looks[header].cells
    full = sum(len(plain_words(cell)) > 1 for cell in cells)
    numbered = all(map(_CODE.fullmatch, cells))
    if len(cells) < _GROUPS_LEAST or (full < _FULL_NAMES * len(cells) and not numbered):
        return False
    rows = list(_rows(view, name, header))
    if len(rows) < _FILLED * view.sample.height:
        return False
    apart = not _is_named(rows, _NAMED_BY_CHANCE) and not _is_told(rows, _TOLD)
    return apart and _lift(rows) >= _LIFT_OF_FIRMS


def _are_firms(view: View, header: str) -> bool:
    names = [plain_words(cell) for cell in view.looks[header].cells]
    firms = sum(len(words) > 1 and bool(words & value_words("firms")) for words in names)
    return firms >= max(_FIRMS_FEWEST, _FIRMS_LEAST * len(names))


def department(uses: Uses, view: View) -> Uses:
    """Without any department, the only groups that the items' names tell: words, else numbers."""
    name = header_of(uses, "description")
    if header_of(uses, "department") or name is None or view.sample.height < _ROWS_LEAST:
        return uses
    free = [use for use in silent(uses, view, Shape.GROUP) if not _are_firms(view, use.header)]
    words = [use for use in free if _is_division(use, name, view)]
    found = words or [use for use in free if _is_numbered_division(use, name, view)]
    return guessed(uses, found, "department", f"the words of {name} tell its values")


def _is_division(use: ColumnUse, name: str, view: View) -> bool:
    """Whether a column of words groups items of like names, without being a part of these."""
    look = view.looks[use.header]
    if not _GROUPS_LEAST <= len(look.cells) <= _GROUPS_MOST:
        return False
    if look.numbers or not all(len(word) >= _WORD_SHORTEST for word in look.cells):
        return False
    rows = list(_rows(view, name, use.header))
    return len(rows) >= _ROWS_LEAST and not _is_named(rows, _NAMED_MOST) and _is_told(rows, _TOLD)


def _is_numbered_division(use: ColumnUse, name: str, view: View) -> bool:
    """Whether a column of whole numbers groups items of like names into large groups."""
    cells, rows = view.looks[use.header].cells, list(_rows(view, name, use.header))
    if len(cells) < _GROUPS_LEAST or not all(map(str.isdigit, cells)):
        return False
    large = len(rows) >= max(_ROWS_LEAST, _NUMBERED_LEAST * len(cells))
    return large and _is_told(rows, _TOLD_NUMBERS)


def follows_names(view: View, group: str, name: str) -> bool:
    """Whether items that share a word of their names share a group more often than others do."""
    return _lift(list(_rows(view, name, group))) >= _LIFT


def _lift(rows: Sequence[tuple[frozenset[str], str]]) -> float:
    """How much more often items of a common word share a group than any two; 0 if few tell.

    Words of more than half of the items, as `in` may be, tell nothing.
    """
    sizes = Counter(value for _, value in rows)
    by_word: dict[str, Counter[str]] = defaultdict(Counter)
    for words, value in rows:
        for word in words:
            by_word[word][value] += 1
    telling = [among for among in by_word.values() if among.total() <= len(rows) / 2]
    pairs = sum(_pairs(among.total()) for among in telling)
    alike = sum(_pairs(times) for among in telling for times in among.values())
    by_chance = sum(map(_pairs, sizes.values())) / max(1, _pairs(len(rows)))
    return alike / (by_chance * pairs) if by_chance and pairs >= _PAIRS_LEAST else 0.0


def _pairs(items: int) -> int:
    return items * (items - 1) // 2


def _rows(view: View, name: str, group: str) -> Iterator[tuple[frozenset[str], str]]:
    for item, value in zip(view.sample[name].to_list(), view.sample[group].to_list(), strict=True):
        if item is not None and value is not None:
            yield plain_words(str(item)), str(value).strip()


def _is_named(rows: Sequence[tuple[frozenset[str], str]], most: float) -> bool:
    """Whether groups are part of the items' names in more than a share of the rows."""
    named = sum(bool(words & plain_words(group)) for words, group in rows)
    return named > most * len(rows)


def _is_told(rows: Sequence[tuple[frozenset[str], str]], least: float) -> bool:
    """Whether some word of most names that come again stands in one group only.

    Args:
        rows: The words of each name, and its group.
        least: The share of these names.
    """
    largest = Counter(group for _, group in rows).most_common(1)[0][1]
    groups: dict[str, set[str]] = defaultdict(set)
    often: Counter[str] = Counter()
    for words, group in rows:
        often.update(words)
        for word in words:
            groups[word].add(group)
    again = [
        (words, group) for words, group in rows if any(often[word] >= _AGAIN for word in words)
    ]
    told = sum(
        any(often[word] >= _AGAIN and len(groups[word]) == 1 for word in words)
        for words, _ in again
    )
    enough = len(again) >= len(rows) / 2 and largest <= _LARGEST * len(rows)
    return enough and told >= least * len(again)
