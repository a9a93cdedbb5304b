from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scipy.special import expit

from builders import (
    Table,
    ago,
    calibrated,
    cents,
    demand,
    neighbours,
    pick,
    row,
    says,
    share,
    stock,
)
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.settings import load

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from builders import Cells
    from profit_sentinel.engine.engine import Engine


def cases() -> pl.DataFrame:
    return stock(
        still("silent for 179 days", 179),
        still("silent for 180 days", 180),
        still("silent for 364 days", 364),
        still("silent for 365 days", 365),
        still("valued at average cost", 200, average_cost=5),
        still("received 179 days ago", 300, last_receipt_date=ago(179)),
        still("received 180 days ago", 300, last_receipt_date=ago(180)),
        still("never received", 300, last_receipt_date=None),
        still("none on hand", 300, on_hand=0),
        still("many of a slow item", 200, on_hand=40, sold_365d=1),
        still("one on display", 700, on_hand=1, sold_365d=0),
        still("two on display", 700, on_hand=2, sold_365d=0),
        still("at its reorder point", 700, on_hand=5, reorder_point=5, sold_365d=0),
        still("never sold", 200, last_sale_date=None, sold_365d=0, last_receipt_date=ago(200)),
        still("new and not sold", 90, last_sale_date=None, sold_365d=0, last_receipt_date=ago(90)),
        still("nothing known", 90, last_sale_date=None, sold_365d=0, last_receipt_date=None),
        still("seasonal for 364 days", 364, department="Lawn"),
        still("seasonal for 365 days", 365, department="Lawn"),
        still("cost of a dozen", 200, unit_cost=72),
        still("quiet here only", 180, on_hand=10, sold_365d=24),
        still("quiet here only", 180, on_hand=10, sold_365d=24) | sold_yesterday(),
        *neighbours(),
    )


def still(sku: str, days: int, **changes: str | float | date | None) -> Cells:
    usual: Cells = {
        "on_hand": 10,
        "sold_365d": 6,
        "last_sale_date": ago(days),
        "last_receipt_date": ago(800),
    }
    return row(sku, **(usual | changes))


def sold_yesterday() -> Cells:
    return {"store_id": "2", "last_sale_date": ago(1)}


TABLE = Table("dead_stock", cases)


@pytest.mark.parametrize(
    "sku",
    [
        "silent for 180 days",
        "received 180 days ago",
        "never received",
        "never sold",
        "seasonal for 365 days",
    ],
)
def test_it_fires_at_the_limit(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    "sku",
    [
        "silent for 179 days",
        "received 179 days ago",
        "none on hand",
        "new and not sold",
        "nothing known",
        "seasonal for 364 days",
    ],
)
def test_it_does_not_fire_short_of_it(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


def test_dollars_are_stock_at_cost(engine: Engine) -> None:
    assert TABLE.found(engine, "silent for 180 days").dollars == 10 * 6.00


def test_stock_is_valued_at_average_cost(engine: Engine) -> None:
    assert TABLE.found(engine, "valued at average cost").dollars == 10 * 5.00


def test_half_of_it_comes_back(engine: Engine) -> None:
    assert TABLE.found(engine, "silent for 180 days").recoverable == 0.5 * 10 * 6.00


@pytest.mark.parametrize(
    ("sku", "silent", "on_hand"),
    [
        ("silent for 180 days", 180, 10),
        ("silent for 364 days", 364, 10),
        ("many of a slow item", 200, 40),
        ("never sold", 200, 10),
        ("one on display", 700, 1),
        ("at its reorder point", 700, 5),
    ],
)
def test_probability_is_ended_or_slow_beyond_two_years(
    engine: Engine, sku: str, silent: int, on_hand: int
) -> None:
    item = demand(cases(), sku)
    story = item.stories(silent)
    beyond = (on_hand - item.expected(730)) / item.spread(730)
    unsold = float(expit(1.702 * (beyond - 1.645)))
    reasoned = story.ended + story.slow * unsold
    assert TABLE.found(engine, sku).probability == share(calibrated("dead_stock", reasoned))


@pytest.mark.parametrize("sku", ["silent for 365 days", "two on display"])
def test_a_year_is_certain_but_for_the_piece_on_display(engine: Engine, sku: str) -> None:
    assert TABLE.found(engine, sku).probability == share(calibrated("dead_stock", 1))


def test_it_gives_way_to_an_empty_shelf(engine: Engine) -> None:
    assert Table("phantom_inventory", cases).found(engine, "quiet here only").probability > 0.5
    assert not TABLE.fires(engine, "quiet here only")


def test_it_gives_way_to_a_cost_of_another_unit(engine: Engine) -> None:
    assert Table("unit_mismatch", cases).fires(engine, "cost of a dozen")
    assert not TABLE.fires(engine, "cost of a dozen")


def test_a_department_may_have_its_own_limits(engine: Engine) -> None:
    settings = load(departments={"plumbing": {"dead_stock_days": 90, "salvage": 0.2}})
    own = analyse(cases(), settings, engine)
    found = pick(own, "dead_stock", "silent for 179 days")
    assert found
    assert found.recoverable == cents(0.2 * 10 * 6.00)


def test_what_it_says(engine: Engine) -> None:
    told = TABLE.found(engine, "silent for 180 days").said
    assert says(told, "10 units", "$6.00", "180 days")


def test_it_needs_the_day_of_the_last_sale() -> None:
    assert TABLE.off("last_sale_date") == "needs last_sale_date"
