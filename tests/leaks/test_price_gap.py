from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from builders import (
    DAY,
    RECEIVED,
    Table,
    ago,
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

    from builders import Cells, Value
    from profit_sentinel.engine.engine import Engine


def cases() -> pl.DataFrame:
    return stock(
        *carried("8.00", retail_price=8.00),
        *carried("7.00", retail_price=7.00),
        *carried("9.29", retail_price=9.29),
        *carried("9.31", retail_price=9.31),
        *carried("in two stores", "12", retail_price=8),
        *carried("on clearance", retail_price=8, status="Clearance"),
        *carried("discontinued", retail_price=8, status="Discontinued"),
        *carried("in its promotion", retail_price=8, promo_until=DAY),
        *carried("after its promotion", retail_price=8, promo_until=ago(1)),
        *carried("sales unknown", retail_price=8, sold_365d=None),
        *carried("another item here", retail_price=8, description="something else"),
        *carried("by barcode", retail_price=8, barcode="0123"),
        *carried("below cost", retail_price=5),
        *carried("cost of a dozen", retail_price=9, unit_cost=72),
        *(one for store in "123" for one in neighbours(store_id=store)),
    )


def carried(sku: str, stores: str = "123", **here: Value) -> list[Cells]:
    """An item that several stores carry, with something special in store 1."""
    return [row(sku, **(here if store == "1" else {}), store_id=store) for store in stores]


TABLE = Table("price_gap", cases)


@pytest.mark.parametrize("sku", ["8.00", "9.29", "after its promotion"])
def test_it_fires_under_93_percent_of_the_median(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)
    assert not TABLE.fires(engine, sku, "2")


@pytest.mark.parametrize(
    "sku",
    [
        "9.31",
        "in two stores",
        "on clearance",
        "discontinued",
        "in its promotion",
        "sales unknown",
        "another item here",
        "by barcode",
    ],
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


def test_dollars_are_the_missing_part_on_a_year_of_sales(engine: Engine) -> None:
    velocity = demand(cases(), "8.00").velocity
    found = TABLE.found(engine, "8.00")
    assert found.dollars == cents((10.00 - 8.00) * velocity * 365)
    assert found.recoverable == found.dollars


@pytest.mark.parametrize(("sku", "price"), [("8.00", 8.00), ("9.29", 9.29)])
def test_probability_is_of_the_gap_against_how_prices_vary(
    engine: Engine, sku: str, price: float
) -> None:
    least_spread = 0.02
    score = math.log(10.00 / price) / least_spread
    likely = logistic_of("price_gap", score, long_unreceived=RECEIVED)
    assert TABLE.found(engine, sku).probability == share(likely)


def test_a_price_cut_to_clear_is_less_likely_left_behind(engine: Engine) -> None:
    score = math.log(10.00 / 7.00) / 0.02
    likely = logistic_of("price_gap", score, long_unreceived=RECEIVED, deep_cut=1)
    assert TABLE.found(engine, "7.00").probability == share(likely)
    assert likely < TABLE.found(engine, "8.00").probability


@pytest.mark.parametrize(
    ("sku", "better"), [("below cost", "price_discrepancy"), ("cost of a dozen", "unit_mismatch")]
)
def test_it_gives_way(engine: Engine, sku: str, better: str) -> None:
    assert Table(better, cases).found(engine, sku).probability >= 0.5
    assert not TABLE.fires(engine, sku)


def test_what_it_says(engine: Engine) -> None:
    told = TABLE.found(engine, "8.00").said
    assert says(told, "$8.00", "$10.00", "3 stores")


def test_it_needs_something_to_know_an_item_by() -> None:
    assert TABLE.off("barcode", "description") == "needs barcode or description"
