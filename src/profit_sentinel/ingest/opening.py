"""Opening: which reader an upload needs, told by its first bytes and not by its name."""

import io
import zipfile
import zlib

import polars as pl

from profit_sentinel.domain.intake import UnusableFileError, Upload
from profit_sentinel.ingest.delimited import read_delimited
from profit_sentinel.ingest.table import Table, without_blank_rows
from profit_sentinel.ingest.workbook import read_workbook

_ZIP, _EMPTY_ZIP, _PARQUET = b"PK\x03\x04", b"PK\x05\x06", b"PAR1"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_DAYS = (pl.Date, pl.Datetime)
_PACKED_LARGEST = 2 * 2**30
_SHOWN = 8
_OF_WORKBOOKS = ("[Content_Types].xml", "mimetype", "xl/workbook.xml")
_OF_MACS = ("__MACOSX/", ".DS_Store")


def open_tables(upload: Upload) -> list[Table]:
    """Tables of an upload: one for text and Parquet, one per sheet for a workbook.

    Raises:
        UnusableFileError: Nothing in the file can be read as a table with rows.
    """
    return _filled(upload.name, _tables(upload.name, bytes(upload.data)))


def open_frame(name: str, frame: pl.DataFrame) -> list[Table]:
    """The one table of a ready frame.

    Raises:
        UnusableFileError: The frame has no columns or no rows.
    """
    return _filled(name, [frame_table(name, frame)])


def _filled(name: str, tables: list[Table]) -> list[Table]:
    filled = [table for table in tables if table.cells.height]
    if filled:
        return filled
    headers = ", ".join(tables[0].headers[:_SHOWN])
    raise UnusableFileError(
        name,
        f"a header ({headers}) and no rows below it" if headers else "no columns and no rows",
        "rows of stock" if headers else "a SKU and a quantity on hand in every row",
        "export the list again, with all items",
    )


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
    if data.startswith(_EMPTY_ZIP):
        raise _empty_zip(name)
    if data.startswith(_ZIP):
        member = _packed(name, data)
        if member is None:
            return read_workbook(name, data)
        data = member
    return _unpacked(name, data)


def _unpacked(name: str, data: bytes) -> list[Table]:
    if data.startswith(_ZIP):
        return read_workbook(name, data)
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


def _packed(name: str, data: bytes) -> bytes | None:
    """The one file of a zip; None when the zip is a workbook or unreadable.

    Raises:
        UnusableFileError: The zip is empty or holds several files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _members(archive)
            if any(entry.filename in _OF_WORKBOOKS for entry in members):
                return None
            if len(members) == 1 and members[0].file_size <= _PACKED_LARGEST:
                return archive.read(members[0])
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, EOFError):
        return None
    if not members:
        raise _empty_zip(name)
    if len(members) > 1:
        raise _several(name, [entry.filename for entry in members])
    return None


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of a zip, without those a Mac adds."""
    return [
        entry
        for entry in archive.infolist()
        if not entry.is_dir() and not any(sign in entry.filename for sign in _OF_MACS)
    ]


def _empty_zip(name: str) -> UnusableFileError:
    return UnusableFileError(
        name, "an empty zip file", "a stock list as CSV, XLSX or Parquet", "export the list again"
    )


def _several(name: str, members: list[str]) -> UnusableFileError:
    more = f" and {len(members) - _SHOWN} more" if len(members) > _SHOWN else ""
    return UnusableFileError(
        name,
        f"a zip with {len(members)} files ({', '.join(members[:_SHOWN])}{more})",
        "one stock list as CSV, XLSX or Parquet",
        "unpack it and give the files",
    )
