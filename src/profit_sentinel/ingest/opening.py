"""Opening: which reader an upload needs, told by its first bytes and not by its name."""

import io
import zipfile
import zlib

import polars as pl

from profit_sentinel.domain.intake import UnusableFileError, Upload
from profit_sentinel.ingest.delimited import read_delimited
from profit_sentinel.ingest.table import Table, without_blank_rows
from profit_sentinel.ingest.workbook import read_workbook

_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_DAYS = (pl.Date, pl.Datetime)
_PACKED_LARGEST = 2 * 2**30


def open_tables(upload: Upload) -> list[Table]:
    """Tables of an upload: one for text and Parquet, one per sheet for a workbook.

    Raises:
        UnusableFileError: Nothing in the file can be read as a table with rows.
    """
    tables = _tables(upload.name, upload.data)
    filled = [table for table in tables if table.cells.height]
    if not filled:
        raise UnusableFileError(
            upload.name,
            f"a header ({', '.join(tables[0].headers[:8])}) and no rows below it",
            "rows of stock",
            "export the list again, with all items",
        )
    return filled


def frame_table(name: str, frame: pl.DataFrame) -> Table:
    """A ready frame as a table; its rows are counted from 1."""
    plain = pl.DataFrame([_plain(column) for column in frame.get_columns()])
    rows = pl.int_range(1, frame.height + 1, eager=True).alias("row")
    cells, rows = without_blank_rows(plain, rows)
    return Table(name, cells, rows, 0)


def _plain(column: pl.Series) -> pl.Series:
    """Numbers, dates and texts as they are, other types as text, nested ones as unknown."""
    if column.dtype == pl.String or column.dtype.is_numeric() or column.dtype in _DAYS:
        return column
    try:
        return column.cast(pl.String)
    except pl.exceptions.PolarsError:
        return pl.Series(column.name, [None], pl.String).new_from_index(0, column.len())


def _tables(name: str, data: bytes) -> list[Table]:
    if data.startswith(_ZIP):
        member = _packed_text(data)
        return read_workbook(name, data) if member is None else [read_delimited(name, member)]
    if data.startswith(_PARQUET):
        return [_parquet(name, data)]
    if data.startswith(_OLD_EXCEL):
        raise UnusableFileError(
            name,
            "an Excel workbook of the old kind (.xls) or a protected one",
            "XLSX, CSV or Parquet without a password",
            "open it in Excel and save it as .xlsx or CSV",
        )
    return [read_delimited(name, data)]


def _parquet(name: str, data: bytes) -> Table:
    try:
        return frame_table(name, pl.read_parquet(io.BytesIO(data)))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise UnusableFileError(
            name,
            "a Parquet file that cannot be read, perhaps cut short",
            "a whole Parquet file",
            "export or send the file again",
        ) from error


def _packed_text(data: bytes) -> bytes | None:
    """The one text file of a zip; None when the zip is a workbook or unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(members) != 1 or members[0].file_size > _PACKED_LARGEST:
                return None
            return archive.read(members[0])
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, EOFError):
        return None
