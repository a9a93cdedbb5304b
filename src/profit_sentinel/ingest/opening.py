"""Opening: which reader an upload needs, told by its first bytes and not by its name."""

import io

import polars as pl

from profit_sentinel.domain.intake import UnusableFileError, Upload
from profit_sentinel.ingest.delimited import read_delimited
from profit_sentinel.ingest.table import Table, refuse_wide, without_blank_rows

_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_DAYS = (pl.Date, pl.Datetime)
_SHOWN = 8


def open_tables(upload: Upload) -> list[Table]:
    """Tables of an upload: one for text and Parquet, one per sheet for a workbook.

    Raises:
        UnusableFileError: Nothing in the file can be read as a table with rows.
    """
    if upload.scan is not None:
        return open_scan(upload.name, upload.scan)
    return _filled(upload.name, _tables(upload.name, bytes(upload.data), upload.most))


def open_scan(name: str, scan: pl.LazyFrame) -> list[Table]:
    """The one table of a Parquet dataset.

    Raises:
        UnusableFileError: Its files do not go together, or hold no rows.
    """
    try:
        return open_frame(name, scan.collect())
    except pl.exceptions.PolarsError as error:
        raise UnusableFileError(
            name,
            f"Parquet files that cannot be read as one ({str(error).splitlines()[0]})",
            "Parquet files with the same columns",
            "write the folder again, or give its files one by one",
        ) from error


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
    """A ready frame as a table; its rows are counted from 1.

    Raises:
        UnusableFileError: It has more columns than any stock list.
    """
    refuse_wide(name, frame.width)
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


def _tables(name: str, data: bytes, most: int) -> list[Table]:
    if data.startswith(_ZIP):
        from profit_sentinel.ingest.workbook import read_workbook  # noqa: PLC0415 - loads late

        return read_workbook(name, data, most)
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
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise UnusableFileError(
            name,
            "a Parquet file that cannot be read, perhaps cut short",
            "a whole Parquet file",
            "export or send the file again",
        ) from error
    return frame_table(name, frame)
