import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from profit_sentinel.domain.intake import Intake, UnusableFileError
from profit_sentinel.ingest.table import MOST_COLUMNS
from profit_sentinel.ingest.unpacking import check_workbook

Rows = list[list[object]]


def workbook(**sheets: Rows) -> bytes:
    """Write sheets of rows; dates as spreadsheets keep them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True}) as book:
        day = book.add_format({"num_format": "mm/dd/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, datetime):
                        sheet.write_datetime(index, place, value, day)
                    else:
                        sheet.write(index, place, value)
    return out.getvalue()


STOCK: Rows = [
    ["Example Hardware"],
    [],
    ["SKU", "Qty On Hand", "Unit Cost", "Last Sale"],
    [12345, 4, 5.5, datetime(2026, 11, 1, tzinfo=UTC)],
    ["00012", "(3)", 0.1, 46327],
    ["00013", "#N/A", None, None],
]


def test_a_sheet_is_read_below_its_banner(take: Callable[..., Intake]) -> None:
    intake = take(workbook(Stock=STOCK), "stock.xlsx")
    assert intake.frame["sku"].to_list() == ["12345", "00012", "00013"]
    assert intake.frame["on_hand"].to_list() == [4.0, -3.0, None]
    assert intake.frame["source_row"].to_list() == [4, 5, 6]
    assert intake.frame["last_sale_date"].to_list() == [date(2026, 11, 1), date(2026, 11, 1), None]


def test_the_sheet_most_like_a_stock_list_is_taken(take: Callable[..., Intake]) -> None:
    notes: Rows = [["Note", "By"], ["hello", "Ann"]]
    intake = take(workbook(Notes=notes, Stock=STOCK, Empty=[]), "stock.xlsx")
    assert intake.sources[0].recognition.sheet == "Stock"
    assert intake.sources[0].recognition.encoding is None


def test_a_workbook_is_told_by_its_content(take: Callable[..., Intake]) -> None:
    assert take(workbook(Stock=STOCK), "stock.csv").frame.height == 3


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_cut_short_is_refused(take: Callable[..., Intake], part: float) -> None:
    whole = workbook(Stock=STOCK)
    with pytest.raises(UnusableFileError, match="cut short"):
        take(whole[: int(len(whole) * part)], "stock.xlsx")


def test_a_workbook_without_a_table_is_refused(take: Callable[..., Intake]) -> None:
    with pytest.raises(UnusableFileError, match="no row that names columns"):
        take(workbook(Empty=[], Note=[["hello"]]), "stock.xlsx")


def test_a_workbook_wider_than_any_stock_list_is_refused_before_it_is_opened() -> None:
    long_names: list[object] = [f"a column of a damaged line {n}" for n in range(MOST_COLUMNS + 1)]
    most = 2**30
    check_workbook("a.xlsx", workbook(Stock=[*STOCK, long_names[:-1], long_names[:-1]]), most)
    with pytest.raises(UnusableFileError, match=f"a table of {MOST_COLUMNS + 1:,} columns"):
        check_workbook("a.xlsx", workbook(Stock=[*STOCK, long_names]), most)


def test_a_cell_far_beside_the_list_is_no_wide_table() -> None:
    far: list[object] = [None] * (3 * MOST_COLUMNS)
    check_workbook("a.xlsx", workbook(Stock=[*STOCK, [*far, "note"]]), 2**30)
