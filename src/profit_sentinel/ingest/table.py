"""Tables: the cells of a file below its header, as they stand."""

from dataclasses import dataclass, field

import polars as pl

from profit_sentinel.ingest import problems


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

    @property
    def headers(self) -> list[str]:
        """Names of the columns."""
        return self.cells.columns


def without_blank_rows(cells: pl.DataFrame, rows: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Drop the rows in which every cell is null or white space."""
    blank = cells.select(pl.all_horizontal(_is_blank(cells, name) for name in cells.columns))
    mask = ~blank.to_series()
    return (cells, rows) if mask.all() else (cells.filter(mask), rows.filter(mask))


def _is_blank(cells: pl.DataFrame, name: str) -> pl.Expr:
    cell = pl.col(name)
    if cells.schema[name] != pl.String:
        return cell.is_null()
    return cell.is_null() | (cell.str.len_bytes() == 0) | (cell.str.strip_chars() == "")
