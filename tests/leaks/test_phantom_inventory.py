from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from builders import (
    UNITS_SOLD,
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
    import polars as pl

    from profit_sentinel.engine.engine import Engine


SILENCES = range(10, 60, 2)


def cases() -> pl.DataFrame:
    return stock(
        row("silent for 100 days", last_sale_date=ago(100)),
        row("fast, silent for 13 days", sold_365d=300, last_sale_date=ago(13)),
        row("fast, silent for 14 days", sold_365d=300, last_sale_date=ago(14)),
        *(row(f"silent for {days} days", last_sale_date=ago(days)) for days in SILENCES),
        row("none on hand", on_hand=0, last_sale_date=ago(100)),
        row("sold nothing in the year", sold_365d=0, last_sale_date=ago(364)),
        row("sells at cost", retail_price=6, last_sale_date=ago(100)),
        row("last sale unknown", last_sale_date=None),
        row("still in its season", department="Patio", last_sale_date=ago(149)),
        row("since before its season", department="Patio", last_sale_date=ago(150)),
        row("out of its season", department="Heating", last_sale_date=ago(100)),
        row("quiet here only", last_sale_date=ago(100), average_cost=3),
        row("quiet here only", store_id="2", last_sale_date=ago(30)),
        row("quiet in both", last_sale_date=ago(100)),
        row("quiet in both", store_id="2", last_sale_date=ago(31)),
        *neighbours(),
    )


TABLE = Table("phantom_inventory", cases)


@pytest.mark.parametrize("sku", ["silent for 100 days", "fast, silent for 14 days"])
def test_it_fires_after_a_silence(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    "sku",
    [
        "fast, silent for 13 days",
        "none on hand",
        "sold nothing in the year",
        "sells at cost",
        "last sale unknown",
    ],
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


def test_it_fires_once_an_empty_shelf_is_no_remote_chance(engine: Engine) -> None:
    item = demand(cases(), "silent for 100 days")
    chances = {days: item.stories(days).empty for days in SILENCES}
    chances = {days: calibrated("phantom_inventory", each) for days, each in chances.items()}
    assert min(chances.values()) < 0.05 < max(chances.values())
    for days, chance in chances.items():
        assert TABLE.fires(engine, f"silent for {days} days") == (chance >= 0.05)


@pytest.mark.parametrize("purchases", [9.0, 10.0])
def test_it_fires_once_enough_purchases_are_missed(engine: Engine, purchases: float) -> None:
    missed = demand(cases(), "silent for 100 days").before(100) * 100
    assert 9 < missed < 10
    settings = load(silence={"missed_purchases": purchases})
    found = pick(analyse(cases(), settings, engine), "phantom_inventory", "silent for 100 days")
    assert (found is not None) == (missed >= purchases)


def test_seasonal_goods_are_silent_only_within_their_season(engine: Engine) -> None:
    assert (date(2026, 6, 30) - date(2026, 2, 1)).days == 149
    assert TABLE.fires(engine, "still in its season")
    assert not TABLE.fires(engine, "since before its season")
    assert not TABLE.fires(engine, "out of its season")


def test_dollars_are_a_year_of_margin_at_the_pace_before(engine: Engine) -> None:
    pace = demand(cases(), "silent for 100 days").before(100)
    found = TABLE.found(engine, "silent for 100 days")
    assert found.dollars == cents(pace * (10.00 - 6.00) * 365)
    assert found.recoverable == found.dollars


def test_margin_is_reckoned_at_replacement_cost(engine: Engine) -> None:
    pace = demand(cases(), "quiet here only").before(100)
    assert TABLE.found(engine, "quiet here only").dollars == cents(pace * (10.00 - 6.00) * 365)


@pytest.mark.parametrize(
    ("sku", "silent", "elsewhere"),
    [
        ("silent for 100 days", 100, False),
        ("fast, silent for 14 days", 14, False),
        ("quiet here only", 100, True),
        ("quiet in both", 100, False),
    ],
)
def test_probability_is_that_of_the_empty_shelf(
    engine: Engine, sku: str, silent: int, *, elsewhere: bool
) -> None:
    story = demand(cases(), sku).stories(silent, sold_elsewhere=elsewhere)
    assert TABLE.found(engine, sku).probability == share(
        calibrated("phantom_inventory", story.empty)
    )


def test_what_it_says(engine: Engine) -> None:
    missed = demand(cases(), "silent for 100 days").before(100) * 100
    told = TABLE.found(engine, "silent for 100 days").said
    assert says(told, "3 units", "100 days", f"{missed:.0f} units")


def test_it_needs_the_day_of_the_last_sale_and_units_sold() -> None:
    assert TABLE.off("last_sale_date") == "needs last_sale_date"
    assert TABLE.off("sold_365d") == UNITS_SOLD
