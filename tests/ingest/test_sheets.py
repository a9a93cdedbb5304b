import io
from collections.abc import Callable

import pytest
import xlsxwriter

from profit_sentinel.domain.intake import Intake

Take = Callable[..., Intake]
Rows = list[list[object]]
HEADER: list[object] = ["SKU", "Description", "Qty On Hand", "Unit Cost"]


def sheet(*quantities: float, first: int = 100, header: list[object] = HEADER) -> Rows:
    """A stock list of items numbered from `first`."""
    items = [[first + n, f"ITEM {first + n}", held, 2.5] for n, held in enumerate(quantities)]
    return [header, *items]


def book(**sheets: Rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for index, row in enumerate(rows):
                page.write_row(index, 0, row)
    return out.getvalue()


def test_a_sheet_per_store_is_a_store_named_by_its_sheet(take: Take) -> None:
    intake = take(book(North=sheet(3, 4, 5), South=sheet(1, 0, 7)), "book.xlsx")
    assert intake.frame.select("store_id", "sku", "on_hand").rows() == [
        ("North", "100", 3.0), ("North", "101", 4.0), ("North", "102", 5.0),
        ("South", "100", 1.0), ("South", "101", 0.0), ("South", "102", 7.0),
    ]  # fmt: skip
    assert [source.name for source in intake.sources] == ["book.xlsx: North", "book.xlsx: South"]
    assert "Every sheet is taken as a store" in " ".join(intake.sources[0].notes)


def test_problems_name_the_sheet(take: Take) -> None:
    bad = sheet(1, 0, 7)
    bad[2][2] = "many"
    intake = take(book(North=sheet(3, 4, 5), South=bad), "book.xlsx")
    assert intake.problems.select("file", "row").rows() == [("book.xlsx: South", 3)]


def test_sheets_without_a_common_item_are_one_store(take: Take) -> None:
    intake = take(book(Plumbing=sheet(3, 4), Paint=sheet(1, 2, first=500)), "book.xlsx")
    assert intake.frame["store_id"].unique().to_list() == ["main"]
    assert intake.frame.height == 4


def test_a_column_names_the_store_before_the_sheet_does(take: Take) -> None:
    rows = sheet(3, 4)
    stores = [["Store", *rows[0]], *(["7", *row] for row in rows[1:])]
    others = [["Store", *rows[0]], *(["8", *row] for row in rows[1:])]
    intake = take(book(A=stores, B=others), "book.xlsx")
    assert sorted(intake.frame["store_id"].unique()) == ["7", "8"]


@pytest.mark.parametrize("view", ["Reorder", "Copy"])
def test_a_view_of_a_sheet_is_not_counted_again(take: Take, view: str) -> None:
    rows = sheet(3, 4, 5, 6)
    again = rows[:3] if view == "Reorder" else rows
    intake = take(book(**{"Stock": rows, view: again}), "book.xlsx")
    assert intake.frame["on_hand"].sum() == 18
    assert intake.sources[0].notes[0] == f"Only the sheet Stock is read, not {view}."


@pytest.mark.parametrize("other", ["Last month", "2025-12-31", "Nov", "Q3"])
def test_a_sheet_of_another_time_is_no_store(take: Take, other: str) -> None:
    intake = take(book(**{"Stock": sheet(3, 4, 5), other: sheet(9, 9, 9)}), "book.xlsx")
    assert intake.frame["on_hand"].sum() == 12


def test_a_sheet_of_another_form_is_left_out(take: Take) -> None:
    summary: Rows = [["Department", "Qty On Hand"], ["PAINT", 12], ["TOOLS", 4]]
    intake = take(book(Stock=sheet(3, 4, 5), Summary=summary), "book.xlsx")
    assert [source.name for source in intake.sources] == ["book.xlsx"]
    assert intake.frame.height == 3


@pytest.fixture
def charted() -> bytes:
    """A workbook with a stock list, a sheet that is a chart, an empty one and a hidden one."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        made.add_worksheet("Empty")
        page = made.add_worksheet("Stock")
        for index, row in enumerate(sheet(3, 4, 5)):
            page.write_row(index, 0, row)
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "=Stock!$C$2:$C$4"})
        made.add_chartsheet("Chart").set_chart(chart)
        hidden = made.add_worksheet("Lists")
        hidden.write_column(0, 0, ["Colours", "red", "blue"])
        hidden.hide()
    return out.getvalue()


def test_sheets_that_are_no_tables_are_passed_over(charted: bytes, take: Take) -> None:
    intake = take(charted, "book.xlsx")
    assert intake.frame["on_hand"].to_list() == [3, 4, 5]
    assert [source.name for source in intake.sources] == ["book.xlsx"]


def test_every_row_of_every_sheet_is_used_or_told(take: Take) -> None:
    south = [*sheet(1, 0, 7), ["Total", "", 8, ""]]
    intake = take(book(North=sheet(3, 4, 5), South=south), "book.xlsx")
    assert [(source.rows_read, source.rows_used) for source in intake.sources] == [(3, 3), (4, 3)]
    assert intake.problems.select("file", "row").rows() == [("book.xlsx: South", 5)]
