"""Every trap met in real files, and what is to be made of it.

To add one: lay a file in `traps/`, or write a function in `trap_builders.py`, and say in `TRAPS`
what it holds. Most traps spoil the same three rows, so that most say nothing but their name.
"""

import inspect
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ingest import trap_builders
from ingest.accounting import assert_no_row_is_lost
from profit_sentinel.domain.intake import Intake, UnusableFileError
from profit_sentinel.ingest.problems import LEFT_OUT

FOLDER = Path(__file__).with_name("traps")
NAMES = ("sku", "description", "on_hand", "unit_cost", "retail_price", "last_sale_date")
HAMMER = ("00101", "Hammer 16 oz", 4.0, 5.5, 9.99, date(2026, 11, 13))
TABLE = ("00102", "Café table", -2.0, 1200.5, 1899.0, date(2026, 10, 31))
PIPE = ("00103", "Pipe, 3/4 in", 0.0, 0.75, 1.99, None)
DAYS = (date(2026, 11, 13), date(2026, 10, 31), date(2026, 1, 2), None)
LOST = "left unknown"
PLAIN = trap_builders.PLAIN_ROWS


class Read(NamedTuple):
    """What is read of a file.

    Attributes:
        rows: Rows of the frame in the order of the file; of a long file, its last rows.
        names: Their columns.
        problems: Row, column, value and a piece of the reason of each problem.
        note: A piece of what is said of the file.
        total: Rows below the header, blank ones apart; None when they are those of `rows` and
            those left out.
        delimiter: What stands between cells.
        encoding: How the text is written.
    """

    rows: tuple[tuple[object, ...], ...] = (HAMMER, TABLE, PIPE)
    names: tuple[str, ...] = NAMES
    problems: tuple[tuple[int, str | None, str | None, str], ...] = ()
    note: str = ""
    total: int | None = None
    delimiter: str | None = ","
    encoding: str | None = "utf-8"


class Refused(NamedTuple):
    """A piece of what is found in a file that is refused, and of what is worth trying."""

    found: str
    attempt: str


SHEET = Read(delimiter=None, encoding=None)
TABBED = Read(delimiter="\t")
DATED = ("sku", "last_sale_date")


def dated(*days: date | None) -> Read:
    """Rows that differ in their date only."""
    return Read(tuple((f"D{at}", day) for at, day in enumerate(days, start=1)), DATED)


def last(row: tuple[object, ...], **known: Any) -> Read:
    """Two megabytes of plain rows and one that tells."""
    return Read((row,), total=PLAIN + 1)._replace(**known)


