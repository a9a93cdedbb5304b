from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from builders import demand, fact, facts, known, neighbours, row, stock
from profit_sentinel.settings import load

if TYPE_CHECKING:
    import polars as pl

    from profit_sentinel.engine.engine import Engine

HORIZON = 14 + 7 + 180


def items() -> pl.DataFrame:
    return stock(
        row("plain", on_hand=60, on_order=10),
        row("below zero", on_hand=-5, on_order=60),
        row("hardly sells", on_hand=2, sold_365d=0),
        row("reorder point", on_hand=60, reorder_point=50),
        row("pack", on_hand=60, pack_qty=55),
        row("lumber", on_hand=60, department="LUMBER"),
        row("lawn", on_hand=60, department="LAWN", sold_90d=15),
        *neighbours(),
    )


def slow() -> pl.DataFrame:
    return stock(*(row(f"item {n}", sold_365d=0 if n else 2) for n in range(40)))


def test_the_level_is_demand_with_safety_and_one_on_display(engine: Engine) -> None:
    table = known(items, engine.name)
    item = demand(items(), "plain")
    level = item.expected(HORIZON) + 1.645 * item.spread(HORIZON) + 1
    assert fact(table, "stock_level", "plain") == pytest.approx(level)
    assert fact(table, "excess_units", "plain") == pytest.approx(60 + 10 - level)


def test_stock_below_zero_takes_from_the_order(engine: Engine) -> None:
    level = demand(items(), "below zero").enough(HORIZON)
    table = known(items, engine.name)
    assert fact(table, "excess_units", "below zero") == pytest.approx(60 - 5 - level)


def test_the_spread_is_at_least_one_unit(engine: Engine) -> None:
    item = demand(slow(), "item 1")
    assert item.expected(HORIZON) < 0.1
    tight = load(cover={"small_units": 0.1, "small_days": 1})
    level = fact(facts(slow(), tight, engine, "stock_level"), "stock_level", "item 1")
    assert level == pytest.approx(item.expected(HORIZON) + 1.645 * 1 + 1)


def test_four_units_are_always_enough(engine: Engine) -> None:
    assert fact(known(slow, engine.name), "stock_level", "item 1") == 4


@pytest.mark.parametrize(("sku", "level"), [("reorder point", 50 + 4.0), ("pack", 55.0)])
def test_the_store_may_ask_for_more(engine: Engine, sku: str, level: float) -> None:
    assert fact(known(items, engine.name), "stock_level", sku) == level


def test_clumps_and_seasons_change_demand(engine: Engine) -> None:
    table = known(items, engine.name)
    now = (15 / 90) / (24 / 365)
    rest = (365 - 90 * now) / 275
    ahead = (15 * now + (HORIZON - 15) * rest) / HORIZON
    assert now > 1 > ahead
    for sku, clump, season in (("lumber", 4.0, 1.0), ("lawn", None, ahead)):
        phi = fact(table, "clump", sku)
        assert phi == (clump or phi)
        expected = fact(table, "velocity", sku) * season * HORIZON
        variance = phi * expected * (1 + season * HORIZON / (fact(table, "prior_days", sku) + 365))
        level = expected + 1.645 * math.sqrt(variance) + 1
        assert fact(table, "stock_level", sku) == pytest.approx(level)


def test_a_preset_may_cover_less(engine: Engine) -> None:
    table = facts(items(), load("convenience"), engine, "stock_level")
    level = demand(items(), "plain").enough(7 + 7 + 30)
    assert fact(table, "stock_level", "plain") == pytest.approx(level)
