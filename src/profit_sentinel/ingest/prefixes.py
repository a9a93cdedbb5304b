"""Prefixes: what a table puts before the names of most of its columns, such as `itm_`."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from profit_sentinel.ingest.words import Words, words_of

_PARTS = re.compile(r"^([A-Za-z]{1,10}?[0-9]?)([_.:]|(?<=[a-z])(?=[A-Z]))(?=.*[A-Za-z])(.+)$")
_SHARE = 0.6
_HEADERS_LEAST = 5
_BARE: Words = frozenset({"number", "name", "description", "text", "status", "category", "type"})


def without_prefix(headers: Sequence[str]) -> Mapping[str, str]:
    """Headers without the letters most of them begin with, which name the table they are from.

    What is left bare is of the item: `itm_no` is `item no`.
    """
    parts = {header: _PARTS.match(header.strip()) for header in headers}
    starts = Counter(found[1].lower() for found in parts.values() if found)
    prefix, times = max(starts.items(), key=lambda pair: pair[1], default=("", 0))
    if times < max(_HEADERS_LEAST, _SHARE * len(headers)):
        return {header: header for header in headers}
    return {
        header: _rest(found[3]) if found and found[1].lower() == prefix else header
        for header, found in parts.items()
    }


def _rest(name: str) -> str:
    return f"item {name}" if words_of(name) <= _BARE else name
