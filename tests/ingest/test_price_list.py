from collections.abc import Callable
from datetime import date

import pytest

from profit_sentinel.domain.intake import FileKind, Intake, Upload
from profit_sentinel.ingest.take_in import take_in

STOCK = "SKU,UPC,Store,Qty On Hand,Retail,Cost,As Of\n"
DAY = "2026-03-01"

Fill = Callable[..., Intake]


@pytest.fixture
def fill() -> Fill:
    """Take in a stock list and a price list beside it."""

    def run(stock: str, prices: str) -> Intake:
        day = date(2026, 3, 1)
        uploads = [
            Upload("stock.csv", stock.encode(), day),
            Upload("list.csv", prices.encode(), day),
        ]
        return take_in(uploads)

    return run


def said(intake: Intake) -> str:
    return intake.companions[FileKind.PRICE_LIST].used


def test_what_is_missing_is_filled_by_sku(fill: Fill) -> None:
    intake = fill(
        "SKU,Qty On Hand,Retail\nA1,4,9.99\nA2,5,\nA3,6,3.99\n",
        "SKU,Cost,Retail,Vendor\nA1,5.50,9.49,ACME\nA2,1.25,2.49,BRITE\nB9,7,8,BRITE\n",
    )
    assert intake.frame.select("sku", "unit_cost", "retail_price", "vendor").rows() == [
        ("A1", 5.50, 9.99, "ACME"),
        ("A2", 1.25, 2.49, "BRITE"),
        ("A3", None, 3.99, None),
    ]
    assert said(intake) == (
        "2 of 3 rows of the stock list matched; it gives a cost to 2, a price to 1, a "
        "vendor to 2 of them; it has another price than the stock list, which stands, in 1."
    )


def test_nothing_that_the_stock_list_has_is_overwritten(fill: Fill) -> None:
    intake = fill(
        "SKU,Qty On Hand,Unit Cost,Retail,Vendor\nA1,4,5.00,9.99,Acme\nA2,1,1.00,2.00,Brite\n",
        "SKU,Unit Cost,Retail,Vendor\nA1,5.50,9.99,ACME\nA2,1.004,2.00,OTHER\n",
    )
    assert intake.frame["unit_cost"].to_list() == [5.00, 1.00]
    assert "it fills nothing that is missing" in said(intake)
    assert "another cost than the stock list, which stands, in 1;" in said(intake)
    assert "another vendor than the stock list, which stands, in 1." in said(intake)
    assert "another price" not in said(intake)


def test_a_barcode_matches_where_the_sku_does_not(fill: Fill) -> None:
    intake = fill(
        "SKU,UPC,Qty On Hand,Retail\nA1,012345678905,4,9\nA2,611942038114,5,8\nA3,,1,7\n",
        "SKU,UPC,Cost\nZ1,12345678905,5.50\nA2,000000000000,6.50\nZ3,000000000000,9\n",
    )
    assert intake.frame["unit_cost"].to_list() == [5.50, 6.50, None]


def test_a_price_of_zero_is_none(fill: Fill) -> None:
    intake = fill("SKU,Qty On Hand,Retail\nA1,4,9\nA2,5,9\n", "SKU,Cost\nA1,0\nA2,4\n")
    assert intake.frame["unit_cost"].to_list() == [None, 4]


def test_of_several_days_the_newest_that_holds_counts(fill: Fill) -> None:
    intake = fill(
        f"SKU,Qty On Hand,As Of\nA1,4,{DAY}\nA2,4,{DAY}\n",
        "SKU,New Cost,Effective Date\nA1,5.75,2026-02-15\nA1,5.50,2026-01-01\n"
        "A1,9.00,2026-03-02\nA2,3.00,2026-03-01\n",
    )
    assert intake.frame["unit_cost"].to_list() == [5.75, 3.00]
    assert "1 line is of prices after 2026-03-01 and not used" in said(intake)
    assert "different figures" not in said(intake)


def test_two_figures_for_one_item_are_told_and_the_last_counts(fill: Fill) -> None:
    lines = "SKU,Cost,Vendor\nA1,5.50,ACME\nA1,5.75,ACME\nA2,3,ACME\nA2,3,BRITE\nA3,1,ACME\n"
    intake = fill("SKU,Qty On Hand\nA1,4\nA2,4\nA3,4\n", lines)
    assert intake.frame.select("unit_cost", "vendor").rows() == [
        (5.75, "ACME"), (3, "BRITE"), (1, "ACME"),
    ]  # fmt: skip
    assert (
        "sku A1 and 1 other item stand in it with different figures, of which the last counts"
        in said(intake)
    )


def test_an_old_list_is_told(fill: Fill) -> None:
    stock = f"SKU,Qty On Hand,As Of\nA1,4,{DAY}\nA2,4,{DAY}\n"
    old = fill(stock, "SKU,New Cost,Effective Date\nA1,5,2025-03-01\nA2,5,2025-01-01\n")
    assert said(old).endswith("it is 365 days older than the stock.")
    new = fill(stock, "SKU,New Cost,Effective Date\nA1,5,2026-02-01\nA2,5,2025-01-01\n")
    assert "older" not in said(new)


def test_prices_of_a_store_go_before_those_of_all(fill: Fill) -> None:
    intake = fill(
        "Store,SKU,Qty On Hand\n1,A1,4\n2,A1,4\n3,A1,4\n",
        "Store,SKU,Cost,Retail\n1,A1,5,9\n2,A1,6,9\n,A1,7,9\n",
    )
    assert intake.frame["unit_cost"].to_list() == [5, 6, 7]
    assert "different figures" not in said(intake)


def test_a_list_of_other_items_is_not_used(fill: Fill) -> None:
    intake = fill("SKU,Qty On Hand\nA1,4\n", "SKU,Cost\nB1,5\n")
    assert said(intake) == "not used: none of its items is in the stock list."
    assert "unit_cost" not in intake.frame.columns


def test_a_list_of_costs_above_the_prices_is_not_used(fill: Fill) -> None:
    items = range(100, 130)
    intake = fill(
        "SKU,Qty On Hand,Retail\n" + "".join(f"{n},4,10.00\n" for n in items),
        "SKU,Cost\n" + "".join(f"{n},{60 if n < 120 else 6}\n" for n in items),
    )
    assert said(intake).startswith("not used: its costs are above the price in 20 of 30 rows")
    assert "unit_cost" not in intake.frame.columns


def test_the_rows_and_their_order_stay(fill: Fill) -> None:
    stock = "SKU,Qty On Hand\n" + "".join(f"A{n},{n}\n" for n in (3, 1, 2))
    intake = fill(stock, "SKU,Cost\nA1,5\nA1,6\nA2,7\nA2,7\n")
    assert intake.frame.select("sku", "on_hand", "unit_cost").rows() == [
        ("A3", 3, None), ("A1", 1, 6), ("A2", 2, 7),
    ]  # fmt: skip
