"""Traps that are too long, or too packed, to lie beside the others in `traps/`."""

import io
import zipfile
from datetime import UTC, datetime

import xlsxwriter

HEADER = "SKU,Description,Qty On Hand,Unit Cost,Retail Price,Last Sale"
ROWS = (
    "00101,Hammer 16 oz,4,5.50,9.99,11/13/2026",
    "00102,Café table,-2,1200.50,1899.00,10/31/2026",
    '00103,"Pipe, 3/4 in",0,0.75,1.99,',
)
PLAIN_ROWS = 60_000
"""Rows of at least 36 bytes that make more than two megabytes."""


def blank_rows_at_the_end() -> bytes:
    return "\n".join([HEADER, *ROWS, *[",,,,,"] * 221_707]).encode()


def _after_megabytes(last: bytes, mark: bytes = b",") -> bytes:
    plain = b"".join(b"P%06d,a plain hammer of steel,1,2,3,\n" % at for at in range(PLAIN_ROWS))
    return (HEADER.encode() + b"\n" + plain).replace(b",", mark) + last


def windows_1252_after_megabytes() -> bytes:
    return _after_megabytes(ROWS[1].encode("cp1252"))


def utf_8_after_megabytes() -> bytes:
    return _after_megabytes(ROWS[1].encode())


def utf_16_without_mark_after_megabytes() -> bytes:
    return _after_megabytes(ROWS[1].encode()).decode().encode("utf-16-le")


def quotes_after_megabytes() -> bytes:
    return _after_megabytes(ROWS[2].encode())


def decimal_commas_after_megabytes() -> bytes:
    return _after_megabytes("00102;Café table;-2;1.200,50;1.899,00;31.10.2026".encode(), b";")


def ambiguous_lines_before_megabytes() -> bytes:
    """Eighty lines that commas cut as evenly as semicolons do; the rest tells."""
    head = "".join(f"Q{at:02},1;a plain hammer, steel;1,0;2,0;3,0;\n" for at in range(80))
    text = _after_megabytes(b"", b";").decode()
    header, rows = text.split("\n", 1)
    last = "00102;Café table;-2;1200,50;1899,00;31.10.2026"
    return f"{header}\n{head}{rows}{last}\n".encode()


Sheet = list[list[object]]


def _stock() -> Sheet:
    return [
        [*HEADER.split(",")],
        ["00101", "Hammer 16 oz", 4, 5.5, 9.99, datetime(2026, 11, 13, tzinfo=UTC)],
        ["00102", "Café table", -2, 1200.5, 1899, datetime(2026, 10, 31, tzinfo=UTC)],
        ["00103", "Pipe, 3/4 in", 0, 0.75, 1.99, None],
    ]


class _Book:
    """A workbook being written."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True, "remove_timezone": True})
        self.day = self.book.add_format({"num_format": "mm/dd/yyyy"})

    def add(self, name: str, rows: Sheet) -> xlsxwriter.worksheet.Worksheet:
        """Add a sheet."""
        sheet = self.book.add_worksheet(name)
        for at, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(at, place, value, self.day)
                else:
                    sheet.write(at, place, value)
        return sheet

    def bytes(self) -> bytes:
        """The finished file."""
        self.book.close()
        return self.out.getvalue()


def _workbook(rows: Sheet) -> bytes:
    book = _Book()
    book.add("Stock", rows)
    return book.bytes()


def workbook() -> bytes:
    return _workbook(_stock())


def workbook_with_several_sheets() -> bytes:
    book = _Book()
    book.add("Notes", [["Counted by", "Ann"]])
    book.add("Stock", _stock())
    return book.bytes()


def workbook_with_hidden_rows() -> bytes:
    book = _Book()
    book.add("Stock", _stock()).set_row(2, None, None, {"hidden": True})
    return book.bytes()


def workbook_with_formulas() -> bytes:
    book = _Book()
    sheet = book.add("Stock", _stock())
    sheet.write_formula("C2", "=2+2", None, 4)
    sheet.write_formula("D3", "=1200.5", None, "")
    sheet.write_formula("E4", "=1/0", None, "#DIV/0!")
    return book.bytes()


def workbook_with_dates_as_numbers() -> bytes:
    rows = _stock()
    rows[1][5], rows[2][5] = 46339, 46326.75
    return _workbook(rows)


def workbook_with_ids_as_numbers() -> bytes:
    return _workbook(
        [
            ["SKU", "UPC", "Qty On Hand"],
            [101, 12345678905, 4],
            [102, 8712345678906, 5],
        ]
    )


def workbook_cut_short() -> bytes:
    return workbook()[:3000]


def zip_of_one_file() -> bytes:
    return _zipped(**{"stock.csv": "\n".join([HEADER, *ROWS]).encode()})


def zip_cut_short() -> bytes:
    return zip_of_one_file()[:150]


def zip_bomb() -> bytes:
    """A file of zeros whose directory says that it holds three gigabytes."""
    packed = bytearray(_zipped(**{"stock.csv": bytes(2**20)}))
    entry = packed.index(b"PK\x01\x02")
    packed[entry + 24 : entry + 28] = (3 * 2**30).to_bytes(4, "little")
    return bytes(packed)


def _zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
