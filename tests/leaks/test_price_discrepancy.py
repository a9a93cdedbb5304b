from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl
import pytest

from builders import (
    DAY,
    RECEIVED,
    Table,
    ago,
    calibrated,
    cents,
    demand,
    neighbours,
    row,
    says,
    share,
    stock,
)
from profit_sentinel.settings import load

if TYPE_CHECKING:
    from builders import Cells
    from profit_sentinel.engine.engine import Engine


RIGHT_PRICE = 6.00 / (1 - 0.40)
"""At the margin of the department."""


def cases() -> pl.DataFrame:
    return stock(
        row("under cost", retail_price=5.00, average_cost=1.00),
        row("a cent under cost", retail_price=5.99),
        row("at cost", retail_price=6.00),
        row("left to run out", retail_price=5.00, reorder_point=4),
        row("cost of nearly a pallet", unit_cost=81),
        row("cost of a pallet", unit_cost=105),
        row("cost of a pallet, too many", unit_cost=105, on_hand=900),
        row("free", retail_price=0),
        row("on clearance", retail_price=5, status="CLEARANCE"),
        row("discontinued", retail_price=5, status="Discontinued"),
        row("in its promotion", retail_price=5, promo_until=DAY),
        row("after its promotion", retail_price=5, promo_until=ago(1)),
        row("hardly sells", retail_price=5, on_hand=3, department="SLOW", sold_365d=0),
        row("hardly sells, too many", retail_price=5, on_hand=70, department="SLOW", sold_365d=1),
        row("hardly sells, below zero", retail_price=5, on_hand=-7, department="SLOW", sold_365d=0),
        row("the only one of its vendor", retail_price=5, vendor="ALONE"),
        *(row(f"cheap {n}", vendor="CHEAP", retail_price=5 if n < 4 else 10) for n in range(8)),
        row("no longer sells", retail_price=5, last_sale_date=ago(400), **old()),
        row("cost of a dozen", unit_cost=72),
        row("after its season", retail_price=5, department="Heating", on_hand=90),
        *neighbours(),
        *(row(f"slow {n}", department="SLOW", sold_365d=0 if n else 10) for n in range(40)),
    )


def old() -> Cells:
    return {"last_receipt_date": ago(400)}


def several_stores() -> pl.DataFrame:
    return stock(
        row("paid too much", unit_cost=10.50),
        *(row("paid too much", store_id=store) for store in ("2", "3")),
        *(one for store in ("1", "2", "3") for one in neighbours(store_id=store)),
    )


HINTS = {"depth": math.log(6.00 / 5.00), "long_unreceived": RECEIVED}
"""Of what costs $6 and is priced at $5, was received 100 days ago and is not on order."""
TABLE = Table("price_discrepancy", cases)


def share_below(column: str, value: str) -> float:
    """Of the other prices of a group, those below cost, with nine sound ones supposed."""
    group = cases().filter((pl.col(column) == value) & (pl.col("retail_price") > 0))
    below = group.filter(pl.col("retail_price") < pl.col("unit_cost")).height
    return (below - 1) / (group.height + 9)


