from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING

import pytest
from scipy.stats import norm

from builders import (
    DAY,
    RECEIVED,
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

    from builders import Cells
    from profit_sentinel.engine.engine import Engine


SPREAD = 0.015
"""All neighbours earn 40 %, so that margins vary no more than the least that is assumed."""


def cases() -> pl.DataFrame:
    return stock(
        row("34.9 %", unit_cost=6.51),
        row("35.1 %", unit_cost=6.49),
        row("20 %", unit_cost=8, average_cost=3),
        row("far under its list price", unit_cost=8, list_price=15),
        row("left to run out", unit_cost=8, reorder_point=4),
        row("sells nothing", unit_cost=8, sold_365d=0),
        row("none on hand", unit_cost=8, on_hand=0),
        row("books below zero", unit_cost=8, on_hand=-3),
        row("sales unknown", unit_cost=8, sold_365d=None),
        row("on clearance", unit_cost=8, status="Clearance"),
        row("discontinued", unit_cost=8, status="discontinued"),
        row("in its promotion", unit_cost=8, promo_until=DAY),
        row("after its promotion", unit_cost=8, promo_until=ago(1)),
        row("wants 60 %", desired_margin=0.60),
        *(row(f"wants no more {number}", desired_margin=0.40) for number in range(4)),
        row("under cost", unit_cost=13),
        *(row(f"thin {number}", unit_cost=8, vendor="THIN") for number in range(5)),
        *(
            row(f"fine {number}", fineline="TAPS", vendor="TAPPER", **paid(5.00))
            for number in range(19)
        ),
        row("dear tap", fineline="TAPS", vendor="TAPPER"),
        *neighbours(60),
    )


def several_stores() -> pl.DataFrame:
    stores = ("1", "2", "3")
    return stock(
        *(row("cheap here", store_id=one, retail_price=9 if one == "1" else 10) for one in stores),
        *(row("dear to buy", store_id=one, unit_cost=7 if one == "1" else 6) for one in stores),
        *(row("thin in every store", store_id=one, unit_cost=8) for one in stores),
        row("cost of a dozen", unit_cost=0.50),
        *(one for store in stores for one in neighbours(store_id=store)),
    )


def varied() -> pl.DataFrame:
    """A department in which margins lie up to ten points around 40 %."""
    return stock(
        row("26 %", unit_cost=7.40),
        row("22 %", unit_cost=7.80),
        *(one for step in range(-20, 21) for one in pair(step)),
    )


def pair(step: int) -> tuple[Cells, ...]:
    price: Cells = {"unit_cost": 6.00 + step / 20, "vendor": f"maker {step}"}
    return tuple(row(f"{step} {name}", **price, sold_365d=20 + step) for name in ("a", "b"))


def paid(cost: float) -> Cells:
    return {"unit_cost": cost}


TABLE = Table("margin_erosion", cases)
CHAIN = Table("margin_erosion", several_stores)


@pytest.mark.parametrize(
    "sku", ["34.9 %", "after its promotion", "wants 60 %", "dear tap", "books below zero"]
)
def test_it_fires_over_five_points_under_the_reference(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    "sku",
    [
        "35.1 %",
        "sells nothing",
        "none on hand",
        "sales unknown",
        "on clearance",
        "discontinued",
        "in its promotion",
        "wants no more 0",
        "thin 0",
    ],
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


def test_it_fires_beyond_two_robust_deviations(engine: Engine) -> None:
    frame = varied()
    margins = [1 - cost / 10 for cost in frame["unit_cost"]]
    spread = 1.4826 * median(abs(margin - median(margins)) for margin in margins)
    assert 0.14 < 2 * spread < 0.18
    table = Table("margin_erosion", varied)
    fires = {sku: table.fires(engine, sku) for sku in ("26 %", "22 %")}
    assert fires == {"26 %": False, "22 %": True}


def test_how_many_deviations_is_a_setting(engine: Engine) -> None:
    found = analyse(varied(), load(margin={"drop_sd": 2.5}), engine)
    assert pick(found, "margin_erosion", "22 %") is None


@pytest.mark.parametrize(("sku", "gap"), [("20 %", 0.40 - 0.20), ("wants 60 %", 0.60 - 0.40)])
def test_dollars_are_the_missing_points_on_a_year_of_sales(
    engine: Engine, sku: str, gap: float
) -> None:
    velocity = demand(cases(), sku).velocity
    found = TABLE.found(engine, sku)
    assert found.dollars == cents(gap * 10.00 * velocity * 365)
    assert found.recoverable == cents(0.6 * gap * 10.00 * velocity * 365)


def test_a_fineline_says_more_than_its_department(engine: Engine) -> None:
    velocity = demand(cases(), "dear tap").velocity
    gap = (1 - 5.00 / 10.00) - (1 - 6.00 / 10.00)
    assert TABLE.found(engine, "dear tap").dollars == cents(gap * 10.00 * velocity * 365)


@pytest.mark.parametrize(
    ("sku", "gap", "right_price"),
    [("34.9 %", 0.051, 6.51 / 0.60), ("20 %", 0.20, 8 / 0.60), ("wants 60 %", 0.20, 6 / 0.40)],
)
def test_probability_is_that_of_two_normals_and_of_how_the_price_came_about(
    engine: Engine, sku: str, gap: float, right_price: float
) -> None:
    z = min(gap / SPREAD, 8)
    eroded, sound = 0.02 * norm(4, math.sqrt(5)).pdf(z), 0.98 * norm(0, 1).pdf(z)
    reasoned = eroded / (eroded + sound)
    likely = calibrated(
        "margin_erosion",
        reasoned,
        deep_cut=max(1 - 10.00 / right_price - 0.20, 0),
        no_other_stores=1,
        no_target=0 if sku == "wants 60 %" else 1,
        long_unreceived=RECEIVED,
    )
    assert TABLE.found(engine, sku).probability == share(likely)


@pytest.mark.parametrize("sku", ["far under its list price", "left to run out"])
def test_a_price_cut_on_purpose_is_less_likely_eroded(engine: Engine, sku: str) -> None:
    likely = TABLE.found(engine, "20 %").probability
    assert TABLE.found(engine, sku).probability < likely


@pytest.mark.parametrize(
    ("sku", "better"),
    [
        ("cheap here", "price_gap"),
        ("dear to buy", "purchasing_leakage"),
    ],
)
def test_it_gives_way_between_stores(engine: Engine, sku: str, better: str) -> None:
    assert Table(better, several_stores).found(engine, sku).probability >= 0.5
    assert not CHAIN.fires(engine, sku)


def test_it_gives_way_to_a_price_below_cost(engine: Engine) -> None:
    assert Table("price_discrepancy", cases).found(engine, "under cost").probability >= 0.5
    assert not TABLE.fires(engine, "under cost")


def test_what_all_stores_earn_is_no_erosion(engine: Engine) -> None:
    assert not CHAIN.fires(engine, "thin in every store", "1")


def test_what_it_says(engine: Engine) -> None:
    told = TABLE.found(engine, "20 %").said
    assert says(told, "20%", "40%", "its department", "$10.00", "$8.00")


def test_it_says_where_the_reference_comes_from(engine: Engine) -> None:
    assert says(TABLE.found(engine, "wants 60 %").said, "60%", "its own target")
    assert says(TABLE.found(engine, "dear tap").said, "50%", "its fineline")


def test_it_needs_costs_and_units_sold() -> None:
    assert TABLE.off("unit_cost", "average_cost") == "needs a cost: unit_cost or average_cost"
    assert TABLE.off("sold_365d") == UNITS_SOLD
