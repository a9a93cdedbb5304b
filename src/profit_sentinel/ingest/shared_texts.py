"""Shared texts: a workbook keeps a text once and names it in cells, each of which gets a copy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PART = "xl/sharedstrings.xml"
"""Where they lie, in small letters."""
_END = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_NAMED = re.compile(
    rb"<(?:\w+:)?c\s(?>[^<>]*?\bt\s*=\s*[\"']s[\"'])[^<>]*+(?<!/)>\s*"
    rb"(?:<(?:\w+:)?f[^<>]*+>[^<>]*+(?:</(?:\w+:)?f\s*>)?\s*)?"
    rb"<(?:\w+:)?v[^<>]*+>\s*(\d{1,9})\s*<"
)
"""A cell that names a text; without a way back, so that no sheet takes long to look through."""
_CELL_END = b"c>"
_TAIL = 64
_MOST_OF_A_CELL = 2**16


def lengths(pieces: Iterable[bytes]) -> list[int]:
    """Bytes of each shared text with its marks, from the pieces of their part."""
    found: list[int] = []
    tail, base, last = b"", 0, 0
    for piece in pieces:
        whole = tail + piece
        for match in _END.finditer(whole):
            if (end := base + match.end()) > last:
                found.append(end - last)
                last = end
        tail = whole[-_TAIL:]
        base += len(whole) - len(tail)
    return found


def copied(pieces: Iterable[bytes], sizes: Sequence[int]) -> int:
    """Bytes that the cells of a sheet take by the shared texts they name."""
    return sum(
        sizes[number]
        for text in _cells(pieces)
        for number in map(int, _NAMED.findall(text))
        if number < len(sizes)
    )


def _cells(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces that end with a cell."""
    rest = b""
    for piece in pieces:
        whole, mark, behind = (rest + piece).rpartition(_CELL_END)
        yield whole + mark
        rest = behind[-_MOST_OF_A_CELL:]
    yield rest
