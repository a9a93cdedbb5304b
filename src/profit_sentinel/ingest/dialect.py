"""Dialects: which character stands between the cells of a text file, and its first records."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

DELIMITERS = (",", "\t", ";", "|")
_HEAD_LINES = 80
_JOIN_MOST = 1000
"""Lines a quoted cell may hold in a file whose quotes cannot be trusted."""
_SPREAD = 64
"""Places of a file at which lines below its head are looked at."""
_SPREAD_LINES = 4
_LINE_MOST = 4096
_NOTHING = (0.0, 0.0)


class Record(NamedTuple):
    """One record of a text file: its cells and the lines, from 1, it stands on."""

    cells: tuple[str, ...]
    first_line: int
    last_line: int

    @property
    def filled(self) -> int:
        """Number of cells that are not blank."""
        return sum(1 for cell in self.cells if cell)


def delimiter_of(lines: Sequence[str]) -> str | None:
    """The delimiter that cuts most lines into the same number of cells, more cells first.

    What only one line shows counts for nothing against what several have in common.

    Args:
        lines: First lines of the file.

    Returns:
        One of `DELIMITERS`, or None when no line holds one.
    """
    scores = {mark: _evenness(_widths(lines, mark)) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best] > _NOTHING else None


def _evenness(widths: Iterable[int]) -> tuple[float, float]:
    """How many cells many lines have in common: by the lines beyond the first, then by all."""
    counts = Counter(width for width in widths if width > 1)
    scores = (
        ((count - 1) * math.sqrt(width), count * math.sqrt(width))
        for width, count in counts.items()
    )
    return max(scores, default=_NOTHING)


def _widths(lines: Sequence[str], delimiter: str) -> Iterator[int]:
    """Number of cells of each record."""
    index = 0
    while index < len(lines):
        if '"' not in lines[index]:
            yield lines[index].count(delimiter) + 1
            index += 1
        else:
            cells, taken = _record(lines, index, delimiter)
            yield len(cells)
            index += taken


def head_records(text: bytes, delimiter: str) -> list[Record]:
    """The first records of a UTF-8 text, quoted cells with line feeds put together."""
    return list(_records(head_lines(text), delimiter))


def head_lines(text: bytes) -> list[str]:
    """The first lines of a UTF-8 text."""
    end = 0
    for _ in range(_HEAD_LINES):
        end = text.find(b"\n", end) + 1
        if not end:
            return text.decode().removesuffix("\n").split("\n")
    return text[:end].decode().split("\n")[:-1]


def spread_lines(text: bytes) -> list[str]:
    """Lines from all over a UTF-8 text, none when its head is most of it."""
    step = len(text) // _SPREAD
    if step < _SPREAD_LINES * _LINE_MOST:
        return []
    pieces = (_piece(text, place) for place in range(step, len(text), step))
    return [line for piece in pieces for line in piece]


def _piece(text: bytes, place: int) -> list[str]:
    """Whole lines after a place of a text."""
    piece = text[place : place + _SPREAD_LINES * _LINE_MOST].decode(errors="replace")
    return piece.split("\n")[1:-1][:_SPREAD_LINES]


def all_records(text: bytes, delimiter: str, first_line: int, width: int) -> Iterator[Record]:
    """Every record from `first_line` on, however badly its quotes are placed.

    Args:
        text: UTF-8, lines ending in a line feed.
        delimiter: What stands between cells.
        first_line: Where to begin, from 1.
        width: Number of cells of most records.
    """
    lines = text.decode().removesuffix("\n").split("\n")
    return _records(lines[first_line - 1 :], delimiter, first_line, width)


def _records(
    lines: Sequence[str], delimiter: str, first_line: int = 1, width: int | None = None
) -> Iterator[Record]:
    index = 0
    while index < len(lines):
        cells, taken = _record(lines, index, delimiter, width)
        start = first_line + index
        yield Record(tuple(cell.strip() for cell in cells), start, start + taken - 1)
        index += taken


def _record(
    lines: Sequence[str], index: int, delimiter: str, width: int | None = None
) -> tuple[list[str], int]:
    """Cells of the record that begins at `index`, and the number of lines it takes."""
    line = lines[index]
    if '"' not in line:
        return line.split(delimiter), 1
    if not _opens_quote(line, delimiter):
        return _split_quoted(line, delimiter), 1
    for taken in _closings(lines, index, delimiter, width):
        joined = "\n".join(lines[index : index + taken])
        if not _opens_quote(joined, delimiter):
            return _split_quoted(joined, delimiter), taken
    return line.split(delimiter), 1


def _closings(lines: Sequence[str], index: int, delimiter: str, width: int | None) -> Iterator[int]:
    """Numbers of lines that a record may take whose first line leaves a quote open.

    Where that line and a later one are whole rows by themselves, the quote is a stray one.
    """
    whole = width is not None and lines[index].count(delimiter) == width - 1
    for place in range(index + 1, min(len(lines), index + _JOIN_MOST)):
        line = lines[place]
        if whole and width is not None and line.count(delimiter) == width - 1:
            return
        if '"' in line:
            yield place - index + 1


def _opens_quote(text: str, delimiter: str) -> bool:
    """Whether the last cell begins with a quote that is not closed."""
    return _unclosed(delimiter).fullmatch(text) is not None


@cache
def _unclosed(delimiter: str) -> re.Pattern[str]:
    """A text of whole cells and, last, one that begins with a quote and has no other alone."""
    mark = re.escape(delimiter)
    plain = rf" *+[^{mark}\n\" ][^{mark}\n]*+"
    quoted = rf' *+"(?:[^"]|"")*+"[^{mark}\n]*+'
    return re.compile(rf'(?:(?:{quoted}|{plain}| *+)[{mark}\n])*+ *+"(?:[^"]|"")*+')


def _split_quoted(text: str, delimiter: str) -> list[str]:
    """Cells of a record, quotes taken off and doubled ones made single."""
    cells: list[str] = []
    place = 0
    while place <= len(text):
        found = _cell(delimiter).match(text, place)
        if found is None:
            return [*cells, text[place:]]
        inner, after, plain = found.groups()
        cells.append(plain if inner is None else inner.replace('""', '"') + after)
        place = found.end() + 1
    return cells


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    """One cell: what its quotes hold and what stands behind them, or the whole of it."""
    mark = re.escape(delimiter)
    return re.compile(rf' *+"((?:[^"]|"")*+)"([^{mark}]*+)|([^{mark}]*+)')
