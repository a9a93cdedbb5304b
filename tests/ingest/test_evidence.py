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
    "pointed": lambda i: f"P{10 + i}.25",
    "story": lambda i: (
        f"Drives nails of {i} sizes and lasts, forged in one piece, "
        "with a handle of hickory that is easy on the hand."
    ),
    "group": lambda i: ("Tools", "Paint", "Garden")[i % 3],
    "part": lambda i: ("Saws", "Stains", "Bulbs", "Pliers", "Enamels", "Hoses")[i % 6],
    "place": lambda i: f"A{i:02d}-{1 + i % 4}",
    "shop": lambda i: ("Main St", "North")[i % 2],
    "measure": lambda i: ("EA", "BX")[i % 2],
    "sixes": lambda i: 100_003 + (i * 7919) % 800_000,
    "grade": lambda i: "ABC"[i % 3],
    "kind": lambda i: ("Stock", "Non-stock")[i % 2],
    "state": lambda i: ("In Stock", "Out of Stock")[i % 2],
    "tagline": lambda i: f"Drives nails of {i} sizes",
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
        ({"Name": "id", "Description": "name", "QOH": "units"}, ["sku", "description", "on_hand"]),
        ({"PN": "id", "Part": "name", "QOH": "units"}, ["sku", "description", "on_hand"]),
        ({"Code": "id", "Feed / Item": "name", "OH": "units"}, ["sku", "description", "on_hand"]),
        ({"Item No": "pointed", "OH": "units"}, ["sku", "on_hand"]),
        ({"SKU": "id", "Name": "name", "Description": "story", "OH": "units"},
         ["sku", "description", None, "on_hand"]),
        ({"SKU": "id", "Name": "name", "Description": "tagline", "OH": "units"},
         ["sku", "description", None, "on_hand"]),
        ({"SKU": "id", "Description": "tagline", "Product_Name": "name", "OH": "units"},
         ["sku", None, "description", "on_hand"]),
        ({"SKU": "id", "Name": "group", "Description": "name", "OH": "units"},
         ["sku", None, "description", "on_hand"]),
        ({"SKU": "id", "Short_Name": "tagline", "Description": "name", "OH": "units"},
         ["sku", None, "description", "on_hand"]),
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
        ({"SKU": "id", "OH": "units", "Category": "part", "Group": "group"},
         ["sku", "on_hand", "fineline", "department"]),
        ({"SKU": "id", "OH": "units", "Class": "group", "Sub_Class": "part"},
         ["sku", "on_hand", "department", "fineline"]),
        ({"SKU": "id", "OH": "units", "Class": "part", "Type": "group"},
         ["sku", "on_hand", "fineline", "department"]),
        ({"SKU": "id", "OH": "units", "Warehouse": "shop", "Location_ID": "place"},
         ["sku", "on_hand", "store_id", "bin"]),
        ({"SKU": "id", "OH": "units", "Whse_Loc": "place"}, ["sku", "on_hand", "bin"]),
        ({"SKU": "id", "OH": "units", "Unit_of_Sale": "measure"},
         ["sku", "on_hand", "stocking_unit"]),
        ({"Scan_Code": "ean", "Vendor_Item": "sixes", "OH": "units"}, ["sku", None, "on_hand"]),
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


@pytest.mark.parametrize(
    ("header", "cells"),
    [("OH", "12345678901{i}"), ("Min", "4006381{i:06}"), ("Damaged", "87112535{i:05}")],
)
def test_long_numbers_are_no_units(upload: Make, header: str, cells: str) -> None:
    lines = [f"SKU,QOH,{header}"] + [f"A{1000 + i * 7},{i % 5}," for i in range(40)]
    text = "\n".join([lines[0], *(line + cells.format(i=i) for i, line in enumerate(lines[1:]))])
    assert used(upload(text + "\n"))[header] is None


@pytest.mark.parametrize("header", ["Sell By", "Season", "Vendor", "Bin"])
def test_dates_are_no_names(upload: Make, header: str) -> None:
    lines = [f"SKU,QOH,{header}"]
    lines += [f"A{1000 + i * 7},{i % 5},2026-10-{10 + i % 7}" for i in range(40)]
    assert used(upload("\n".join(lines) + "\n"))[header] is None


def test_days_in_words_are_no_names_of_items(upload: Make) -> None:
    lines = [
        f'A{1000 + i * 7},{i % 5},{CELLS["name"](i)},"May {1 + i % 28:02d}, 20{10 + i % 15}"'
        for i in range(40)
    ]
    uses = used(upload("\n".join(["SKU,QOH,Vorfil,Umbal", *lines, ""])))
    assert (uses["Vorfil"], uses["Umbal"]) == ("description", None)


@pytest.mark.parametrize("header", ["Member Price", "Dealer", "Trade Price"])
def test_a_price_to_some_customers_stays_a_doubt_as_a_cost(upload: Make, header: str) -> None:
    text = table(SKU="id", OH="units", Retail="price", **{header: "cost"})
    found = {use.header: use for use in recognise(upload(text)).columns}[header]
    assert found.canonical is None or found.doubtful


@pytest.mark.parametrize(
    ("others", "asked"),
    [
        ({"Value": "sum"}, True),
        ({"Retail_Value": "sum"}, False),
        ({"Value": "sum", "Last_Cost": "cost"}, False),
        ({"Value": "dollars"}, False),
    ],
)
def test_a_plain_price_that_the_stock_is_valued_by_is_asked_about(
    *, others: dict[str, str], asked: bool, upload: Make
) -> None:
    uses = recognise(upload(table(SKU="id", OH="units", Unit_Price="each", **others))).columns
    price = next(use for use in uses if use.header == "Unit Price")
    assert (price.canonical, price.doubtful) == ("retail_price", asked)
