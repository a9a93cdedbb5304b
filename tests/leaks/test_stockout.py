from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from builders import Table, ago, cents, demand, logistic_of, neighbours, row, says, share, stock

if TYPE_CHECKING:
    import polars as pl

    from profit_sentinel.engine.engine import Engine


WAIT = 14 + 7
"""Days of lead and review."""
PACES = range(10, 24)


def cases() -> pl.DataFrame:
    return stock(
        *(row(f"sells {pace} a year", on_hand=0, sold_365d=pace) for pace in PACES),
        row("empty", on_hand=0, average_cost=3),
        row("by request", on_hand=0, sold_365d=90, reorder_point=0),
        row("one left", on_hand=1),
        row("one on order", on_hand=0, on_order=1),
        row("order unknown", on_hand=0, on_order=None),
        row("sold 60 days ago", on_hand=0, last_sale_date=ago(60)),
        row("sold 61 days ago", on_hand=0, last_sale_date=ago(61)),
        row("last sale unknown", on_hand=0, last_sale_date=None),
        row("sells at cost", on_hand=0, retail_price=6),
        row("discontinued", on_hand=0, status="DISC"),
        row("on clearance", on_hand=0, status="Clearance"),
        row("below zero, sold 13 days ago", on_hand=-2, sold_365d=100, last_sale_date=ago(13)),
        row("below zero, sold 14 days ago", on_hand=-2, sold_365d=100, last_sale_date=ago(14)),
        row("below zero, one purchase missed", on_hand=-2, last_sale_date=ago(20)),
        *neighbours(),
    )


TABLE = Table("stockout", cases)


@pytest.mark.parametrize("sku", ["empty", "sold 60 days ago", "below zero, sold 14 days ago"])
def test_it_fires_on_an_empty_shelf(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    "sku",
    [
        "one left",
        "one on order",
        "order unknown",
        "sold 61 days ago",
        "last sale unknown",
        "sells at cost",
        "discontinued",
        "on clearance",
        "below zero, sold 13 days ago",
        "below zero, one purchase missed",
    ],
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


def test_it_fires_from_one_in_twenty_days_on(engine: Engine) -> None:
    velocities = {pace: demand(cases(), f"sells {pace} a year").velocity for pace in PACES}
    assert min(velocities.values()) < 0.05 < max(velocities.values())
    for pace, velocity in velocities.items():
        assert TABLE.fires(engine, f"sells {pace} a year") == (velocity >= 0.05)


def test_dollars_are_the_margin_half_the_customers_take_away(engine: Engine) -> None:
    lost = demand(cases(), "empty").velocity * (10.00 - 6.00) * WAIT * 0.5
    assert TABLE.found(engine, "empty").dollars == cents(lost)


def test_ordering_brings_all_of_it_back(engine: Engine) -> None:
    found = TABLE.found(engine, "empty")
    assert found.recoverable == found.dollars


@pytest.mark.parametrize(("sku", "days"), [("empty", 3), ("below zero, sold 14 days ago", 14)])
def test_probability_is_of_demand_and_of_how_long_it_is_missed(
    engine: Engine, sku: str, days: int
) -> None:
    score = math.log(demand(cases(), sku).velocity / 0.05)
    likely = logistic_of("stockout", score, quiet=math.log(days / 15))
    assert TABLE.found(engine, sku).probability == share(likely)


def test_what_has_no_order_point_is_rather_empty_by_choice(engine: Engine) -> None:
    score = math.log(demand(cases(), "by request").velocity / 0.05)
    likely = logistic_of("stockout", score, quiet=math.log(3 / 15), no_order_point=1)
    assert TABLE.found(engine, "by request").probability == share(likely)
    assert likely < TABLE.found(engine, "empty").probability


def test_what_it_says(engine: Engine) -> None:
    told = TABLE.found(engine, "empty").said
    assert says(told, "3 days ago", "2 a month")


def test_it_needs_orders() -> None:
    assert TABLE.off("on_order") == "needs on_order"
