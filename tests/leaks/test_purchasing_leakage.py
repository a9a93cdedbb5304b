from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from builders import Table, cents, demand, logistic_of, neighbours, row, says, share, stock

if TYPE_CHECKING:
    import polars as pl

    from builders import Cells, Value
    from profit_sentinel.engine.engine import Engine


def cases() -> pl.DataFrame:
    return stock(
        *carried("7.00", unit_cost=7.00),
        *carried("6.29", unit_cost=6.29),
        *carried("6.31", unit_cost=6.31),
        *carried("in two stores", "12", unit_cost=7),
        *carried("on clearance", unit_cost=7, status="Clearance"),
        *carried("discontinued", unit_cost=7, status="Discontinued"),
        *carried("sales unknown", unit_cost=7, sold_365d=None),
        *carried("another item here", unit_cost=7, description="something else"),
        *carried("cheap when bought", unit_cost=7, average_cost=6),
        *carried("cost of a dozen", unit_cost=72),
        *(one for store in "123" for one in neighbours(store_id=store)),
    )


def carried(sku: str, stores: str = "123", **here: Value) -> list[Cells]:
    """An item that several stores carry, with something special in store 1."""
    return [row(sku, **(here if store == "1" else {}), store_id=store) for store in stores]


TABLE = Table("purchasing_leakage", cases)


@pytest.mark.parametrize("sku", ["7.00", "6.31", "on clearance", "cheap when bought"])
def test_it_fires_over_105_percent_of_the_median(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)
    assert not TABLE.fires(engine, sku, "2")


@pytest.mark.parametrize(
    "sku", ["6.29", "in two stores", "discontinued", "sales unknown", "another item here"]
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


def test_dollars_are_the_extra_cost_of_a_year(engine: Engine) -> None:
    extra = (7.00 - 6.00) * demand(cases(), "7.00").velocity * 365
    found = TABLE.found(engine, "7.00")
    assert found.dollars == cents(extra)
    assert found.recoverable == cents(0.7 * extra)


@pytest.mark.parametrize(("sku", "cost"), [("7.00", 7.00), ("6.31", 6.31)])
def test_probability_is_of_the_gap_against_how_costs_vary(
    engine: Engine, sku: str, cost: float
) -> None:
    least_spread = 0.02
    score = math.log(cost / 6.00) / least_spread
    assert TABLE.found(engine, sku).probability == share(logistic_of("purchasing_leakage", score))


def test_it_gives_way_to_a_cost_of_another_unit(engine: Engine) -> None:
    assert Table("unit_mismatch", cases).fires(engine, "cost of a dozen")
    assert not TABLE.fires(engine, "cost of a dozen")


def test_what_it_says(engine: Engine) -> None:
    told = TABLE.found(engine, "7.00").said
    assert says(told, "$7.00", "$6.00", "3 stores")


def test_it_needs_costs_and_something_to_know_an_item_by() -> None:
    assert TABLE.off("unit_cost", "average_cost") == "needs a cost: unit_cost or average_cost"
    assert TABLE.off("description") == "needs barcode or description"
