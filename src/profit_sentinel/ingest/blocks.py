"""Blocks: a long text file in pieces of whole rows, so that no more than one is in memory."""

import mmap
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

Bytes = bytes | mmap.mmap
"""The bytes of a file: all of them, or a view of a file that is read where it is looked at."""
SIZE = 48 * 2**20
"""Bytes of a block."""
_LINES_BACK = 64
"""Line feeds looked at, from the end of a block back, for one that is not inside quotes."""


class Block(NamedTuple):
    """Whole rows of a text file."""

    text: bytes
    line: int
    """Line of the file, from 1, on which the block begins."""


def blocks(data: Bytes, header_line: int, size: int = SIZE) -> Iterator[Block]:
    """The rows below the header, in blocks.

    Args:
        data: The whole file; its lines end in a line feed.
        header_line: The last line of the header, from 1.
        size: About how many bytes a block has.
    """
    start = _after(data, header_line)
    line = header_line + 1
    while start < len(data):
        text = _rows(data, start, size)
        yield Block(text, line)
        line += text.count(b"\n")
        start += len(text)
        _forget(data, start)


def _rows(data: Bytes, start: int, size: int) -> bytes:
    """Whole rows from a place on, as many as fit into a size; one where even that is longer."""
    after = start + size
    if after >= len(data):
        return data[start:]
    text = data[start : data.rfind(b"\n", start, after) + 1]
    if text.count(b'"') % 2:
        text = text[: _end(text)]
    return text or data[start : _next_line(data, after)]


def _forget(data: Bytes, end: int) -> None:
    """Give the memory of what was read of a file back."""
    whole_pages = end // mmap.PAGESIZE * mmap.PAGESIZE
    if isinstance(data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED") and whole_pages:
        data.madvise(mmap.MADV_DONTNEED, 0, whole_pages)


def _after(data: Bytes, lines: int) -> int:
    """Where the line after so many lines begins."""
    place = 0
    for _ in range(lines):
        place = _next_line(data, place)
    return place


def _next_line(data: Bytes, place: int) -> int:
    """Where the next line begins."""
    found = data.find(b"\n", place)
    return len(data) if found < 0 else found + 1


def _end(text: bytes) -> int:
    """Where the last whole row of a block ends; 0 when it holds none.

    A line feed after an odd number of quotes is inside a cell. Where none of the last ones is
    outside, a stray quote stands somewhere before, and the last line feed is as good as any.
    """
    ends = list(islice(_line_feeds_back(text), _LINES_BACK))
    quotes = text.count(b'"')
    after = len(text)
    for end in ends:
        quotes -= text.count(b'"', end, after)
        after = end
        if quotes % 2 == 0:
            return end + 1
    return ends[0] + 1 if ends else 0


def _line_feeds_back(text: bytes) -> Iterator[int]:
    place = text.rfind(b"\n")
    while place >= 0:
        yield place
        place = text.rfind(b"\n", 0, place)
