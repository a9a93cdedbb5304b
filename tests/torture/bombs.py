"""Files that are small on the way and huge, or elsewhere, when they are opened."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook

TEXTS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"
_SCHEME = "http"
_MAIN = f"{_SCHEME}://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(**files: bytes) -> bytes:
    """A zip of some files; `__` in a name stands for a dot."""
    return renamed({name.replace("__", "."): data for name, data in files.items()})


def renamed(files: dict[str, bytes]) -> bytes:
    """A zip of files under any names, honest or not."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return held.getvalue()


def workbook(sheet: bytes | None = None) -> bytes:
    """A workbook with a stock list, or with something else as its sheet."""
    held = BytesIO()
    with Workbook(held, {"in_memory": True}) as book:
        page = book.add_worksheet("stock")
        page.write_row(0, 0, ["SKU", "Qty On Hand", "Unit Cost", "As Of"])
        for row in range(1, 30):
            page.write_row(row, 0, [f"{1000 + row}", 4 - row % 9, 2.5, "2026-06-30"])
    if sheet is None:
        return held.getvalue()
    with ZipFile(held) as plain:
        return renamed({
            name: sheet if name == SHEET else plain.read(name) for name in plain.namelist()
        })  # fmt: skip


def far_apart() -> bytes:
    """A workbook of two cells, at the first and the last place of its sheet."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"/></row>'
    return workbook(
        f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'.encode()
    )


def shared(text: str, cells: int) -> bytes:
    """A workbook whose cells all name one shared text."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, cells + 1)
    )
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    texts = f'<sst xmlns="{_MAIN}" count="1" uniqueCount="1"><si><t>{text}</t></si></sst>'
    with ZipFile(BytesIO(workbook(sheet.encode()))) as plain:
        return renamed({
            name: texts.encode() if name == TEXTS else plain.read(name) for name in plain.namelist()
        })  # fmt: skip


def liar(megabytes: int) -> bytes:
    """A workbook whose sheet unpacks to much more than it says."""
    whole = workbook(b" " * (megabytes * 2**20))
    with ZipFile(BytesIO(whole)) as made:
        entry = made.getinfo(SHEET)
    told, small = struct.pack("<I", megabytes * 2**20), struct.pack("<I", 1000)
    right, wrong = struct.pack("<I", entry.CRC), struct.pack("<I", zlib.crc32(b" " * 1000))
    assert whole.count(told) == 2
    return whole.replace(told, small).replace(right, wrong)
