"""Unpacking: whether a zip or workbook is as small inside as it says, and as it needs to be."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.ingest.shared_texts import PART, copied, lengths
from profit_sentinel.ingest.table import refuse_wide

_PIECE = 2**20
_HEAD = 30
_A_CELL = 64
"""Bytes that a reader of workbooks takes for a cell, whether there is anything in it or not."""
_THIN = 4
"""A sheet whose frame holds so many times its cells is taken for an attack when it is large."""
_SHEETS = "xl/worksheets/"
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr\s*=\s*[\"'](\d{1,7})")
_FAR = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{2,3})\d")
_LONG = re.compile(rb"\sr\s*=\s*[\"'][A-Z]+\d{6,}")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_NEW_ROW = re.compile(rb"<(?:\w+:)?row\b")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")
_ROWS = 2**20
_LETTERS = 26


@dataclass
class _Frame:
    """Rows, columns and cells of a sheet, as far as it has been looked through."""

    rows: int = 1
    columns: int = _LETTERS
    cells: int = 0
    last: int = 0
    """Values of the row that was looked at last, which may go on."""
    fullest: int = 0
    """Most values in a row."""

    def look(self, text: bytes) -> None:
        """Look at more of it; the columns up to Z are not told apart."""
        self.cells += len(_CELL.findall(text))
        first, *others = (len(_VALUE.findall(row)) for row in _NEW_ROW.split(text))
        in_rows = [self.last + first, *others]
        self.fullest, self.last = max(self.fullest, *in_rows), in_rows[-1]
        self.rows = max((self.rows, *map(int, _ROW.findall(text))))
        if self.rows < 10**5 and _LONG.search(text):
            self.rows = _ROWS
        self.columns = max((self.columns, *map(_number, _FAR.findall(text))))

    def hollow(self, most: int) -> bool:
        """Whether it would take much memory for cells that are not there."""
        whole = self.rows * self.columns
        return whole * _A_CELL > most and whole > _THIN * self.cells


def check_workbook(name: str, data: bytes, most: int) -> None:
    """Refuse a workbook that would take too much memory.

    Args:
        name: Of the file.
        data: Its bytes.
        most: Bytes its parts may have together.

    Raises:
        UnusableFileError: It is larger inside, whatever it says or once its cells have their
            texts, its cells lie too far apart, or a row is wider than any stock list.
        zipfile.BadZipFile, zlib.error, OSError, ValueError: It is no whole zip.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    size, cells = sum(entry.file_size for entry in entries), 0
    for entry in entries if size <= most else ():
        frame, size = _Frame(), size - entry.file_size
        for text, new in _overlapping(_inflated(data, entry)):
            size += new
            if size > most:
                break
            if entry.filename.startswith(_SHEETS):
                frame.look(text)
                refuse_wide(name, frame.fullest)
        if frame.hollow(most):
            raise UnusableFileError(
                name,
                f"a sheet of {frame.rows:,} rows and {frame.columns:,} columns, nearly all empty",
                "a sheet whose cells lie together",
                "delete the cells far outside the list, or export it as CSV",
            )
        cells += frame.cells
    if size > most:
        raise too_large(name, len(entries), size, most)
    _check_texts(name, data, entries, cells, most)


def _check_texts(
    name: str, data: bytes, entries: list[zipfile.ZipInfo], cells: int, most: int
) -> None:
    """Refuse a workbook whose cells name long texts so often that the copies take too much."""
    sizes = [
        size for entry in entries if entry.filename.lower() == PART
        for size in lengths(_inflated(data, entry))
    ]  # fmt: skip
    if max(sizes, default=0) * cells <= most:
        return
    sheets = [entry for entry in entries if entry.filename.startswith(_SHEETS)]
    whole = sum(copied(_inflated(data, entry), sizes) for entry in sheets)
    if whole > most:
        raise UnusableFileError(
            name,
            f"cells with {whole / 2**20:,.0f} MB of text, the same long texts again and again",
            f"at most {most / 2**20:,.0f} MB",
            "leave out the column with the long texts, or export the list as CSV, in parts",
        )


def too_large(name: str, files: int, size: int, most: int) -> UnusableFileError:
    """What to say of a container with too much in it."""
    return UnusableFileError(
        name,
        f"{files:,} files of {size / 2**20:,.0f} MB or more once unpacked",
        f"at most {most / 2**20:,.0f} MB",
        "unpack it and give the files, or export the list as CSV, in parts",
    )


def _inflated(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The contents of an entry up to their end, which may lie beyond the size it tells."""
    start = entry.header_offset
    names = (
        int.from_bytes(data[start + place : start + place + 2], "little") for place in (26, 28)
    )
    begin = start + _HEAD + sum(names)
    packed = data[begin : begin + entry.compress_size]
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        yield packed
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not inflate.eof:
        yield inflate.decompress(packed, _PIECE)
        packed = inflate.unconsumed_tail


def _overlapping(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    """Pieces that end with a tag, each with how many bytes came with it."""
    rest = b""
    for piece in pieces:
        whole, mark, behind = (rest + piece).rpartition(b">")
        yield whole + mark, len(piece)
        rest = behind[-_PIECE:]


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number
