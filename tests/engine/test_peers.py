from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING

import pytest

from builders import ago, fact, known, neighbours, row, stock

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from builders import Cells, Value
    from profit_sentinel.engine.engine import Engine

PRICES = {"1": 8.0, "2": 10.0, "3": 11.0, "4": 12.0}
SPREAD = [(10.0, 10.4, 10.0), (10.0, 9.0, 11.0), (10.0, 10.0, 10.5), (10.0, 12.0, 11.0)]


def chain() -> pl.DataFrame:
    return stock(
        *carried("in four stores", PRICES),
        *carried("by description", PRICES, description="ELBOW"),
        row("by description", store_id="5", description="ELBOW"),
        *carried("by barcode", {"1": 8.0, "2": 10.0}, barcode="1"),
        row("by barcode", store_id="3", barcode="2"),
        *carried("nameless", PRICES, description=None),
        *carried("one without a price", PRICES | {"4": None}),
        *carried("unsold", PRICES, last_sale_date=ago(100)),
        *(
            row(f"item {n}", store_id=str(place), retail_price=price, department="VARIED")
            for n, prices in enumerate(SPREAD)
            for place, price in enumerate(prices, start=1)
        ),
        *(one for store in "12345" for one in neighbours(35, store_id=store)),
    )


def carried(sku: str, prices: Mapping[str, float | None], **changes: Value) -> list[Cells]:
    return [row(sku, store_id=store, retail_price=price, **changes)
            for store, price in prices.items()]  # fmt: skip


@pytest.mark.parametrize(
    ("sku", "stores"), [("in four stores", 4), ("by description", 5), ("by barcode", 2)]
)
def test_stores_that_carry_an_item_are_counted(engine: Engine, sku: str, stores: int) -> None:
    assert fact(known(chain, engine.name), "peer_stores", sku) == stores


def test_another_barcode_is_another_item(engine: Engine) -> None:
    assert fact(known(chain, engine.name), "peer_stores", "by barcode", "3") == 1


def test_an_item_without_a_name_has_no_peers(engine: Engine) -> None:
    one = known(chain, engine.name).filter(sku="nameless", store_id="1")
    assert one.select("peer_stores", "peer_price", "peer_cost").row(0) == (None, None, None)


@pytest.mark.parametrize(
    ("sku", "prices"),
    [("in four stores", (8.0, 10.0, 11.0, 12.0)), ("one without a price", (8.0, 10.0, 11.0))],
)
def test_the_median_is_over_all_stores(engine: Engine, sku: str, prices: tuple[float, ...]) -> None:
    assert fact(known(chain, engine.name), "peer_price", sku) == median(prices)


def test_the_spread_is_the_robust_deviation_of_logs(engine: Engine) -> None:
    ratios = [abs(math.log(price / median(prices))) for prices in SPREAD for price in prices]
    spread = 1.4826 * median(ratios)
    assert spread > 0.02
    found = fact(known(chain, engine.name), "price_spread", "item 0")
    assert found == pytest.approx(spread)


def test_the_spread_is_at_least_two_percent(engine: Engine) -> None:
    assert fact(known(chain, engine.name), "cost_spread", "item 0") == 0.02
