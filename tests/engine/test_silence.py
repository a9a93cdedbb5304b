from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from scipy.optimize import brentq

from builders import ago, demand, fact, known, neighbours, row, share, stock, stories

if TYPE_CHECKING:
    import polars as pl

    from builders import Cells
    from profit_sentinel.engine.engine import Engine

STORIES = ("slow_probability", "empty_probability", "ended_probability")
GROUND = ("prior_units", "prior_days", "clump", "season_factor")


def items() -> pl.DataFrame:
    """Silences of all lengths, in clumps and out of season."""
    silences = [row(f"{sold} a year, {days} days", sold_365d=sold, last_sale_date=ago(days))
                for sold in (0, 6, 100) for days in (14, 90, 364, 365, 800)]  # fmt: skip
    lumber = [row(f"lumber, {days} days", department="LUMBER", sold_365d=24,
                  last_sale_date=ago(days)) for days in (30, 200)]  # fmt: skip
    lawn = [row(f"lawn, {days} days", department="LAWN", sold_365d=24, sold_90d=15,
                last_sale_date=ago(days)) for days in (30, 200)]  # fmt: skip
    short = [row("13 days", last_sale_date=ago(13)), row("14 days", last_sale_date=ago(14))]
    return stock(*silences, *lumber, *lawn, *short, *never_sold(), *neighbours())


def never_sold() -> list[Cells]:
    unsold: Cells = {"sold_365d": 0, "last_sale_date": None}
    came = [row(f"came {ago(days)}", last_receipt_date=ago(days)) | unsold for days in (200, 400)]
    return [*came, row("came some day", last_receipt_date=None) | unsold]


def test_the_stories_agree_with_numerical_integration(engine: Engine) -> None:
    table = known(items, engine.name)
    silent = [sku for sku in items()["sku"] if sku.endswith(" days") and "," in sku]
    assert len(silent) == 3 * 5 + 2 + 2
    for sku in silent:
        units, days, clump, season = (fact(table, name, sku) for name in GROUND)
        silence = float(sku.split()[-2])
        sold = 24.0 if sku.startswith("l") else float(sku.split()[0])
        story = stories(
            shape=(units + sold) / clump,
            days=days + max(365 - silence, 0),
            silent=silence,
            season=season,
        )
        found = [fact(table, name, sku) for name in STORIES]
        assert found == [share(story.slow), share(story.empty), share(story.ended)], sku
    assert fact(table, "clump", "lumber, 30 days") == 4
    assert fact(table, "season_factor", "lawn, 30 days") == pytest.approx((15 / 90) / (24 / 365))


def near_one() -> pl.DataFrame:
    """A store for each distance of the shape from one, where the integral has a gap."""
    return stock(
        *(one for store, off in NEAR.items() for one in store_with(store, sold_for(1 + off)))
    )


NEAR = {"2": -0.002, "3": -0.0009, "4": 0.0, "5": 0.0009, "6": 0.002}


def store_with(store: str, sold: float) -> list[Cells]:
    steep = [row(f"item {n}", sold_365d=float(n**4 // 900), store_id=store) for n in range(40)]
    silent = row("the item", sold_365d=sold, last_sale_date=ago(200), store_id=store)
    return [silent, *steep]


@cache
def sold_for(shape: float) -> float:
    """Units that make the shape of demand just that."""

    def off(sold: float) -> float:
        return demand(stock(*store_with("1", sold)), "the item").prior_units + sold - shape

    return float(brentq(off, 0.0, 1.0, xtol=1e-14))


@pytest.mark.parametrize("store", NEAR)
def test_a_shape_near_one_is_no_gap(engine: Engine, store: str) -> None:
    table = known(near_one, engine.name)
    item = demand(near_one(), "the item", store)
    assert item.prior_units + item.sold == pytest.approx(1 + NEAR[store])
    story = item.stories(200)
    for name, value in zip(STORIES, (story.slow, story.empty, story.ended), strict=True):
        assert fact(table, name, "the item", store) == pytest.approx(value, abs=2e-4)


@pytest.mark.parametrize(("sku", "heard"), [("13 days", False), ("14 days", True)])
def test_silences_under_two_weeks_say_nothing(engine: Engine, sku: str, *, heard: bool) -> None:
    one = known(items, engine.name).filter(sku=sku).row(0, named=True)
    assert [one[name] is not None for name in STORIES] == [heard] * 3


def test_what_was_missed_is_reckoned_at_the_pace_before(engine: Engine) -> None:
    table = known(items, engine.name)
    pace = demand(items(), "6 a year, 90 days").before(90)
    assert fact(table, "silence_velocity", "6 a year, 90 days") == pytest.approx(pace)
    assert fact(table, "missed_units", "6 a year, 90 days") == pytest.approx(pace * 90)
    season = (15 / 90) / (24 / 365)
    pace = fact(table, "silence_velocity", "lawn, 30 days")
    assert fact(table, "missed_units", "lawn, 30 days") == pytest.approx(pace * season * 30)


def test_purchases_are_of_a_clump(engine: Engine) -> None:
    table = known(items, engine.name)
    missed = fact(table, "missed_units", "lumber, 30 days")
    assert fact(table, "missed_purchases", "lumber, 30 days") == pytest.approx(missed / 4)


@pytest.mark.parametrize(
    ("sku", "silent"),
    [(f"came {ago(200)}", 200), (f"came {ago(400)}", 365), ("came some day", None)],
)
def test_what_never_sold_is_silent_since_it_came(
    engine: Engine, sku: str, silent: float | None
) -> None:
    assert known(items, engine.name).filter(sku=sku)["days_silent"].item() == silent
