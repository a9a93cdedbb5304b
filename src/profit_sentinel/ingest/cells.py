"""Cells: the rows of a text below its header, read fast where its quotes can be trusted."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from profit_sentinel.ingest.dialect import Record, all_records
from profit_sentinel.ingest.numerals import LARGEST
from profit_sentinel.ingest.quotes import are_sound, breaks_inside, quotes_of

_SPARE_MOST = 100
"""Cells beyond the header's for which the fast reader makes room."""
Kinds = Sequence[pl.DataType]
"""Types of columns, in order."""
_QUOTED = re.compile(rb'"[^"]*"')


class Cells(NamedTuple):
    """The rows below a header.

    Attributes:
        frame: One column for each of the header's, String or as it was asked for.
        rows: The line on which every row begins, from 1.
        beyond: What stands in a row beyond the header's last column; null when nothing does.
        joined: Whether each row stands on several lines that may be rows of their own.
    """

    frame: pl.DataFrame
    rows: pl.Series
    beyond: pl.Series
    joined: pl.Series


def cells_below(text: bytes, delimiter: str, header_line: int, kinds: Kinds) -> Cells:
    """Read the rows below a header.

    Args:
        text: UTF-8, lines ending in a line feed.
        delimiter: What stands between cells.
        header_line: Last line of the header; 0 when there is none.
        kinds: For each column of the header String, or Float64 where its cells are likely to be
            plain numbers; where one is not, or cannot be true, all columns are String.
    """
    places, width = quotes_of(text), len(kinds)
    frame, texts = None, [pl.String()] * width
    if are_sound(text, delimiter, places):
        frame = _read_fast(text, delimiter, header_line, kinds)
        if frame is None and kinds != texts:
            frame = _read_fast(text, delimiter, header_line, texts)
        if frame is None and (spare := _spare(text, delimiter, header_line, width)) <= _SPARE_MOST:
            frame = _read_fast(text, delimiter, header_line, [pl.String()] * (width + spare))
    if frame is None:
        return _cut(*_read_slowly(text, delimiter, header_line, width), delimiter, width)
    return _cut(frame, _lines(frame, text, header_line, places), delimiter, width)


def _spare(text: bytes, delimiter: str, header_line: int, width: int) -> int:
    """Number of columns to keep free for cells beyond the header's."""
    mark = delimiter.encode()
    lines = text[_after(text, header_line) :].split(b"\n")
    most = max(line.count(mark) for line in lines)
    if most + 1 - width > _SPARE_MOST:
        most = max(_QUOTED.sub(b"", line).count(mark) for line in lines)
    return max(1, most + 1 - width)


def _after(text: bytes, lines: int) -> int:
    """Where the line after so many lines begins."""
    place = 0
    for _ in range(lines):
        place = text.find(b"\n", place) + 1 or len(text)
    return place


def _read_fast(text: bytes, delimiter: str, header_line: int, kinds: Kinds) -> pl.DataFrame | None:
    """Rows of so many cells; None when some have more or are of another kind, or are no rows.

    A number that cannot be true is of another kind: it is told as it stands.
    """
    try:
        frame = pl.read_csv(
            text,
            has_header=False,
            infer_schema=False,
            schema={f"{place}": kind for place, kind in enumerate(kinds)},
            separator=delimiter,
            skip_lines=header_line,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError:
        return None
    possible = frame.select(pl.col(pl.Float64).is_between(-LARGEST, LARGEST).all())
    return frame if all(possible.row(0) if possible.width else ()) else None


def _lines(
    frame: pl.DataFrame, text: bytes, header_line: int, places: Sequence[int] | None
) -> pl.Series:
    """The line on which every row begins."""
    last = header_line + frame.height
    rows = pl.int_range(header_line + 1, last + 1, eager=True).alias("row")
    broken = text.count(b"\n", 0, -1) + 1 > last if places is None else breaks_inside(text, places)
    if not broken:
        return rows
    breaks = frame.select(
        pl.sum_horizontal(pl.col(pl.String).str.count_matches("\n", literal=True))
    )
    return rows + breaks.to_series().fill_null(0).cum_sum().shift(1, fill_value=0)


def _read_slowly(
    text: bytes, delimiter: str, header_line: int, width: int
) -> tuple[pl.DataFrame, pl.Series]:
    """Cells, and one column more for what stands beyond them; the line of every row."""
    records = list(all_records(text, delimiter, header_line + 1, width))
    cells = [_fitted(record, delimiter, width) for record in records]
    schema = {f"{place}": pl.String for place in range(width + 1)}
    frame = pl.DataFrame(cells, schema=schema, orient="row")
    return frame, pl.Series("row", [record.first_line for record in records], pl.Int64)


def _fitted(record: Record, delimiter: str, width: int) -> tuple[str | None, ...]:
    missing = width - len(record.cells)
    beyond = delimiter.join(filter(None, record.cells[width:])) or None
    return (*record.cells[:width], *[None] * missing, beyond)


def _cut(frame: pl.DataFrame, rows: pl.Series, delimiter: str, width: int) -> Cells:
    spare, frame = frame.select(frame.columns[width:]), frame.select(frame.columns[:width])
    return Cells(
        frame, rows, _beyond(spare, delimiter, frame.height), _joined(frame, rows, delimiter)
    )


def _beyond(spare: pl.DataFrame, delimiter: str, height: int) -> pl.Series:
    if not spare.width:
        return pl.Series("beyond", [None], pl.String).new_from_index(0, height)
    filled = (
        pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)) for name in spare.columns
    )
    text = pl.concat_str(*filled, separator=delimiter, ignore_nulls=True)
    return spare.select(pl.when(text != "").then(text).alias("beyond")).to_series()


def _joined(frame: pl.DataFrame, rows: pl.Series, delimiter: str) -> pl.Series:
    """Whether the cells of a row hold as many delimiters as its line ends would part rows."""
    if not rows.len() or int(rows[-1]) - int(rows[0]) == rows.len() - 1:
        return pl.repeat(value=False, n=rows.len(), eager=True)
    breaks, marks = (
        pl.sum_horizontal(pl.col(pl.String).str.count_matches(sign, literal=True))
        for sign in ("\n", delimiter)
    )
    return frame.select((breaks > 0) & (marks >= breaks * (frame.width - 1))).to_series()
