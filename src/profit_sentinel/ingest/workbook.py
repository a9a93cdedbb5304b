"""Workbooks: the sheets of an XLSX file as tables."""

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.banner import with_banner
from profit_sentinel.ingest.header import header_index, unique_names
from profit_sentinel.ingest.sheet_marks import Place, marks_of
from profit_sentinel.ingest.table import Table, without_blank_rows
from profit_sentinel.ingest.unpacking import check_workbook

_HEAD_ROWS = 80
_DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError)
_MIDNIGHT = " 00:00:00"
_FORMULA = "a formula without a value; open the file in Excel and save it again"
_ERROR = "an error of the spreadsheet; left unknown"


def read_workbook(name: str, data: bytes, most: int) -> list[Table]:
    """Read the sheets that hold a header with rows below it.

    Args:
        name: Of the file.
        data: Its bytes.
        most: Bytes its parts may have together.

    Raises:
        UnusableFileError: The workbook is truncated, too large once unpacked, or has no table.
    """
    import fastexcel  # noqa: PLC0415 - text files do without it

    try:
        check_workbook(name, data, most)
    except _DAMAGES as error:
        raise _unreadable(name, str(error)) from error
    try:
        reader = fastexcel.read_excel(data)
        sheets = [
            (
                sheet,
                reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars(),
            )
            for sheet in reader.sheet_names
        ]
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError) as error:
        raise _unreadable(name, str(error).splitlines()[0]) from error
    tables = [
        _marked(table, data, [other for other, _ in sheets if other != sheet])
        for sheet, cells in sheets
        if (table := _table(name, sheet, cells))
    ]
    if not tables:
        raise UnusableFileError(
            name,
            f"no row that names columns in the sheets {', '.join(sheet for sheet, _ in sheets)}",
            "a header row with at least a SKU and a quantity on hand",
            "export the list again with its column headings",
        )
    return tables


def _table(name: str, sheet: str, cells: pl.DataFrame) -> Table | None:
    head: Sequence[tuple[str | None, ...]] = cells.head(_HEAD_ROWS).rows()
    index = header_index([tuple(cell and cell.strip() for cell in row) for row in head])
    if index is None:
        return None
    below = cells.slice(index + 1)
    below.columns = unique_names(head[index])
    rows = pl.int_range(index + 2, index + 2 + below.height, eager=True).alias("row")
    kept, rows = without_blank_rows(below, rows)
    dates = kept.with_columns(pl.all().str.strip_suffix(_MIDNIGHT))
    table = Table(name, dates, rows, index + 1, sheet=sheet)
    return with_banner(table, list(enumerate(head[:index], start=1)))


def _marked(table: Table, data: bytes, others: Sequence[str]) -> Table:
    """A table with what its sheet says beside its cells, and the sheets beside it."""
    marks = marks_of(data, table.sheet or "")
    hidden = "1 row is" if marks.hidden == 1 else f"{marks.hidden:,} rows are"
    notes = [f"{hidden} hidden in the sheet and read like the others."] if marks.hidden else []
    found = problems.gather(_lost(table, marks.lost, reason) for reason in (_FORMULA, _ERROR))
    return replace(table, notes=tuple(notes), found=found, other_sheets=tuple(others))


def _lost(table: Table, places: Sequence[Place], reason: str) -> pl.DataFrame:
    """Problems of the cells whose value is lost for one reason."""
    rows, width = set(table.rows), len(table.headers)
    lost = [
        (place.row, table.headers[place.column], place.value)
        for place in places
        if place.row in rows
        and 0 <= place.column < width
        and (place.value is None) is (reason == _FORMULA)
    ]
    cells = pl.DataFrame(lost, schema=["row", "column", "value"], orient="row")
    if not lost:
        return problems.none()
    whole = problems.problems(table.name, cells["row"], None, cells["value"], reason)
    return whole.with_columns(cells["column"])


def _unreadable(name: str, why: str) -> UnusableFileError:
    return UnusableFileError(
        name,
        f"a workbook that cannot be opened, perhaps cut short ({why})",
        "a whole XLSX file",
        "export or send the file again, or save it as CSV",
    )