TRAPS: dict[str, Read | Refused] = {
    "comma.csv": Read(),
    "semicolon.csv": Read(delimiter=";"),
    "tab.txt": TABBED,
    "pipe.txt": Read(delimiter="|"),
    "byte_order_mark.csv": Read(),
    "utf_16_le_with_mark.csv": TABBED._replace(encoding="utf-16-le"),
    "utf_16_be_with_mark.csv": TABBED._replace(encoding="utf-16-be"),
    "utf_16_le_without_mark.csv": TABBED._replace(encoding="utf-16-le"),
    "utf_16_be_without_mark.csv": TABBED._replace(encoding="utf-16-be"),
    "windows_1252.csv": Read(encoding="windows-1252"),
    "mac_roman.csv": Read(encoding="mac-roman"),
    "two_encodings.csv": Read(
        (("00101", "Crème Crépe", *HAMMER[2:]), TABLE, PIPE),
        problems=((3, None, None, "written in Windows-1252"),),
    ),
    "undefined_bytes.csv": Read(
        (("00101", "Hammer \ufffd 16 oz", *HAMMER[2:]), TABLE, PIPE),
        problems=((2, None, None, "bytes that are no character"),),
        encoding="windows-1252",
    ),
    "zero_bytes.csv": Read(note="1 zero byte was left out"),
    "windows_line_ends.csv": Read(),
    "windows_1252_after_megabytes": last(TABLE, encoding="windows-1252"),
    "utf_8_after_megabytes": last(TABLE),
    "utf_16_without_mark_after_megabytes": last(TABLE, encoding="utf-16-le"),
    "quotes_after_megabytes": last(PIPE),
    "decimal_commas_after_megabytes": last(TABLE, delimiter=";"),
    "ambiguous_lines_before_megabytes": last(TABLE, delimiter=";", total=80 + PLAIN + 1),
    "banner_of_7_rows.csv": Read(),
    "banner_of_15_rows.csv": Read(),
    "totals_below.csv": Read(
        problems=(
            (5, "SKU", None, "no SKU"),
            (6, "SKU", "Subtotal", "a total"),
            (7, "SKU", "Grand Total:", "a total"),
            (9, "SKU", "Printed by ANN", LEFT_OUT),
            (10, "SKU", "End of report", LEFT_OUT),
        )
    ),
    "blank_rows_at_the_end": Read(),
    "repeated_headers.csv": Read(
        problems=(
            (5, "SKU", "Example Hardware", "nothing but a SKU"),
            (6, "SKU", "SKU", "the header again"),
        )
    ),
    "quoted_headers_with_commas.csv": Read(),
    "header_on_two_lines.csv": Read(),
    "unnamed_index.csv": Read(),
    "many_cells_quoted.csv": Read(),
    "inch_marks.csv": Read(
        (
            ("I1", '1/2" PVC', 4.0),
            ("I2", '3/4" x 2, long', 5.0),
            ("I3", '"6 in. pipe', 6.0),
            ("I4", '"8 in. pipe', 7.0),
            ("I5", 'a 2"', 8.0),
        ),
        NAMES[:3],
    ),
    "text_on_several_lines.csv": Read((("L1", "two lines", 4.0), ("L2", "one", 5.0)), NAMES[:3]),
    "rows_too_long_and_too_short.csv": Read(
        (("R1", 3.0, 4.0), ("R2", 4.0, None), ("R3", 5.0, 5.5)),
        ("sku", "on_hand", "unit_cost"),
        ((2, None, "5.50", "more cells"), (4, None, "note", "more cells")),
    ),
    "another_delimiter_below.csv": Read(
        (("S1", 4.0), ("S3", 6.0)),
        ("sku", "on_hand"),
        ((3, "SKU", "S2;Tee;5", "nothing but a SKU"),),
    ),
    "number_forms.csv": Read(
        (
            ("N1", 1200.0, 1200.5, 1899.0),
            ("N2", -3.0, 5.0, 9.99),
            ("N3", -3.0, 0.75, 9.99),
            ("N4", 12.0, 90.75, 9.99),
            ("N5", None, None, None),
            ("N6", -7.0, 5.0, 1234.5),
            ("N7", None, None, None),
            ("N8", None, None, None),
            ("N9", None, 5.0, 9.99),
        ),
        ("sku", "on_hand", "unit_cost", "retail_price"),
        (
            (6, "Qty On Hand", "#N/A", LOST),
            (9, "Qty On Hand", "plenty", LOST),
            (10, "Qty On Hand", "99999999999", "too large to be true"),
            (6, "Unit Cost", "#REF!", LOST),
            (9, "Unit Cost", "call", LOST),
            (6, "Retail Price", "#DIV/0!", LOST),
            (9, "Retail Price", "9.9.9.9", LOST),
        ),
        delimiter="|",
    ),
    "decimal_commas.csv": Read(delimiter=";"),
    "dates_compact.csv": dated(*DAYS[:2], None, None),
    "dates_two_digit_years.csv": dated(*DAYS[:2], date(1999, 1, 2), None),
    "dates_day_first.csv": dated(*DAYS),
    "dates_month_names.csv": dated(*DAYS[:3], date(2026, 1, 5)),
    "dates_iso_with_time.csv": dated(*DAYS),
    "dates_excel_serials.csv": dated(*DAYS),
    "dates_impossible.csv": dated(DAYS[0], None, None, None)._replace(
        problems=(
            (3, "Last Sale", "02/30/2026", LOST),
            (4, "Last Sale", "13/13/2026", LOST),
            (5, "Last Sale", "soon", LOST),
        )
    ),
    "one_row_decides_the_day_order.csv": Read(
        (
            *((f"O{day}", date(2026, day % 5 + 1, day)) for day in range(1, 9)),
            ("O9", date(2026, 10, 31)),
        ),
        DATED,
    ),
    "another_column_decides_the_day_order.csv": Read(
        (("C1", date(2026, 4, 3)), ("C2", date(2026, 6, 5))), DATED
    ),
    "nothing_decides_the_day_order.csv": Read(
        (("C1", date(2026, 3, 4)), ("C2", date(2026, 5, 6))),
        DATED,
        note="Last Sale is read month first",
    ),
    "ids_like_numbers.csv": Read(
        (
            ("000123", "012345678905", "1E5", "1-2"),
            ("123", "8712345678906", "0007", "10/12"),
            ("0042", "012345678912", "3.10", "007"),
        ),
        ("sku", "barcode", "maker_part", "bin"),
    ),
    "ids_rounded_by_a_spreadsheet.csv": Read(
        (("00102", None),),
        ("sku", "barcode"),
        (
            (2, "SKU", "1.23E+11", "rounded by a spreadsheet"),
            (4, "SKU", "1,23E+11", "rounded by a spreadsheet"),
            (3, "UPC", "8.71235E+12", "rounded by a spreadsheet"),
        ),
    ),
    "ids_made_fractional.csv": Read((("101", "12345678905"), ("102", None)), ("sku", "barcode")),
    "not_stocked_as_text.csv": Read(
        (("Main Street", "HM-16", 4.0),),
        ("store_id", "sku", "on_hand"),
        ((3, "On hand (current)", "not stocked", "no stock"),),
    ),
    "untracked_as_zero.csv": Read(
        (("HM-16", 0.0), ("SV-1", None), ("GC-1", 3.0)),
        ("sku", "on_hand"),
        ((3, None, None, "not tracked"),),
    ),
    "same_sku_twice.csv": Read(
        (("1", "A", 4.0 + 3.0, date(2026, 11, 20)), ("2", "A", 9.0, date(2026, 11, 2))),
        ("store_id", "sku", "on_hand", "last_sale_date"),
        ((3, "sku", "A", "the same SKU in the same store"),),
        note="1 row repeats a SKU",
        total=3,
    ),
    "formula_texts.csv": Read(
        (("1+1", "=cmd|' /C calc'!A0", 4.0), ("+44", "@SUM(A1)", 5.0)), NAMES[:3]
    ),
    "workbook": SHEET,
    "workbook_with_several_sheets": SHEET,
    "workbook_with_hidden_rows": SHEET._replace(note="1 row is hidden in the sheet"),
    "workbook_with_formulas": SHEET._replace(
        rows=(HAMMER, (*TABLE[:3], None, *TABLE[4:]), (*PIPE[:4], None, None)),
        problems=(
            (3, "Unit Cost", None, "a formula without a value"),
            (4, "Retail Price", "#DIV/0!", "an error of the spreadsheet"),
        ),
    ),
    "workbook_with_dates_as_numbers": SHEET,
    "workbook_with_ids_as_numbers": SHEET._replace(
        rows=(("101", "12345678905"), ("102", "8712345678906")), names=("sku", "barcode")
    ),
    "zip_of_one_file": Read(),
    "workbook_cut_short": Refused("cut short", "send the file again"),
    "zip_cut_short": Refused("cut short", "send the file again"),
    "zip_bomb": Refused("", ""),
    "binary.csv": Refused("not text", "export the list again"),
    "empty.csv": Refused("an empty file", "export the list again"),
    "header_only.csv": Refused("no rows below it", "with all items"),
    "web_page.xls": Refused("a web page", "save it as .xlsx or CSV"),
    "old_workbook.xls": Refused("of the old kind", "save it as .xlsx or CSV"),
}

