from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from builders import Table, calibrated, neighbours, row, says, share, stock

if TYPE_CHECKING:
    import polars as pl

    from builders import Cells, Value
    from profit_sentinel.engine.engine import Engine


def cases() -> pl.DataFrame:
    return stock(
        row("twelve times the cost", unit_cost=12 * 6.00),
        row("a twelfth of the cost", unit_cost=6.00 / 12),
        row("within 0.04 of a dozen", unit_cost=12 * 6.00 * math.exp(0.04)),
        row("0.06 off a dozen", unit_cost=12 * 6.00 * math.exp(0.06)),
        row("seven times the cost", unit_cost=7 * 6.00),
        row("seven to its pack", unit_cost=7 * 6.00, pack_qty=7),
        row("twelve, its pack holds seven", unit_cost=12 * 6.00, pack_qty=7),
        row("none on hand", unit_cost=72, on_hand=0),
        row("below zero", unit_cost=72, on_hand=-2),
        *carried("twelve times its peers", unit_cost=72),
        *carried("peers at another price", unit_cost=72, retail_price=14),
        *carried("twice its peers", unit_cost=12),
        *everywhere("six times everywhere", unit_cost=6 * 6.00),
        *carried("in two stores", "12", unit_cost=72),
        *(one for store in "123" for one in neighbours(store_id=store)),
    )


def carried(sku: str, stores: str = "123", **here: Value) -> list[Cells]:
    """An item that several stores carry, with something special in store 1."""
    return [row(sku, **(here if store == "1" else {}), store_id=store) for store in stores]


def everywhere(sku: str, unit_cost: float) -> list[Cells]:
    """An item that costs every store the same."""
    return [row(sku, unit_cost=unit_cost, store_id=store) for store in "123"]


TABLE = Table("unit_mismatch", cases)


@pytest.mark.parametrize(
    "sku",
    [
        "twelve times the cost",
        "a twelfth of the cost",
        "within 0.04 of a dozen",
        "seven to its pack",
        "twelve times its peers",
        "in two stores",
        "six times everywhere",
    ],
)
def test_it_fires_at_a_pack_size(engine: Engine, sku: str) -> None:
    assert TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    "sku",
    [
        "0.06 off a dozen",
        "seven times the cost",
        "peers at another price",
        "twice its peers",
    ],
)
def test_it_does_not_fire_otherwise(engine: Engine, sku: str) -> None:
    assert not TABLE.fires(engine, sku)


@pytest.mark.parametrize(
    ("sku", "off"),
    [
        ("twelve times the cost", 72.00 - 6.00),
        ("twelve times its peers", 72.00 - 6.00),
        ("seven to its pack", 42.00 - 6.00),
    ],
)
def test_dollars_are_what_the_stock_is_misvalued_by(engine: Engine, sku: str, off: float) -> None:
    assert TABLE.found(engine, sku).dollars == 3 * off


@pytest.mark.parametrize("sku", ["none on hand", "below zero"])
def test_a_wrong_cost_is_told_even_where_it_misvalues_nothing(engine: Engine, sku: str) -> None:
    assert TABLE.found(engine, sku).dollars == 0


def test_a_cost_too_low_misvalues_by_no_more_than_the_price(engine: Engine) -> None:
    assert 10.00 > 6.00 - 6.00 / 12
    assert TABLE.found(engine, "a twelfth of the cost").dollars == 3 * (6.00 - 6.00 / 12)


def test_nothing_comes_back_because_only_the_books_are_wrong(engine: Engine) -> None:
    assert TABLE.found(engine, "twelve times the cost").recoverable == 0


@pytest.mark.parametrize(
    ("sku", "probability"),
    [
        ("twelve times its peers", 0.95),
        ("seven to its pack", 0.95),
        ("twelve times the cost", 0.60),
        ("twelve, its pack holds seven", 0.60),
        ("in two stores", 0.60),
        ("six times everywhere", 0.60),
    ],
)
def test_peers_and_the_pack_of_the_file_are_near_proof(
    engine: Engine, sku: str, probability: float
) -> None:
    assert TABLE.found(engine, sku).probability == share(calibrated("unit_mismatch", probability))


@pytest.mark.parametrize(
    ("sku", "figures"),
    [
        ("twelve times its peers", ("$72.00", "$10.00", "of 12 ", "the other stores")),
        ("seven to its pack", ("$42.00", "$10.00", "of 7 ", "its pack size")),
        ("a twelfth of the cost", ("$0.50", "$10.00", "1/12", "the department")),
    ],
)
def test_what_it_says(engine: Engine, sku: str, figures: tuple[str, ...]) -> None:
    assert says(TABLE.found(engine, sku).said, *figures)


def test_it_needs_prices_and_costs() -> None:
    assert TABLE.off("retail_price") == "needs retail_price"
    assert TABLE.off("unit_cost") == "needs a cost: unit_cost or average_cost"


def varied() -> pl.DataFrame:
    """A store whose prices end in 9 and whose margins vary too much to tell a pack by itself."""
    others = [row(f"item {number}", unit_cost=4 + 3.5 * number / 99, retail_price=9.99)
              for number in range(100)]  # fmt: skip
    return stock(row("kept its ending", unit_cost=38, retail_price=9.99),
                 row("lost its ending", unit_cost=38, retail_price=6.00), *others)  # fmt: skip


VARIED = Table("unit_mismatch", varied)


def test_a_price_far_under_its_cost_that_kept_its_ending_is_right(engine: Engine) -> None:
    # A unit costs 5.8 at the middle: 38 / 5.8 = 6.6, ln 1.88, and ln 6 = 1.79 is nearer than ln 8 =
    # 2.08, but neither is within 0.05.
    found = VARIED.found(engine, "kept its ending")
    assert found.dollars == pytest.approx(3 * (38.00 - 38.00 / 6))
    assert found.probability == share(calibrated("unit_mismatch", 0.60))
    assert says(found.said, "$38.00", "of 6 ", "$9.99", "ends like most prices here")
    assert not VARIED.fires(engine, "lost its ending")


def test_then_no_margin_is_promised(engine: Engine) -> None:
    priced = Table("price_discrepancy", varied)
    assert not priced.fires(engine, "kept its ending")
    assert priced.found(engine, "lost its ending").recoverable > 0
