"""Prefixes: what a table puts before the names of most of its columns, such as `itm_`."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from profit_sentinel.ingest.words import Words, saying, words_of

_PARTS = re.compile(r"^([A-Za-z]{1,10}?[0-9]?)([_.:]|(?<=[a-z])(?=[A-Z]))(?=.*[A-Za-z])(.+)$")
_PATH = re.compile(r"(?<=\w) ?[/>|] ?(?=\w)|(?<=\w) - (?=\w)|::")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]{3,9}")
_KIND = re.compile(r"(?:[a-z]|bln|cur|dat|dbl|dt|int|lng|num|str|txt)(?=[A-Z])")
"""What programmers put before a name to tell the kind of its values: `strName`, `fPrice`."""
_SHARE = 0.6
_NEARLY_ALL = 0.9
_HEADERS_LEAST = 5
_BARE: Words = frozenset({"number", "name", "description", "text", "status", "category", "type"})


def without_prefix(headers: Sequence[str]) -> Mapping[str, str]:
    """Headers without the letters most of them begin with, which name the table they are from.

    What is left bare is of the item: `itm_no` is `item no`. Of names in parts, such as
    `Audit/LastSale`, the last part stands alone where it says more than the whole.
    """
    kinds = {header: _KIND.match(header) for header in headers}
    often = max(_HEADERS_LEAST, _NEARLY_ALL * len(headers))
    if sum(found is not None for found in kinds.values()) >= often:
        return {
            header: _rest(header[found.end() :]) if found else header
            for header, found in kinds.items()
        }
    parts = {header: _PARTS.match(header.strip()) for header in headers}
    starts = Counter(found[1].lower() for found in parts.values() if found)
    prefix, times = max(starts.items(), key=lambda pair: pair[1], default=("", 0))
    if times >= max(_HEADERS_LEAST, _SHARE * len(headers)):
        return {
            header: _rest(found[3]) if found and found[1].lower() == prefix else header
            for header, found in parts.items()
        }
    if cut := _glued_prefixes(headers):
        return {header: _rest(header[2:]) if header[:2] in cut else header for header in headers}
    paths = sum(bool(_PATH.search(header)) for header in headers) >= _SHARE * len(headers)
    return {header: _end(header) if paths else header for header in headers}


def _glued_prefixes(headers: Sequence[str]) -> set[str]:
    """The two letters before most names of files whose names are all short capitals."""
    if not all(_CAPITALS.fullmatch(header) for header in headers):
        return set()
    starts = Counter(header[:2] for header in headers)
    often = {start for start, times in starts.items() if times >= _HEADERS_LEAST}
    return often if sum(starts[each] for each in often) >= _NEARLY_ALL * len(headers) else set()


def _end(header: str) -> str:
    said = saying(header)
    if said and said.column and not (said.weak or said.loose):
        return header
    tails = (header[found.end() :] for found in _PATH.finditer(header))
    return next((tail for tail in tails if _says_column(tail)), header)


def _says_column(header: str) -> bool:
    said = saying(header)
    return said is not None and said.column is not None and not said.weak


def _rest(name: str) -> str:
    return f"item {name}" if words_of(name) <= _BARE else name
