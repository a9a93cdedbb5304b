"""Divisions: who sells the items and what kinds they are of, told by values alone.

Asked of headers whose words say nothing; every answer is put to the user as a doubt.
"""

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
_TOLD = 0.9
"""Share of the rows whose group the words of their item tell."""
_LARGEST = 0.6
_NAMED_MOST = 0.3
"""Share of the rows whose group is part of the item's name, as brands and sizes are."""
_AGAIN = 3
_WORD_SHORTEST = 3
_PAIRS_LEAST = 20
_LIFT = 1.4
"""How much more often items of a common word share a group than any two items do."""


def vendor(uses: Uses, view: View) -> Uses:
    """Without any vendor, the only groups that are called as firms are."""
    if header_of(uses, "vendor") or view.sample.height < _ROWS_LEAST:
        return uses
    found = [use for use in silent(uses, view, Shape.GROUP) if _are_firms(view, use.header)]
    return guessed(uses, found, "vendor", "its values are called as firms are")


def _are_firms(view: View, header: str) -> bool:
    names = [plain_words(cell) for cell in view.looks[header].cells]
    firms = sum(len(words) > 1 and bool(words & value_words("firms")) for words in names)
    return firms >= max(_FIRMS_FEWEST, _FIRMS_LEAST * len(names))


def department(uses: Uses, view: View) -> Uses:
    """Without any department, the only groups of words that the items' names tell."""
    name = header_of(uses, "description")
    if header_of(uses, "department") or name is None or view.sample.height < _ROWS_LEAST:
        return uses
    found = [use for use in silent(uses, view, Shape.GROUP) if _is_division(use, name, view)]
    return guessed(uses, found, "department", f"the words of {name} tell its values")


def _is_division(use: ColumnUse, name: str, view: View) -> bool:
    """Whether a column of words groups items of like names, without being a part of these."""
    look = view.looks[use.header]
    if not _GROUPS_LEAST <= len(look.cells) <= _GROUPS_MOST or _are_firms(view, use.header):
        return False
    if look.numbers or not all(len(word) >= _WORD_SHORTEST for word in look.cells):
        return False
    rows = list(_rows(view, name, use.header))
    return len(rows) >= _ROWS_LEAST and not _is_named(rows) and _is_told(rows)


def follows_names(view: View, group: str, name: str) -> bool:
    """Whether items that share a word of their names share a group more often than others do."""
    rows = list(_rows(view, name, group))
    sizes = Counter(value for _, value in rows)
    by_word: dict[str, Counter[str]] = defaultdict(Counter)
    for words, value in rows:
        for word in words:
            by_word[word][value] += 1
    pairs = sum(_pairs(among.total()) for among in by_word.values())
    alike = sum(_pairs(times) for among in by_word.values() for times in among.values())
    by_chance = sum(map(_pairs, sizes.values())) / max(1, _pairs(len(rows)))
    return pairs >= _PAIRS_LEAST and alike >= _LIFT * by_chance * pairs


def _pairs(items: int) -> int:
    return items * (items - 1) // 2


def _rows(view: View, name: str, group: str) -> Iterator[tuple[frozenset[str], str]]:
    for item, value in zip(view.sample[name].to_list(), view.sample[group].to_list(), strict=True):
        if item is not None and value is not None:
            yield plain_words(str(item)), str(value).strip()


def _is_named(rows: Sequence[tuple[frozenset[str], str]]) -> bool:
    named = sum(bool(words & plain_words(group)) for words, group in rows)
    return named > _NAMED_MOST * len(rows)


def _is_told(rows: Sequence[tuple[frozenset[str], str]]) -> bool:
    """Whether some word of nearly every name that comes again stands in one group only."""
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
    return enough and told >= _TOLD * len(again)
