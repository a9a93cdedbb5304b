"""Delimited text: CSV and its kin as a table, however the rows are quoted."""

from dataclasses import replace

import polars as pl

from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.banner import with_banner
from profit_sentinel.ingest.cells import Cells, cells_below
from profit_sentinel.ingest.dialect import (
    Record,
    delimiter_of,
    head_lines,
    head_records,
    spread_lines,
)
from profit_sentinel.ingest.encoding import NotTextError, Text, decode
from profit_sentinel.ingest.foreign import refuse_foreign, refuse_prose
from profit_sentinel.ingest.header import header_index, unique_names
from profit_sentinel.ingest.table import Table, refuse_wide, without_blank_rows

_MIXED = "written in Windows-1252 inside a UTF-8 file; read as such"
_LOST = "bytes that are no character; each is read as \ufffd"
_TOO_LONG = "more cells than the header has; the cells beyond it are not read"
_JOINED = "quotes hold line ends and what looks like other rows; read as one row"


def read_delimited(name: str, data: bytes) -> Table:
    """Read a text file of rows.

    Raises:
        UnusableFileError: The bytes are binary, empty, or hold no header with rows below, or one
            wider than any stock list.
    """
    text = _text(name, data)
    lines = head_lines(text.data)
    marked = delimiter_of([*lines, *spread_lines(text.data)])
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
    above = [(record.first_line, record.cells) for record in records[:index]]
    return with_banner(_below(name, text, delimiter, records[index]), above)


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
    refuse_wide(name, len(cells_of_header))
    table = Table(
        name,
        pl.DataFrame(schema=dict.fromkeys(unique_names(cells_of_header), pl.String)),
        pl.Series("row", [], pl.Int64),
        header.first_line,
        text.encoding,
        delimiter,
        notes=_zeros(text),
    )
    return rows_below(table, text, header.last_line)


def _zeros(text: Text) -> tuple[str, ...]:
    bytes_ = "1 zero byte was" if text.zeros == 1 else f"{text.zeros:,} zero bytes were"
    return (f"{bytes_} left out of the text.",) if text.zeros else ()


def rows_below(table: Table, text: Text, header_line: int, first_line: int = 1) -> Table:
    """The rows of a piece of a file.

    Args:
        table: The file's header, of what kind its columns are, and how its cells are parted.
        text: The piece.
        header_line: Lines of it to pass over.
        first_line: The line of the file on which it begins.
    """
    below = cells_below(text.data, table.delimiter or ",", header_line, table.cells.dtypes)
    lines = below.rows + (first_line - 1)
    below.frame.columns = table.headers
    cells, rows = without_blank_rows(below.frame, lines)
    found = _found(table.name, text, below, lines, first_line)
    return replace(table, cells=cells, rows=rows, found=found)


def _found(name: str, text: Text, below: Cells, rows: pl.Series, first_line: int) -> pl.DataFrame:
    """What is to be said about the rows of a piece of a file."""
    before = first_line - 1
    encoded = (
        problems.problems(name, pl.Series(lines, dtype=pl.Int64) + before, None, None, why)
        for lines, why in ((text.odd_lines, _MIXED), (text.lost_lines, _LOST))
    )
    long = below.beyond.is_not_null()
    return problems.gather(
        [
            *encoded,
            problems.problems(name, rows.filter(long), None, below.beyond.filter(long), _TOO_LONG),
            problems.problems(name, rows.filter(below.joined), None, None, _JOINED),
        ]
    )
