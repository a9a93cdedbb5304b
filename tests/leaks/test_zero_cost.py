from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import Table, neighbours, row, says, stock

if TYPE_CHECKING:
    import polars as pl

    from profit_sentinel.engine.engine import Engine


def cases() -> pl.DataFrame:
    return stock(
        row("cost zero", unit_cost=0, on_hand=4),
        row("cost unknown", unit_cost=None, on_hand=4),
        row("average cost known", unit_cost=0, average_cost=6, on_hand=4),
        row("no price either", unit_cost=0, retail_price=0, on_hand=4),
        row("price unknown", unit_cost=0, retail_price=None, on_hand=4),
        row("none on hand", unit_cost=0, on_hand=0),
        row("below zero", unit_cost=0, on_hand=-4),
        *neighbours(),
    )


def mostly_without_cost() -> pl.DataFrame:
    return stock(*neighbours(10), *neighbours(11, store_id="2", unit_cost=0))


TABLE = Table("zero_cost", cases)


@pytest.mark.parametrize("sku", ["cost zero", "cost unknown", "none on hand", "below zero"])
def test_it_fires_without_cost(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    "sku",
    ["average cost known", "no price either", "price unknown"],
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


def test_dollars_are_the_cost_a_usual_margin_leaves(engine: Engine) -> None:
    usual_margin = (10.00 - 6.00) / 10.00
    assert TABLE.found(engine, "cost zero").dollars == 4 * 10.00 * (1 - usual_margin)


def test_an_empty_shelf_hides_no_cost(engine: Engine) -> None:
    assert TABLE.found(engine, "none on hand").dollars == 0
    assert TABLE.found(engine, "below zero").dollars == 0


def test_nothing_comes_back(engine: Engine) -> None:
    assert TABLE.found(engine, "cost zero").recoverable == 0


def test_the_file_states_it(engine: Engine) -> None:
    found = TABLE.found(engine, "cost zero")
    assert (found.probability, found.kept) == (0.99, True)


def test_what_it_says(engine: Engine) -> None:
    told = TABLE.found(engine, "cost zero").said
    assert says(told, "$10.00", "4 units")


def test_it_needs_a_price() -> None:
    assert TABLE.off("retail_price") == "needs retail_price"


def test_a_file_that_has_costs_in_few_rows_has_none() -> None:
    assert Table("zero_cost", mostly_without_cost).off() == (
        "unit_cost and average_cost are empty or zero in most rows, so the file has none"
    )
