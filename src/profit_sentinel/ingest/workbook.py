"""Workbooks: the sheets of an XLSX file as tables."""

import io
import zipfile
from typing import TYPE_CHECKING

import polars as pl

from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.ingest.header import header_index, unique_names
from profit_sentinel.ingest.table import Table, without_blank_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD_ROWS = 80
_LARGEST = 4 * 2**30
_MIDNIGHT = " 00:00:00"


def read_workbook(name: str, data: bytes) -> list[Table]:
    """Read the sheets that hold a header with rows below it.

    Raises:
        UnusableFileError: The workbook is truncated, too large once unpacked, or has no table.
    """
    import fastexcel  # noqa: PLC0415 - text files do without it

    _check_size(name, data)
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
    tables = [table for sheet, cells in sheets if (table := _table(name, sheet, cells))]
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
    return Table(name, dates, rows, index + 1, sheet=sheet)


def _check_size(name: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _unreadable(name, str(error)) from error
    if unpacked > _LARGEST:
        raise UnusableFileError(
            name,
            f"{unpacked / 2**30:,.0f} GB once unpacked",
            f"at most {_LARGEST // 2**30} GB",
            "export the list as CSV, in parts",
        )


def _unreadable(name: str, why: str) -> UnusableFileError:
    return UnusableFileError(
        name,
        f"a workbook that cannot be opened, perhaps cut short ({why})",
        "a whole XLSX file",
        "export or send the file again, or save it as CSV",
    )
