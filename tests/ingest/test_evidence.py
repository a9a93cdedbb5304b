"""Rules of values, each on a table made for it: forty items whose figures agree."""

from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import FileKind, Upload
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]

CELLS: dict[str, Callable[[int], object]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "number": lambda i: i,
    "none": lambda _: "",
    "name": lambda i: f"Claw hammer {i} oz",
    "group": lambda i: ("Tools", "Paint", "Garden")[i % 3],
    "grade": lambda i: "ABC"[i % 3],
    "kind": lambda i: ("Stock", "Non-stock")[i % 2],
    "state": lambda i: ("In Stock", "Out of Stock")[i % 2],
    "note": lambda i: "call Bob first" if i % 9 == 0 else "",
    "units": lambda i: i % 7,
    "cost": lambda i: f"{i + 0.37:.2f}",
    "price": lambda i: f"{2 * i + 0.95:.2f}",
    "each": lambda i: f"{1 + i % 9 + 0.37:.2f}",
    "sum": lambda i: f"{(i % 7) * (1 + i % 9 + 0.37):.2f}",
    "dollars": lambda i: f"{(i % 7) * (2 * i + 0.95):.2f}",
    "day": lambda i: f"2026-03-{1 + i % 28:02d}",
    "six": lambda i: f"03{1 + i % 28:02d}26",
    "reais": lambda i: f"R$ {i + 0.37:.2f}".replace(".", ","),
    "packs": lambda i: f"{i % 7} Stück",
    "ean": lambda i: f"40063813339{i:02d}",
}


def table(**columns: str) -> str:
    """A file with a column per header; underscores stand for blanks."""
    lines = [";".join(name.replace("_", " ").strip() for name in columns)]
    lines += [";".join(str(CELLS[kind](i)) for kind in columns.values()) for i in range(1, 41)]
    return "\n".join(lines) + "\n"


def used(upload: Upload) -> dict[str, str | None]:
    return {use.header: use.canonical for use in recognise(upload).columns}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"Name": "id", "Display_Name": "name", "QOH": "units"}, ["sku", "description", "on_hand"]),
        ({"PN": "id", "Part": "name", "QOH": "units"}, ["sku", "description", "on_hand"]),
        ({"Code": "id", "Feed / Item": "name", "OH": "units"}, ["sku", "description", "on_hand"]),
        ({"SKU": "id", "Name": "name", "Description": "note", "OH": "units"},
         ["sku", "description", None, "on_hand"]),
        ({"Description": "id", "Item": "name", "OH": "units"}, ["sku", "description", "on_hand"]),
        ({"No": "number", "Part": "id", "OH": "units"}, [None, "sku", "on_hand"]),
        ({"Item": "number", "Code": "id", "OH": "units"}, [None, "sku", "on_hand"]),
        ({"Item": "id", "Code": "number", "OH": "units"}, ["sku", None, "on_hand"]),
        ({"SKU": "id", "Physical_Stock": "packs", "System_Stock": "units"},
         ["sku", None, "on_hand"]),
        ({"SKU": "id", "OH": "units", "Class": "grade"}, ["sku", "on_hand", None]),
        ({"SKU": "id", "OH": "units", "Type": "kind"}, ["sku", "on_hand", None]),
        ({"SKU": "id", "OH": "units", "Stock_Status": "state"}, ["sku", "on_hand", None]),
        ({"SKU": "id", "OH": "units", "Type": "group"}, ["sku", "on_hand", "department"]),
        ({"SKU": "id", "OH": "units", "Dealer": "cost", "Retail": "price"},
         ["sku", "on_hand", "unit_cost", "retail_price"]),
        ({"SKU": "id", "OH": "units", "Dealer": "price", "Retail": "cost"},
         ["sku", "on_hand", None, "retail_price"]),
        ({"SKU": "id", "OH": "units", "Cost": "sum", "Each": "each"},
         ["sku", "on_hand", None, "unit_cost"]),
        ({"SKU": "id", "Units": "units", "Inventory": "sum", "Cost": "each"},
         ["sku", "on_hand", None, "unit_cost"]),
        ({"SKU": "id", "OH": "units", "Cost": "sum"}, ["sku", "on_hand", None]),
        ({"SKU": "id", "OH": "units", "Price": "cost", "Retail": "price"},
         ["sku", "on_hand", "unit_cost", "retail_price"]),
        ({"SKU": "id", "OH": "units", "Unit_Cost": "cost", "Last_Cost": "cost"},
         ["sku", "on_hand", "average_cost", "unit_cost"]),
        ({"SKU": "id", "OH": "units", "YTD_Sales": "dollars", "YTD_Units": "units"},
         ["sku", "on_hand", "sales_dollars_ytd", "sold_ytd"]),
        ({"SKU": "id", "OH": "units", "Sale_Price": "price"}, ["sku", "on_hand", "retail_price"]),
        ({"SKU": "id", "OH": "units", "LAST SLD": "six"}, ["sku", "on_hand", "last_sale_date"]),
        ({"SKU": "id", "OH": "packs", "Cost": "reais"}, ["sku", "on_hand", "unit_cost"]),
    ],
)  # fmt: skip
def test_values_decide_where_words_do_not(
    columns: dict[str, str], expected: list[str | None], upload: Make
) -> None:
    assert list(used(upload(table(**columns))).values()) == expected


def test_a_bare_quantity_beside_dates_of_items_is_a_stock_list(upload: Make) -> None:
    text = table(SKU="id", Quantity="units", Date="day", Order_Qty="units", Cost="cost")
    assert recognise(upload(text)).kind is FileKind.INVENTORY


@pytest.mark.parametrize(("others", "column"), [({}, "on_hand"), ({"Committed": "units"}, None)])
def test_what_is_available_stands_in_for_the_stock(
    others: dict[str, str], column: str | None, upload: Make
) -> None:
    assert used(upload(table(SKU="id", Available="units", **others)))["Available"] == column


def test_a_column_without_values_counts_no_rows(upload: Make) -> None:
    text = table(Item="none", Description="name", OH="units")
    assert used(upload(text))["OH"] == "on_hand"


def test_units_sold_are_no_unit_of_measure(upload: Make) -> None:
    assert used(upload(table(SKU="id", OH="units", Unit_Sales="units")))["Unit Sales"] is None
