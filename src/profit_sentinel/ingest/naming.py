"""Naming: the headers of a file in English, without what its program puts around their names.

Most ways of wrapping a name look like names themselves, so that no rule can tell them apart. They
are undone one after the other, and what makes clearly more of the file readable is kept.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from profit_sentinel.ingest.language import InEnglish, in_english
from profit_sentinel.ingest.prefixes import (
    may_be_cut,
    of_item,
    of_table,
    tells_apart,
    without_prefix,
    wrappings,
)
from profit_sentinel.ingest.spelling import Words, words_of
from profit_sentinel.ingest.words import saying

_NEEDED = frozenset({"sku", "on_hand"})
_WELL = 0.8
_NEARLY_ALL = 0.8
_HEADERS_LEAST = 5
_GAIN_LEAST = 3
_GAIN_SHARE = 0.25
_GAIN_ALIKE = 2
_ENDS_MOST = 0.5
_ROUNDS = 2
_PARTS = re.compile(r"[\W_]")
_BARE: Words = frozenset({"quantity"})
_FIRST = re.compile(r"(?P<end>[^\W_]+?)(?:[\W_]+|(?<=[a-z0-9])(?=[A-Z]))(?P<name>[^\W_].*)")
_LAST = re.compile(r"(?P<name>.*[^\W_])(?:[\W_]+|(?<=[a-z])(?=[A-Z]))(?P<end>[^\W_]+)[\W_]*")
_CODED = re.compile(r"_x([0-9a-fA-F]{4})_|\\u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})")


class Named(NamedTuple):
    """The headers of a file, and the same in English.

    Attributes:
        plain: Header to its name without what stands around it.
        english: The names in English.
    """

    plain: Mapping[str, str]
    english: InEnglish

    @property
    def told(self) -> Words:
        """The canonical columns that the names say for sure."""
        english = {self.english.headers[name] for name in self.plain.values()}
        said = (saying(each) for each in english if not words_of(each) <= _BARE)
        return frozenset(
            found.column for found in said if found and found.column and not found.weak
        )


class _Cut(NamedTuple):
    """Names without what may stand around them.

    Attributes:
        names: Every name to what is left of it.
        alike: Whether the same is cut off all of them.
    """

    names: Mapping[str, str]
    alike: bool = True


def named(headers: Sequence[str]) -> Named:
    """Put the headers of a file into English, by the reading that makes most of them readable."""
    found = _read(without_prefix(headers))
    for _ in range(_ROUNDS):
        if len(headers) < _HEADERS_LEAST or _reads_well(found):
            return found
        better = _better(found)
        if better is None:
            return found
        found = better
    return found


def _reads_well(found: Named) -> bool:
    return found.told >= _NEEDED and len(found.told) >= _WELL * len(found.plain)


def _read(plain: Mapping[str, str]) -> Named:
    found = in_english(list(plain.values()))
    cut = (name for header, name in plain.items() if name != header)
    bare = {name: of_item(found.headers[name]) for name in cut}
    return Named(plain, found._replace(headers={**found.headers, **bare}))


def _better(found: Named) -> Named | None:
    """The reading without one more wrapping that tells most; None when none tells clearly more."""
    names, best = list(found.plain.values()), None
    for cut in (cut for way in _WAYS for cut in way(names)):
        if all(cut.names[name] == name for name in names):
            continue
        tried = _read({header: cut.names[name] for header, name in found.plain.items()})
        fuller = best is None or len(tried.told) > len(best.told)
        if fuller and _tells_more(tried.told, found.told, len(names), alike=cut.alike):
            best = tried
    return best


def _tells_more(told: Words, before: Words, headers: int, *, alike: bool) -> bool:
    """Whether a file tells clearly more columns: much more, or some and none less."""
    gained = len(told) - len(before)
    if gained >= max(_GAIN_LEAST, _GAIN_SHARE * headers):
        return told >= before & _NEEDED
    fills = told >= _NEEDED and (gained >= _GAIN_ALIKE or not before >= _NEEDED)
    return alike and told > before and fills


@cache
def _wrappings() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(entry["pattern"]) for entry in wrappings()["wrapping"])


def _by_pattern(names: Sequence[str]) -> Iterator[_Cut]:
    """Names without a wrapping that is listed."""
    for pattern in _wrappings():
        found = _matches(pattern, names)
        if _are_most(len(found), names) and _are_counted(pattern, found.values()):
            yield _Cut({name: _within(found[name]) if name in found else name for name in names})


def _matches(pattern: re.Pattern[str], names: Sequence[str]) -> dict[str, re.Match[str]]:
    return {name: match for name in names if (match := pattern.fullmatch(name.strip()))}


def _are_counted(pattern: re.Pattern[str], found: Collection[re.Match[str]]) -> bool:
    """Whether the numbers of a wrapping, where it has some, are all different."""
    if "number" not in pattern.groupindex:
        return True
    return len({int(match["number"]) for match in found}) == len(found)


def _within(match: re.Match[str]) -> str:
    parts = match.groupdict()
    table, name = parts.get("table"), parts["name"].strip()
    return of_table("", table.strip("'"), name) if table else of_item(name)


def _by_end(names: Sequence[str]) -> Iterator[_Cut]:
    """Names without the first or last word, of which there are few different ones."""
    for pattern in (_FIRST, _LAST):
        found = _matches(pattern, names)
        ends = Counter(match["end"].lower() for match in found.values())
        end, times = ends.most_common(1)[0] if ends else ("", 0)
        if _are_most(times, names):
            cut = {
                name: of_item(each["name"]) for name, each in found.items() if _ends_in(each, end)
            }
            yield _Cut({name: cut.get(name, name) for name in names})
        elif _are_most(len(found), names) and len(ends) <= _ENDS_MOST * len(names):
            cut = {
                name: of_table("", each["end"], each["name"])
                for name, each in found.items()
                if may_be_cut(each["end"]) and not tells_apart(each["end"])
            }
            yield _Cut({name: cut.get(name, name) for name in names}, alike=False)


def _ends_in(match: re.Match[str], end: str) -> bool:
    return match["end"].lower() == end and may_be_cut(end)


def _by_letters(names: Sequence[str]) -> Iterator[_Cut]:
    """Names without the letters that nearly all begin or end with, inside words."""
    for turn in (1, -1):
        shared = _shared_letters([name.lower()[::turn] for name in names])
        if not may_be_cut(shared[::turn]) or _PARTS.search(shared):
            continue
        for length in range(1, len(shared) + 1):
            letters = shared[:length][::turn]
            yield _Cut({name: _without(letters, name, turn) for name in names})


def _shared_letters(names: Sequence[str]) -> str:
    """The longest beginning that nearly all names share."""
    shared = ""
    while True:
        longer, times = Counter(name[: len(shared) + 1] for name in names).most_common(1)[0]
        if len(longer) <= len(shared) or not _are_most(times, names):
            return shared
        shared = longer


def _without(letters: str, name: str, turn: int) -> str:
    """A name without letters at its start, or, turned around, at its end."""
    if len(name) <= len(letters) + 1:
        return name
    plain = name.lower()
    if turn > 0:
        return of_item(name[len(letters) :]) if plain.startswith(letters) else name
    return of_item(name[: -len(letters)]) if plain.endswith(letters) else name


def _by_signs(names: Sequence[str]) -> Iterator[_Cut]:
    """Names whose signs are written as numbers, or were read in the wrong encoding."""
    yield _Cut({name: _CODED.sub(_sign, name) for name in names})
    yield _Cut({name: _read_again(name) for name in names})


def _sign(found: re.Match[str]) -> str:
    return chr(int(next(filter(None, found.groups())), 16))


def _read_again(name: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        with suppress(UnicodeError):
            return name.encode(encoding).decode("utf-8")
    return name


def _are_most(count: int, names: Sequence[str]) -> bool:
    return count >= max(_HEADERS_LEAST, _NEARLY_ALL * len(names))


_WAYS: tuple[Callable[[Sequence[str]], Iterator[_Cut]], ...] = (
    _by_pattern, _by_end, _by_letters, _by_signs,
)  # fmt: skip