Build = Callable[[], bytes]


def _built() -> dict[str, Build]:
    made = inspect.getmembers(trap_builders, inspect.isfunction)
    return {name: build for name, build in made if not name.startswith("_")}


def _data(trap: str) -> bytes:
    build = _built().get(trap)
    return build() if build else (FOLDER / trap).read_bytes()


READ = {trap: expected for trap, expected in TRAPS.items() if isinstance(expected, Read)}
REFUSED = {trap: expected for trap, expected in TRAPS.items() if isinstance(expected, Refused)}


@pytest.mark.parametrize("trap", READ)
def test_a_trap_is_read_right(trap: str, take: Callable[..., Intake]) -> None:
    expected, intake = READ[trap], take(_data(trap), trap)
    rows = intake.frame.sort("source_row").select(expected.names).rows()
    assert tuple(rows[-len(expected.rows) :]) == expected.rows
    left_out = sum(LEFT_OUT in reason for reason in intake.problems["reason"])
    assert_no_row_is_lost(intake, expected.total or len(rows) + left_out)
    recognition = intake.sources[0].recognition
    assert (recognition.delimiter, recognition.encoding) == expected[-2:]
    assert expected.note in " ".join(intake.sources[0].notes)


@pytest.mark.parametrize("trap", READ)
def test_what_a_trap_spoils_is_reported(trap: str, take: Callable[..., Intake]) -> None:
    expected, found = READ[trap].problems, take(_data(trap), trap).problems.rows()
    assert [row[1:4] for row in found] == [problem[:3] for problem in expected]
    assert all(why in row[4] for row, (*_, why) in zip(found, expected, strict=True))


@pytest.mark.parametrize("trap", REFUSED)
def test_a_trap_is_refused_clearly(trap: str, take: Callable[..., Intake]) -> None:
    with pytest.raises(UnusableFileError) as refused:
        take(_data(trap), trap)
    assert REFUSED[trap].found in refused.value.found
    assert REFUSED[trap].attempt in refused.value.attempt
    assert refused.value.needed


def test_every_file_and_every_builder_is_in_the_table() -> None:
    assert {path.name for path in FOLDER.iterdir()} | set(_built()) == set(TRAPS)