@pytest.mark.parametrize("sku", ["under cost", "a cent under cost", "after its promotion"])
def test_it_fires_below_cost(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    "sku", ["at cost", "free", "on clearance", "discontinued", "in its promotion"]
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


@pytest.mark.parametrize(("sku", "price"), [("under cost", 5.00), ("a cent under cost", 5.99)])
def test_dollars_are_what_the_right_price_earns_more(
    engine: Engine, sku: str, price: float
) -> None:
    velocity = demand(cases(), sku).velocity
    found = TABLE.found(engine, sku)
    assert found.dollars == cents((RIGHT_PRICE - price) * velocity * 365)
    assert found.recoverable == found.dollars
    assert found.money == "margin"


def test_stock_that_does_not_sell_counts_what_it_lies_under_cost(engine: Engine) -> None:
    assert demand(cases(), "hardly sells").velocity * 365 < 1
    found = TABLE.found(engine, "hardly sells")
    assert (found.dollars, found.recoverable) == (3 * (6.00 - 5.00), 0)
    assert found.money == "record"
    assert not TABLE.fires(engine, "hardly sells, below zero")


def test_idle_stock_of_which_there_is_too_much_is_left_to_overstock(engine: Engine) -> None:
    assert not TABLE.fires(engine, "hardly sells, too many")
    assert Table("overstock", cases).fires(engine, "hardly sells, too many")


def test_one_error_in_a_group_is_no_habit(engine: Engine) -> None:
    usual = load().margin.below_cost_usual
    assert max(share_below("vendor", "ACME"), share_below("department", "PLUMBING")) > usual / 2
    assert share_below("vendor", "ALONE") == 0
    assert TABLE.found(engine, "the only one of its vendor").probability == share(
        calibrated("price_discrepancy", 0.9 * (1 - habit("PLUMBING", "ALONE")), **HINTS)
    )


def test_probability_is_less_where_many_prices_look_so(engine: Engine) -> None:
    assert share_below("vendor", "CHEAP") == 3 / (8 + 9)
    for number in range(4):
        found = TABLE.found(engine, f"cheap {number}")
        reasoned = 0.9 * (1 - habit("PLUMBING", "CHEAP"))
        assert found.probability == share(calibrated("price_discrepancy", reasoned, **HINTS))


def test_a_wrong_record_of_which_there_is_too_much_is_left_to_overstock(engine: Engine) -> None:
    # It sells two a month and 900 stand there. 105 is over ten times 10.00, so nobody knows what is
    # lost: both would count the same stock.
    assert not TABLE.fires(engine, "cost of a pallet, too many")
    assert Table("overstock", cases).fires(engine, "cost of a pallet, too many")


def test_a_cost_over_ten_times_the_price_is_a_wrong_record(engine: Engine) -> None:
    velocity = demand(cases(), "cost of a pallet").velocity
    leak = TABLE.found(engine, "cost of nearly a pallet")
    assert (leak.money, leak.dollars) == ("margin", cents((81 / 0.60 - 10.00) * velocity * 365))
    wrong = TABLE.found(engine, "cost of a pallet")
    assert (wrong.money, wrong.recoverable) == ("record", 0)
    assert wrong.dollars == 3 * (105 - 10.00)


def test_what_looks_like_a_closeout_is_less_likely_an_error(engine: Engine) -> None:
    likely = TABLE.found(engine, "under cost").probability
    assert TABLE.found(engine, "left to run out").probability < likely


def habit(department: str, vendor: str) -> float:
    """How far the share of prices below cost lies above the usual, of all there is above it."""
    usual = load().margin.below_cost_usual
    often = max(share_below("department", department), share_below("vendor", vendor))
    return max(often - usual, 0) / (1 - usual)


@pytest.mark.parametrize(
    ("sku", "better"),
    [
        ("no longer sells", "dead_stock"),
        ("cost of a dozen", "unit_mismatch"),
        ("after its season", "seasonal_leftover"),
    ],
)
def test_it_gives_way(engine: Engine, sku: str, better: str) -> None:
    assert Table(better, cases).found(engine, sku).probability >= 0.5
    assert not TABLE.fires(engine, sku)


def test_what_was_paid_too_much_is_not_counted_twice(engine: Engine) -> None:
    sold = demand(several_stores(), "paid too much").velocity * 365
    all_of_it = (10.50 / (1 - 0.40) - 10.00) * sold
    overpaid = (10.50 - 6.00) * sold
    assert Table("purchasing_leakage", several_stores).found(
        engine, "paid too much"
    ).dollars == cents(overpaid)
    assert Table("price_discrepancy", several_stores).found(
        engine, "paid too much"
    ).dollars == cents(all_of_it - overpaid)


def test_what_it_says(engine: Engine) -> None:
    told = TABLE.found(engine, "under cost").said
    assert says(told, "$5.00", "$6.00")


def test_it_needs_prices_and_costs() -> None:
    assert TABLE.off("retail_price") == "needs retail_price"
    assert TABLE.off("unit_cost", "average_cost") == "needs a cost: unit_cost or average_cost"
