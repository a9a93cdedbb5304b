from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl
import pytest

from builders import (
    UNITS_SOLD,
    Table,
    ago,
    cents,
    demand,
    logistic_of,
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
    from profit_sentinel.engine.engine import Engine


HORIZON = 14 + 7 + 180
"""Days of lead, review and cover."""


def cases() -> pl.DataFrame:
    frame = stock(
        row("sixty", on_hand=60),
        row("sixty at average cost", on_hand=60, average_cost=5),
        row("thirty and ten on order", on_hand=30, on_order=10),
        row("all of it on order", on_hand=0, on_order=60),
        row("a hair under the level"),
        row("a hair over the level"),
        row("received 30 days ago", on_hand=60, last_receipt_date=ago(30)),
        row("received 31 days ago", on_hand=60, last_receipt_date=ago(31)),
        row("never received", on_hand=60, last_receipt_date=None),
        row("sold 180 days ago", on_hand=60, last_sale_date=ago(180), last_receipt_date=ago(31)),
        row("sold 181 days ago", on_hand=60, last_sale_date=ago(181), last_receipt_date=ago(31)),
        row("a maximum of 40", on_hand=60, max_stock=40),
        row("no units sold", on_hand=60, sold_365d=0),
        row("sold some day", on_hand=60, last_sale_date=None),
        row("54 with a reorder point of 50", on_hand=54, reorder_point=50),
        row("55 with a reorder point of 50", on_hand=55, reorder_point=50),
        row("fast with a reorder point of 100", on_hand=120, reorder_point=100, sold_365d=100),
        row("a pack of 100", on_hand=100, pack_qty=100),
        row("101 with a pack of 100", on_hand=101, pack_qty=100),
        row("dead", on_hand=60, last_sale_date=ago(365), last_receipt_date=ago(400)),
        row("after its season", on_hand=60, department="Heating"),
        row("cost of a dozen", on_hand=60, unit_cost=72),
        row("quiet here only", on_hand=60, last_sale_date=ago(100)),
        row("quiet here only", store_id="2"),
        *neighbours(),
    )
    level = demand(frame, "a hair under the level").enough(HORIZON)
    return frame.with_columns(
        on_hand=pl.col("sku").replace_strict(
            {"a hair under the level": level - 0.01, "a hair over the level": level + 0.01},
            default=pl.col("on_hand"),
        )
    )


TABLE = Table("overstock", cases)


def excess(sku: str, position: float) -> float:
    return position - demand(cases(), sku).enough(HORIZON)


@pytest.mark.parametrize(
    "sku",
    [
        "a hair over the level",
        "received 31 days ago",
        "never received",
        "sold 180 days ago",
        "55 with a reorder point of 50",
        "101 with a pack of 100",
    ],
)
def test_it_fires_above_the_level(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    "sku",
    [
        "a hair under the level",
        "received 30 days ago",
        "sold 181 days ago",
        "sold some day",
        "no units sold",
        "54 with a reorder point of 50",
        "a pack of 100",
    ],
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


def test_dollars_are_units_above_the_level_at_cost(engine: Engine) -> None:
    assert TABLE.found(engine, "sixty").dollars == cents(excess("sixty", 60) * 6.00)


def test_stock_is_valued_at_average_cost(engine: Engine) -> None:
    found = TABLE.found(engine, "sixty at average cost")
    assert found.dollars == cents(excess("sixty at average cost", 60) * 5.00)


def test_a_year_of_holding_the_rest_comes_back(engine: Engine) -> None:
    found = TABLE.found(engine, "sixty")
    assert found.recoverable == cents(0.10 * excess("sixty", 60) * 6.00)


def test_the_order_is_left_to_the_surplus_order(engine: Engine) -> None:
    beyond_order = (excess("thirty and ten on order", 30 + 10) - 10) * 6.00
    found = TABLE.found(engine, "thirty and ten on order")
    assert found.dollars == cents(beyond_order)
    assert found.recoverable == cents(0.10 * beyond_order)


def test_nothing_is_left_when_all_of_it_is_on_order(engine: Engine) -> None:
    assert Table("surplus_order", cases).found(engine, "all of it on order").dollars == cents(
        excess("all of it on order", 60) * 6.00
    )
    assert not TABLE.fires(engine, "all of it on order")


@pytest.mark.parametrize(
    ("sku", "above"),
    [
        ("55 with a reorder point of 50", 55 - (50 + 4)),
        ("101 with a pack of 100", 101 - 100),
    ],
)
def test_the_store_may_ask_for_more(engine: Engine, sku: str, above: float) -> None:
    assert TABLE.found(engine, sku).dollars == above * 6.00


def test_four_weeks_of_a_fast_item_may_stand_above_its_reorder_point(engine: Engine) -> None:
    sku = "fast with a reorder point of 100"
    level = 100 + 28 * demand(cases(), sku).velocity
    assert TABLE.found(engine, sku).dollars == cents((120 - level) * 6.00)


@pytest.mark.parametrize(("sku", "position"), [("sixty", 60), ("thirty and ten on order", 30 + 10)])
def test_probability_is_of_stock_against_the_level(
    engine: Engine, sku: str, position: float
) -> None:
    score = math.log(position / demand(cases(), sku).enough(HORIZON))
    likely = logistic_of("overstock", score, no_maximum=1)
    assert TABLE.found(engine, sku).probability == share(likely)


def test_the_stores_own_maximum_counts_too(engine: Engine) -> None:
    score = math.log(60 / demand(cases(), "a maximum of 40").enough(HORIZON))
    likely = logistic_of("overstock", score, over_maximum=math.log(60 / 40))
    assert TABLE.found(engine, "a maximum of 40").probability == share(likely)
    assert likely < logistic_of("overstock", score, over_maximum=math.log(60 / 20))


@pytest.mark.parametrize(
    ("sku", "better"),
    [
        ("after its season", "seasonal_leftover"),
        ("cost of a dozen", "unit_mismatch"),
        ("quiet here only", "phantom_inventory"),
    ],
)
def test_it_gives_way(engine: Engine, sku: str, better: str) -> None:
    assert Table(better, cases).found(engine, sku).probability >= 0.5
    assert not TABLE.fires(engine, sku)


def test_it_gives_way_to_what_is_dead(engine: Engine) -> None:
    settings = load(cover={"sold_within_days": 400})
    found = analyse(cases(), settings, engine).findings.filter(pl.col("sku") == "dead")
    assert found.filter("kept")["leak"].to_list() == ["dead_stock"]
    assert "overstock" not in found["leak"]


def test_a_department_may_have_its_own_cover(engine: Engine) -> None:
    settings = load(departments={"Plumbing": {"cover_days": 365}})
    found = pick(analyse(cases(), settings, engine), "overstock", "sixty")
    item = demand(cases(), "sixty")
    assert found
    assert found.dollars == cents((60 - item.enough(14 + 7 + 365)) * 6.00)


def test_what_it_says(engine: Engine) -> None:
    level = demand(cases(), "sixty").enough(HORIZON)
    told = TABLE.found(engine, "sixty").said
    assert says(told, "60 units", "none on order", f"{level:.0f} units", "2 a month")


def test_it_needs_units_sold() -> None:
    assert TABLE.off("sold_365d") == UNITS_SOLD
