from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING

import pytest

from builders import known, neighbours, row, stock

if TYPE_CHECKING:
    import polars as pl

    from builders import Cells, Value
    from profit_sentinel.engine.engine import Engine

SIZES = (3, 4, 6, 8, 10, 12, 16, 20, 24, 25, 36, 48, 50, 72, 100, 144, 500, 1000)


def chain() -> pl.DataFrame:
    return stock(
        *(row(f"x{size}", unit_cost=6.0 * size) for size in SIZES),
        *(row(f"/{size}", unit_cost=6.0 / size) for size in SIZES),
        row("x7 in a pack of 7", unit_cost=42, pack_qty=7),
        row("x1.4 in a pack of 1.4", unit_cost=8.4, pack_qty=1.4),
        row("x12 in a pack of 3", unit_cost=72, pack_qty=3),
        *carried("x12 here", unit_cost=72),
        *carried("/12 here", unit_cost=0.5),
        *carried("x12 here, at a third more", unit_cost=72, retail_price=13.4),
        *carried("x12 here, at a third more and a bit", unit_cost=72, retail_price=13.6),
        row("x12 on clearance", unit_cost=72, status="CLEARANCE"),
        row("x12 dropped", unit_cost=72, status="DISCONTINUED"),
        row("/12 on clearance", unit_cost=0.5, status="CLEARANCE"),
        *(row("x12 everywhere", store_id=store, unit_cost=72) for store in "123"),
        *(one for store in "123" for one in neighbours(60, store_id=store)),
    )


def carried(sku: str, **here: Value) -> list[Cells]:
    return [row(sku, **(here if store == "1" else {}), store_id=store) for store in "123"]


def wide() -> pl.DataFrame:
    """A department whose costs lie anywhere between 0.5 and 12 at a price of 10."""
    return stock(
        row("x10", unit_cost=20),
        *(row(f"item {number}", unit_cost=12 * 24 ** (-number / 79)) for number in range(80)),
    )


@pytest.mark.parametrize("size", SIZES)
def test_every_pack_size_is_known_both_ways(engine: Engine, size: int) -> None:
    table = known(chain, engine.name)
    for sku, factor in ((f"x{size}", size), (f"/{size}", 1 / size)):
        one = table.filter(sku=sku).row(0, named=True)
        assert one["pack_factor"] == pytest.approx(factor), sku
        assert one["pack_source"] == "the department"


@pytest.mark.parametrize(
    ("sku", "factor", "source"),
    [
        ("x7 in a pack of 7", 7, "its pack size"),
        ("x1.4 in a pack of 1.4", None, None),
        ("x12 in a pack of 3", 12, "the department"),
        ("x12 here", 12, "the other stores"),
        ("/12 here", 1 / 12, "the other stores"),
        ("x12 here, at a third more", 12, "the other stores"),
        ("x12 here, at a third more and a bit", None, None),
        ("x12 everywhere", 12, "the department"),
        ("x12 on clearance", None, None),
        ("x12 dropped", None, None),
        ("/12 on clearance", 1 / 12, "the department"),
        ("neighbour 0", None, None),
    ],
)
def test_peers_then_the_file_then_the_department(
    engine: Engine, sku: str, factor: float | None, source: str | None
) -> None:
    one = known(chain, engine.name).filter(sku=sku, store_id="1").row(0, named=True)
    assert one["pack_factor"] == (factor and pytest.approx(factor))
    if factor:
        assert one["pack_source"] == source


def test_a_department_that_varies_tells_no_packs(engine: Engine) -> None:
    markups = [math.log(10 / cost) for cost in wide()["unit_cost"]]
    gaps = [median(markups) - markup for markup in markups]
    assert 1 < max(gaps) < 4 * 1.4826 * median(map(abs, gaps))
    assert known(wide, engine.name)["pack_factor"].is_null().all()
