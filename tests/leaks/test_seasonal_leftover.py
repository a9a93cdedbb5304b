"""Heating sells from September to March: on 30 April it is over for 30 days, begins in 124."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from builders import (
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
    from builders import Cells
    from profit_sentinel.engine.engine import Engine


DAY = date(2026, 4, 30)
WAIT = (date(2026, 9, 1) - DAY).days


def cases(day: date = DAY) -> pl.DataFrame:
    frame = stock(
        row("sixty", department="Heating", on_hand=60),
        row("five hundred at average cost", department="Heating", on_hand=500, average_cost=5),
        row("by its fineline", fineline="Snow shovels", on_hand=60),
        row("by its season", season="Winter 2025", on_hand=60),
        row("of no season", on_hand=60),
        row("in its season", department="Lawn", on_hand=60),
        row("a hair under the level", department="Heating"),
        row("a hair over the level", department="Heating"),
        row("dead", department="Heating", on_hand=60, sold_365d=0, **long_ago()),
        row("cost of a dozen", department="Heating", on_hand=60, unit_cost=72),
        *neighbours(),
        *(row(f"heater {number}", department="Heating", on_hand=1) for number in range(8)),
    )
    level = demand(frame, "a hair under the level").enough(WAIT)
    return frame.with_columns(
        as_of=pl.lit(day),
        on_hand=pl.col("sku").replace_strict(
            {"a hair under the level": level - 0.01, "a hair over the level": level + 0.01},
            default=pl.col("on_hand"),
        ),
    )


def long_ago() -> Cells:
    return {"last_sale_date": ago(800), "last_receipt_date": ago(800)}


def a_day_earlier() -> pl.DataFrame:
    return cases(ago(1, DAY))


TABLE = Table("seasonal_leftover", cases)


@pytest.mark.parametrize("sku", ["sixty", "by its season", "a hair over the level"])
def test_it_fires_thirty_days_after_the_season(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    "sku", ["of no season", "by its fineline", "in its season", "a hair under the level"]
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


def test_it_does_not_fire_before_thirty_days(engine: Engine) -> None:
    assert not Table("seasonal_leftover", a_day_earlier).fires(engine, "sixty")


def test_the_till_may_say_that_the_season_is_over(engine: Engine) -> None:
    """Of 2 a month 1.4 are the pace under which a season is over; 30 days go by in a month."""
    usual = 24 * 30 / 365
    for sold, day, over in ((0.69 * usual, 1, True), (0.71 * usual, 60, False)):
        frame = stock(
            *(
                row(f"heater {n}", department="Heating", on_hand=60, sold_30d=sold, sold_90d=6)
                for n in range(9)
            ),
            *neighbours(sold_30d=2, sold_90d=6),
        ).with_columns(as_of=pl.lit(date(2026, 3, 31) + timedelta(day)))
        found = pick(analyse(frame, load(), engine), "seasonal_leftover", "heater 0")
        assert (found is not None) == over


def test_dollars_are_what_the_off_season_does_not_sell(engine: Engine) -> None:
    left = 60 - demand(cases(), "sixty").enough(WAIT)
    assert TABLE.found(engine, "sixty").dollars == cents(left * 6.00)


def test_stock_is_valued_at_average_cost(engine: Engine) -> None:
    left = 500 - demand(cases(), "five hundred at average cost").enough(WAIT)
    assert TABLE.found(engine, "five hundred at average cost").dollars == cents(left * 5.00)


def test_half_of_it_comes_back(engine: Engine) -> None:
    left = 60 - demand(cases(), "sixty").enough(WAIT)
    assert TABLE.found(engine, "sixty").recoverable == cents(0.5 * left * 6.00)


def test_probability_is_of_stock_against_the_off_season(engine: Engine) -> None:
    score = math.log(60 / demand(cases(), "sixty").enough(WAIT))
    assert TABLE.found(engine, "sixty").probability == share(
        logistic_of("seasonal_leftover", score)
    )


@pytest.mark.parametrize(
    ("sku", "better"), [("dead", "dead_stock"), ("cost of a dozen", "unit_mismatch")]
)
def test_it_gives_way(engine: Engine, sku: str, better: str) -> None:
    assert Table(better, cases).found(engine, sku).probability >= 0.5
    assert not TABLE.fires(engine, sku)


def test_what_it_says(engine: Engine) -> None:
    left = 60 - demand(cases(), "sixty").enough(WAIT)
    told = TABLE.found(engine, "sixty").said
    assert says(told, "60 units", "30 days", f"{left:.0f} units")


def test_it_needs_departments() -> None:
    assert TABLE.off("department") == "needs department"
