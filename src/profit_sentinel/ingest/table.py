"""Tables: the cells of a file below its header, as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.ingest import problems

MOST_COLUMNS = 4_000
"""More than forty columns for each of a hundred stores; each takes time to understand."""


@dataclass(frozen=True)
class Table:
    """One table of one file, before anything is understood.

    Attributes:
        name: Name of the file.
        cells: One column per header, in the file's order; String unless the file is typed.
            Blank rows are left out.
        rows: Line or sheet row of every row of `cells`, from 1.
        header_row: Line or sheet row of the header, from 1; 0 when columns are named otherwise.
        found: Problems met while reading.
    """

    name: str
    cells: pl.DataFrame
    rows: pl.Series
    header_row: int
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    found: pl.DataFrame = field(default_factory=problems.none)
    notes: tuple[str, ...] = ()
    banner: tuple[tuple[str | None, ...], ...] = ()
    """Cells of the rows above the header."""
    above: pl.DataFrame = field(default_factory=problems.none)
    """A problem for each row above the header that looks like those below it."""
    other_sheets: tuple[str, ...] = ()
    """Names of the other sheets of its workbook."""

    @property
    def height(self) -> int:
        """Number of rows that may be of items, those above the header included."""
        return self.cells.height + self.above.height

    @property
    def headers(self) -> list[str]:
        """Names of the columns."""
        return self.cells.columns


def refuse_wide(name: str, columns: int) -> None:
    """Refuse a table that no person can have made.

    Raises:
        UnusableFileError: It has more columns than any stock list.
    """
    if columns > MOST_COLUMNS:
        raise UnusableFileError(
            name,
            f"a table of {columns:,} columns",
            f"a row per item and at most {MOST_COLUMNS:,} columns",
            "export the list again; a line of it seems to be damaged",
        )


def without_blank_rows(cells: pl.DataFrame, rows: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Drop the rows in which every cell is null or white space."""
    blank = blank_rows(cells, cells.columns)
    return (cells.filter(~blank), rows.filter(~blank)) if blank.any() else (cells, rows)


def blank_rows(cells: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """Whether each row is blank in all of the named columns.

    Column after column, only the rows that were blank so far are looked at.
    """
    mask = pl.repeat(value=False, n=cells.height, eager=True)
    left = pl.int_range(cells.height, eager=True)
    for name in names:
        column = cells[name] if left.len() == cells.height else cells[name].gather(left)
        if _is_filled(column):
            return mask
        left = left.filter(_is_blank(column))
    return mask.scatter(left, values=True)


def _is_filled(column: pl.Series) -> bool:
    """Whether a glance tells that no cell is blank."""
    if column.dtype != pl.String:
        return not column.null_count()
    return bool(column.is_between("!", "~").all(ignore_nulls=False))


def _is_blank(column: pl.Series) -> pl.Series:
    if column.dtype != pl.String:
        return column.is_null()
    return (column.str.strip_chars_start() == "").fill_null(value=True)
