"""Delimited text: CSV and its kin as a table, however the rows are quoted."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

import polars as pl

from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.dialect import (
    Record,
    all_records,
    delimiter_of,
    head_lines,
    head_records,
)
from profit_sentinel.ingest.encoding import NotTextError, Text, decode
from profit_sentinel.ingest.foreign import refuse_foreign, refuse_prose
from profit_sentinel.ingest.header import header_index, unique_names
from profit_sentinel.ingest.table import Table, without_blank_rows

_SPARE = "\0spare"
"""A column beyond the header's, which holds something when a row is too long."""
_MANY_QUOTES = 0.02
"""Share of quotes above which a program, not a person, has quoted every cell."""


def read_delimited(name: str, data: bytes) -> Table:
    """Read a text file of rows.

    Raises:
        UnusableFileError: The bytes are binary, empty, or hold no header with rows below.
    """
    text = _text(name, data)
    lines = head_lines(text.data)
    marked = delimiter_of(lines)
    delimiter = marked or ","
    records = head_records(text.data, delimiter)
    index = header_index([record.cells for record in records])
    refuse_prose(name, marked, lines, None if index is None else records[index])
    if index is None:
        raise UnusableFileError(
            name,
            f"no row that names columns in the first {len(lines)} lines",
            "a header row with at least a SKU and a quantity on hand",
            "export the list again with its column headings",
        )
    return _below(name, text, delimiter, records[index])


def _text(name: str, data: bytes) -> Text:
    try:
        text = decode(data)
    except NotTextError as error:
        raise UnusableFileError(
            name,
            str(error),
            "a stock list as CSV, tab separated text, XLSX or Parquet",
            "export the list again as CSV or Excel",
        ) from error
    if not text.data or text.data.isspace():
        raise UnusableFileError(
            name, "an empty file", "a header row and rows of stock", "export the list again"
        )
    refuse_foreign(name, text.data)
    return text


def _below(name: str, text: Text, delimiter: str, header: Record) -> Table:
    cells_of_header = list(header.cells)
    while cells_of_header and not cells_of_header[-1]:
        cells_of_header.pop()
    headers = unique_names(cells_of_header)
    frame, rows = _cells(text.data, delimiter, header.last_line, len(headers))
    too_long = _too_long(name, frame, rows)
    frame = frame.drop(_SPARE)
    frame.columns = headers
    cells, rows = without_blank_rows(frame, rows)
    return Table(
        name,
        cells,
        rows,
        header.first_line,
        text.encoding,
        delimiter,
        found=problems.gather([_mixed(name, text.odd_lines), too_long]),
    )


def _cells(
    text: bytes, delimiter: str, header_line: int, width: int
) -> tuple[pl.DataFrame, pl.Series]:
    """Cells below the header and their lines; one spare column at the end."""
    columns = [*(f"{place}" for place in range(width)), _SPARE]
    places = _quotes(text)
    if _quotes_are_sound(text, delimiter, places):
        try:
            frame = _read_fast(text, delimiter, header_line, columns)
        except pl.exceptions.PolarsError:
            pass
        else:
            return frame, _lines(frame, text, header_line, places)
    return _read_slowly(text, delimiter, header_line, columns)


def _quotes(text: bytes) -> list[int] | None:
    """Where the quotes are; None when a program has quoted every cell."""
    many = int(_MANY_QUOTES * len(text))
    places = list(islice(_places(text), many + 1))
    return None if len(places) > many else places


def _quotes_are_sound(text: bytes, delimiter: str, places: Sequence[int] | None) -> bool:
    """Whether every quote opens or closes a whole cell."""
    mark = delimiter.encode()
    if places is None:
        inside = rb'"(?<=[^"\n%b]")(?=[^"\n%b])' % (re.escape(mark), re.escape(mark))
        return re.search(inside, text) is None
    edges, beside = (b"\n", mark), (b"\n", mark, b'"', b"")
    around = [(text[place - 1 : place], text[place + 1 : place + 2]) for place in places]
    if any(before not in beside and after not in beside for before, after in around):
        return False
    opened = sum(before in edges for before, _ in around) + text.startswith(b'"')
    closed = sum(after in edges for _, after in around) + text.endswith(b'"')
    return opened == closed


def _places(text: bytes) -> Iterator[int]:
    """Where the quotes are."""
    place = text.find(b'"')
    while place >= 0:
        yield place
        place = text.find(b'"', place + 1)


def _read_fast(
    text: bytes, delimiter: str, header_line: int, columns: Sequence[str]
) -> pl.DataFrame:
    return pl.read_csv(
        text,
        has_header=False,
        infer_schema=False,
        schema=dict.fromkeys(columns, pl.String),
        separator=delimiter,
        skip_lines=header_line,
        truncate_ragged_lines=True,
        missing_columns="insert",
    )


def _lines(
    frame: pl.DataFrame, text: bytes, header_line: int, places: Sequence[int] | None
) -> pl.Series:
    """The line on which every row begins."""
    last = header_line + frame.height
    rows = pl.int_range(header_line + 1, last + 1, eager=True).alias("row")
    broken = text.count(b"\n", 0, -1) + 1 > last if places is None else _breaks_inside(text, places)
    if not broken:
        return rows
    breaks = frame.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True)))
    return rows + breaks.to_series().fill_null(0).cum_sum().shift(1, fill_value=0)


def _breaks_inside(text: bytes, places: Sequence[int]) -> bool:
    """Whether a line feed stands between quotes."""
    pairs = zip_longest(places[::2], places[1::2], fillvalue=len(text))
    return any(text.find(b"\n", opened, closed) >= 0 for opened, closed in pairs)


def _read_slowly(
    text: bytes, delimiter: str, header_line: int, columns: Sequence[str]
) -> tuple[pl.DataFrame, pl.Series]:
    records = list(all_records(text, delimiter, header_line + 1))
    width = len(columns)
    cells = [(*record.cells[:width], *[None] * (width - len(record.cells))) for record in records]
    schema = dict.fromkeys(columns, pl.String)
    frame = pl.DataFrame(cells, schema=schema, orient="row")
    return frame, pl.Series("row", [record.first_line for record in records], pl.Int64)


def _too_long(name: str, frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    spare = frame[_SPARE]
    if spare.null_count() == frame.height:
        return problems.none()
    mask = spare.is_not_null() & (spare.str.strip_chars() != "")
    reason = "more cells than the header has; the cells beyond it are not read"
    return problems.problems(name, rows.filter(mask), None, spare.filter(mask), reason)


def _mixed(name: str, odd_lines: tuple[int, ...]) -> pl.DataFrame:
    reason = "written in Windows-1252 inside a UTF-8 file; read as such"
    return problems.problems(name, pl.Series(odd_lines, dtype=pl.Int64), None, None, reason)
