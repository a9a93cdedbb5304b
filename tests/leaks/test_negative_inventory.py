from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import Table, neighbours, pick, row, says, stock
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.settings import load

if TYPE_CHECKING:
    import polars as pl

    from profit_sentinel.engine.engine import Engine


def cases() -> pl.DataFrame:
    return stock(
        row("minus three", on_hand=-3, unit_cost=14.00, average_cost=12.50),
        row("minus half a foot", on_hand=-0.5),
        row("none", on_hand=0),
        row("one", on_hand=1),
        row("unknown quantity", on_hand=None),
        row("minus three without cost", on_hand=-3, unit_cost=0),
        row("sold under this number", on_hand=-3, barcode="0123"),
        row("received under that number", on_hand=9, barcode="0123"),
        *neighbours(),
    )


TABLE = Table("negative_inventory", cases)


@pytest.mark.parametrize("sku", ["minus three", "minus half a foot", "minus three without cost"])
def test_it_fires_below_zero(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize("sku", ["none", "one", "unknown quantity"])
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


def test_dollars_are_units_below_zero_at_average_cost(engine: Engine) -> None:
    assert TABLE.found(engine, "minus three").dollars == 3 * 12.50


def test_what_has_no_cost_is_told_without_dollars(engine: Engine) -> None:
    assert TABLE.found(engine, "minus three without cost").dollars == 0


def test_fractions_of_a_unit_count(engine: Engine) -> None:
    assert TABLE.found(engine, "minus half a foot").dollars == 0.5 * 6.00


def test_nothing_comes_back_because_only_the_books_are_wrong(engine: Engine) -> None:
    assert TABLE.found(engine, "minus three").recoverable == 0


def test_the_file_states_it(engine: Engine) -> None:
    found = TABLE.found(engine, "minus three")
    assert (found.probability, found.kept) == (0.99, True)


def test_it_gives_way_to_a_twin(engine: Engine) -> None:
    assert not TABLE.fires(engine, "sold under this number")
    assert Table("sku_twin", cases).fires(engine, "sold under this number")


def test_what_it_says(engine: Engine) -> None:
    told = TABLE.found(engine, "minus three").said
    assert says(told, "-3 units", "$12.50")


def test_it_is_told_without_a_cost_in_the_file() -> None:
    frame = cases().drop("unit_cost", "average_cost")
    assert pick(analyse(frame, load(), engine_named("polars")), TABLE.leak, "minus three")
