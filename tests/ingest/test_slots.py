"""Columns that nothing says clearly, taken by what a header may say besides, on forty items."""

from collections.abc import Callable

import pytest

from listed import text_of, uses_of
from profit_sentinel.domain.intake import ColumnUse, FileKind, Upload
from profit_sentinel.ingest.recognise import recognise
from profit_sentinel.ingest.words import other_columns, spare_columns

Make = Callable[..., Upload]
KINDS = ("Hammer", "Rake", "Valve", "Paint")
ROOMS = ("Tools", "Garden", "Plumbing", "Decor")


def cost(i: int) -> float:
    return round(1.37 + i * 0.83, 2)


def price(i: int) -> float:
    return round(cost(i) * (1.3 + (i * 5 % 7) / 10), 2)


def barcode(i: int) -> str:
    digits = f"40{i * 7919:09}"
    return digits + str(-sum(int(d) * (3, 1)[at % 2] for at, d in enumerate(digits)) % 10)


CELLS: dict[str, Callable[[int], object]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "part": lambda i: f"{'XKQZ'[i * 3 % 4]}{i * 37 % 1000:03}-{i}",
    "fifths": lambda i: f"A{1000 + i % 5}",
    "barcode": barcode,
    "name": lambda i: f"{KINDS[i % 4]} {i * 13}",
    "room": lambda i: ROOMS[i % 4],
    "speed": lambda i: ("Fast", "Slow", "Dead")[i * i // 7 % 3],
    "one": lambda _: "Resale",
    "firm": lambda i: f"Firm {'ABCDEFGH'[i % 8]}",
    "owner": lambda i: ("North", "South", "Mill")[i % 3],
    "stock": lambda i: (i * 7) % 13 - 1,
    "packs": lambda i: (1, 6, 12)[i % 3],
    "minimum": lambda i: (0, 2, 5)[i % 3],
    "yes": lambda i: "NY"[i % 2],
    "cost": cost,
    "price": price,
    "list": lambda i: round(price(i) * 1.2, 2),
    "promotion": lambda i: round(price(i) * 0.8, 2) if i % 3 == 0 else "",
    "dollars": lambda i: round(price(i) * (1 + i * 11 % 17), 2),
    "sums": lambda i: round(cost(i) * ((i * 7) % 13 - 1), 2),
    "case": lambda i: round(cost(i) * 12, 2),
    "day": lambda i: f"2026-{1 + i % 9:02}-{1 + i * 3 % 28:02}",
}
KNOWN = {
    "sku": {"SKU": "id"},
    "description": {"Description": "name"},
    "on_hand": {"Qty On Hand": "stock"},
    "unit_cost": {"Unit Cost": "cost"},
    "retail_price": {"Retail Price": "price"},
}


def beside(make: Make, lacking: str, columns: dict[str, str]) -> dict[str, ColumnUse]:
    known = [each for name, each in KNOWN.items() if name != lacking]
    return uses_of(
        make, CELLS, {header: kind for each in [*known, columns] for header, kind in each.items()}
    )


@pytest.mark.parametrize(
    ("canonical", "header", "kind"),
    [
        ("sku", "Supplier Item #", "id"),
        ("sku", "Web SKU", "id"),
        ("department", "Classification", "room"),
        ("department", "Inventory Posting Group", "room"),
        ("vendor", "Company", "firm"),
        ("on_hand", "Stocked", "stock"),
        ("unit_cost", "New Cost", "cost"),
        ("unit_cost", "Inv Cost", "cost"),
        ("retail_price", "Web Price", "price"),
        ("promo_price", "Sale $", "promotion"),
        ("promo_price", "Sp Price", "promotion"),
        ("list_price", "Lst Prc", "list"),
        ("pack_qty", "CP", "packs"),
        ("reorder_point", "RP", "minimum"),
        ("maker_part", "Part No.", "part"),
        ("barcode", "Code", "barcode"),
        ("last_receipt_date", "DLR", "day"),
    ],
)
def test_an_empty_slot_is_filled_and_asked_about(
    upload: Make, canonical: str, header: str, kind: str
) -> None:
    use = beside(upload, canonical, {header: kind})[header]
    assert (use.canonical, use.doubtful, use.suggestion) == (canonical, True, canonical)


@pytest.mark.parametrize(
    ("lacking", "columns", "header"),
    [
        ("", {"Vendor Item #": "part"}, "Vendor Item #"),
        ("", {"Web Price": "promotion"}, "Web Price"),
        ("", {"New Cost": "cost"}, "New Cost"),
        ("", {"Department": "room", "Classification": "room"}, "Classification"),
        ("", {"On Order": "packs", "Qty Ordered": "packs"}, "Qty Ordered"),
        ("", {"Stocked": "yes"}, "Stocked"),
    ],
)
def test_a_slot_that_is_taken_is_left(
    upload: Make, lacking: str, columns: dict[str, str], header: str
) -> None:
    assert beside(upload, lacking, columns)[header].canonical is None


@pytest.mark.parametrize(
    ("lacking", "header", "kind"),
    [
        ("sku", "Supplier Item #", "fifths"),
        ("", "Classification", "speed"),
        ("", "Inventory Posting Group", "one"),
        ("", "Company", "owner"),
        ("unit_cost", "Inv Cost", "sums"),
        ("unit_cost", "Cs Price", "case"),
        ("unit_cost", "New Cost", "list"),
        ("retail_price", "Web Price", "cost"),
        ("", "Sale $", "dollars"),
        ("", "Lst Prc", "cost"),
        ("", "Code", "id"),
        ("", "Part No.", "fifths"),
        ("on_hand", "Stocked", "packs"),
    ],
)
def test_values_that_are_not_like_it_leave_it_empty(
    upload: Make, lacking: str, header: str, kind: str
) -> None:
    columns = {header: kind, **({"Count Sheet": "packs"} if lacking == "on_hand" else {})}
    assert beside(upload, lacking, columns)[header].canonical is None


def test_two_that_may_be_it_tell_nothing(upload: Make) -> None:
    uses = beside(upload, "retail_price", {"Web Price": "price", "Last Price": "list"})
    assert "retail_price" not in [use.canonical for use in uses.values()]


@pytest.mark.parametrize("header", ["Case Cost", "Ext Cost", "Core Cost", "Freight Cost"])
def test_a_hard_trap_fills_no_slot(upload: Make, header: str) -> None:
    assert beside(upload, "unit_cost", {header: "cost"})[header].canonical != "unit_cost"


def test_a_clear_header_goes_before_one_that_is_short_for_two_things(upload: Make) -> None:
    uses = beside(upload, "retail_price", {"Sp $": "promotion", "Shelf $": "price"})
    named = {header: uses[header].canonical for header in ("Sp $", "Shelf $")}
    assert named == {"Sp $": "promo_price", "Shelf $": "retail_price"}


def test_an_order_file_stays_one_whatever_its_headers_may_say(upload: Make) -> None:
    columns = {"SKU": "id", "PO Number": "fifths", "Ordered": "packs", "Inv Cost": "cost"}
    found = recognise(upload(text_of(CELLS, {**columns, "Received": "packs", "Order Date": "day"})))
    assert found.kind is FileKind.PURCHASE_ORDERS
    assert "unit_cost" not in [use.canonical for use in found.columns]


@pytest.mark.parametrize(
    ("header", "columns"),
    [("Lst Prc", ("list_price",)), ("RP", ("retail_price", "reorder_point")), ("List Price", ())],
)
def test_short_words_have_other_meanings(header: str, columns: tuple[str, ...]) -> None:
    assert other_columns(header) == columns


@pytest.mark.parametrize(
    ("header", "columns"),
    [("Classification", ("department",)), ("Tax Classification", ()), ("Serial No", ())],
)
def test_spare_phrases_leave_no_word_over(header: str, columns: tuple[str, ...]) -> None:
    assert spare_columns(header) == columns
