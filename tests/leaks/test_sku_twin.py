from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import Table, calibrated, neighbours, row, says, share, stock

if TYPE_CHECKING:
    import polars as pl

    from builders import Cells, Value
    from profit_sentinel.engine.engine import Engine


def cases() -> pl.DataFrame:
    return stock(
        *pair("same barcode", barcode="0123"),
        *pair("same maker's part", maker_part="A-1"),
        *pair("same description", description="BRASS ELBOW 1/2"),
        row("NEW brass valve -", on_hand=-3, description="NEW Brass Valve, 3/4"),
        row("NEW brass valve +", on_hand=9, description="brass valve 3/4"),
        *pair("few letters", description="ELBOW"),
        row("another vendor's part -", on_hand=-3, maker_part="B-1", vendor="BOLTS"),
        row("another vendor's part +", on_hand=9, maker_part="B-1"),
        row("another department -", on_hand=-3, description="COPPER TEE 1/2", department="PIPE"),
        row("another department +", on_hand=9, description="COPPER TEE 1/2"),
        row("another store -", on_hand=-3, barcode="0456", store_id="2"),
        row("another store +", on_hand=9, barcode="0456"),
        row("half dearer -", on_hand=-3, barcode="0789", unit_cost=6.00 * 1.49),
        row("half dearer +", on_hand=9, barcode="0789"),
        row("more than half dearer -", on_hand=-3, barcode="0987", unit_cost=6.00 * 1.51),
        row("more than half dearer +", on_hand=9, barcode="0987"),
        row("both below zero -", on_hand=-3, barcode="0654"),
        row("both below zero +", on_hand=-9, barcode="0654"),
        row("less there than missing -", on_hand=-3, barcode="0321", average_cost=5),
        row("less there than missing +", on_hand=2, barcode="0321"),
        row("barcode before description -", on_hand=-3, barcode="0111", description="LONG BEND"),
        row("barcode before description +", on_hand=1, barcode="0111"),
        row("barcode before description, described", on_hand=9, description="LONG BEND"),
        *neighbours(),
    )


def pair(name: str, **alike: Value) -> tuple[Cells, Cells]:
    """A number below zero and one with stock."""
    return row(f"{name} -", on_hand=-3, **alike), row(f"{name} +", on_hand=9, **alike)


TABLE = Table("sku_twin", cases)


@pytest.mark.parametrize(
    "name", ["same barcode", "same maker's part", "same description", "half dearer"]
)
def test_it_fires_on_the_number_below_zero(engine: Engine, name: str) -> None:
    assert TABLE.fires(engine, f"{name} -")
    assert not TABLE.fires(engine, f"{name} +")


@pytest.mark.parametrize(
    "name",
    [
        "few letters",
        "another vendor's part",
        "another department",
        "more than half dearer",
        "both below zero",
    ],
)
def test_it_does_not_fire_otherwise(engine: Engine, name: str) -> None:
    assert not TABLE.fires(engine, f"{name} -")


def test_stores_have_no_twins_of_each_other(engine: Engine) -> None:
    assert not TABLE.fires(engine, "another store -", "2")


def test_words_such_as_new_tell_no_items_apart(engine: Engine) -> None:
    assert TABLE.fires(engine, "NEW brass valve -")


def test_dollars_are_the_units_on_the_wrong_number(engine: Engine) -> None:
    assert TABLE.found(engine, "same barcode -").dollars == 3 * 6.00
    assert TABLE.found(engine, "less there than missing -").dollars == 2 * 5.00


def test_nothing_comes_back_because_only_the_books_are_wrong(engine: Engine) -> None:
    assert TABLE.found(engine, "same barcode -").recoverable == 0


@pytest.mark.parametrize(
    ("sku", "probability"),
    [
        ("same barcode -", 0.95),
        ("same maker's part -", 0.85),
        ("same description -", 0.60),
        ("NEW brass valve -", 0.60),
        ("barcode before description -", 0.95),
    ],
)
def test_probability_is_by_what_they_share(engine: Engine, sku: str, probability: float) -> None:
    assert TABLE.found(engine, sku).probability == share(calibrated("sku_twin", probability))


def test_what_it_says(engine: Engine) -> None:
    told = TABLE.found(engine, "same barcode -").said
    assert says(told, "-3 units", "9 units", "SKU same barcode +", "barcode")


def test_the_surest_match_is_told(engine: Engine) -> None:
    said = TABLE.found(engine, "barcode before description -").said
    assert "1 unit on SKU barcode before description +," in said


def test_it_needs_something_to_know_an_item_by() -> None:
    assert TABLE.off("barcode", "maker_part", "description") == (
        "needs barcode or maker_part or description"
    )
