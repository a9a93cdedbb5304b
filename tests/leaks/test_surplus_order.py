from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from scipy.special import expit

from builders import (
    Table,
    ago,
    calibrated,
    cents,
    demand,
    logistic_of,
    neighbours,
    row,
    says,
    share,
    stock,
)

if TYPE_CHECKING:
    import polars as pl

    from builders import Cells
    from profit_sentinel.engine.engine import Engine


HORIZON = 14 + 7 + 180
DEAD: Cells = {"on_hand": 10.0, "last_sale_date": ago(200), "last_receipt_date": ago(400)}


def cases() -> pl.DataFrame:
    return stock(
        row("discontinued", status="Discontinued", on_hand=1, on_order=4, average_cost=5),
        row("on clearance", status="Clearance", on_hand=0, on_order=4),
        row("discontinued and sold out", status="Discontinued", on_hand=0, on_order=4),
        row("dead", **DEAD, on_order=4),
        row("overstocked", on_hand=60, on_order=4),
        row("more ordered than is needed", on_hand=15, on_order=20),
        row("no more ordered than is needed", on_hand=3, on_order=4),
        row("overstocked, nothing on order", on_hand=60, on_order=0),
        row("overstocked, order unknown", on_hand=60, on_order=None),
        row("dead, nothing on order", **DEAD, on_order=0),
        row("cost of a dozen", on_hand=60, on_order=4, unit_cost=72),
        row("quiet here only", on_hand=60, on_order=4, last_sale_date=ago(100)),
        row("quiet here only", store_id="2"),
        *neighbours(),
    )


TABLE = Table("surplus_order", cases)


@pytest.mark.parametrize(
    "sku",
    [
        "discontinued",
        "discontinued and sold out",
        "on clearance",
        "dead",
        "overstocked",
        "more ordered than is needed",
    ],
)
def test_it_fires_with_a_reason(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    "sku",
    [
        "no more ordered than is needed",
        "overstocked, nothing on order",
        "overstocked, order unknown",
        "dead, nothing on order",
    ],
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    ("sku", "cost"), [("discontinued", 5.00), ("dead", 6.00), ("overstocked", 6.00)]
)
def test_the_whole_order_is_not_needed(engine: Engine, sku: str, cost: float) -> None:
    assert TABLE.found(engine, sku).dollars == 4 * cost


def test_of_an_overstocked_item_only_the_part_above_the_level_counts(engine: Engine) -> None:
    sku = "more ordered than is needed"
    above = 15 + 20 - demand(cases(), sku).enough(HORIZON)
    assert 0 < above < 20
    assert TABLE.found(engine, sku).dollars == cents(above * 6.00)


@pytest.mark.parametrize("sku", ["discontinued", "dead", "overstocked"])
def test_cancelling_brings_all_of_it_back(engine: Engine, sku: str) -> None:
    found = TABLE.found(engine, sku)
    assert found.recoverable == found.dollars


def test_a_discontinued_item_is_sure(engine: Engine) -> None:
    assert TABLE.found(engine, "discontinued").probability == share(
        calibrated("surplus_order", 0.99)
    )


def test_a_dead_item_is_as_likely_as_its_death(engine: Engine) -> None:
    item = demand(cases(), "dead")
    story = item.stories(200)
    beyond = (10 - item.expected(730)) / item.spread(730)
    ended = story.ended + story.slow * float(expit(1.702 * (beyond - 1.645)))
    assert TABLE.found(engine, "dead").probability == share(
        calibrated("surplus_order", calibrated("dead_stock", ended))
    )


def test_an_overstocked_item_is_as_likely_as_the_overstock(engine: Engine) -> None:
    score = math.log((60 + 4) / demand(cases(), "overstocked").enough(HORIZON))
    reason = logistic_of("overstock", score, no_maximum=1)
    assert TABLE.found(engine, "overstocked").probability == share(
        calibrated("surplus_order", reason)
    )


@pytest.mark.parametrize(
    ("sku", "better"),
    [("cost of a dozen", "unit_mismatch"), ("quiet here only", "phantom_inventory")],
)
def test_it_gives_way(engine: Engine, sku: str, better: str) -> None:
    assert Table(better, cases).found(engine, sku).probability >= 0.5
    assert not TABLE.fires(engine, sku)


def test_what_it_says(engine: Engine) -> None:
    told = TABLE.found(engine, "dead").said
    assert says(told, "4 units", "$6.00", "10 units", "200 days ago")


def test_it_needs_orders() -> None:
    assert TABLE.off("on_order") == "needs on_order"
