from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import fact, known, neighbours, row, stock

if TYPE_CHECKING:
    import polars as pl

    from builders import Cells, Value
    from profit_sentinel.engine.engine import Engine


def chain() -> pl.DataFrame:
    """PLUMBING earns 40 %, the fineline TAPS 50 %, the brand THIN 20 %, three stores 30 %."""
    return stock(
        row("its department", vendor=None),
        *several("brand", 5, vendor="THIN", unit_cost=8),
        *several("small brand", 4, vendor="FEW", unit_cost=8),
        *several("rich brand", 5, vendor="RICH", unit_cost=2),
        *several("tap", 20, fineline="TAPS", vendor="TAPPER", unit_cost=5),
        *several("thin tap", 5, fineline="TAPS", vendor="THIN", unit_cost=8),
        *several("valve", 19, fineline="VALVES", vendor="VALVER", unit_cost=5),
        *(
            row("in three stores", store_id=store, fineline="TAPS", unit_cost=cost)
            for store, cost in (("1", 9.0), ("2", 7.0), ("3", 7.0))
        ),
        *(row("with a target", store_id=store, desired_margin=0.55) for store in "123"),
        row("below cost", retail_price=5, vendor="CHEAP"),
        row("no margin", retail_price=None),
        *(one for store in "123" for one in neighbours(100, store_id=store)),
    )


def several(name: str, count: int, **changes: Value) -> list[Cells]:
    return [row(f"{name} {number}", **changes) for number in range(count)]


@pytest.mark.parametrize(
    ("sku", "source", "margin"),
    [
        ("with a target", "its own target", 0.55),
        ("in three stores", "the other stores", 1 - 7 / 10),
        ("tap 0", "its fineline", 1 - 5 / 10),
        ("thin tap 0", "its fineline", 1 - 8 / 10),
        ("valve 0", "its department", 1 - 6 / 10),
        ("its department", "its department", 1 - 6 / 10),
        ("brand 0", "its department", 1 - 8 / 10),
        ("small brand 0", "its department", 1 - 6 / 10),
        ("rich brand 0", "its department", 1 - 6 / 10),
    ],
)
def test_the_best_reference_is_taken(engine: Engine, sku: str, source: str, margin: float) -> None:
    one = known(chain, engine.name).filter(sku=sku, store_id="1").row(0, named=True)
    assert one["reference_source"] == source
    assert one["reference_margin"] == pytest.approx(margin)


def test_a_margin_is_a_share_of_the_price(engine: Engine) -> None:
    table = known(chain, engine.name)
    assert fact(table, "margin", "below cost") == pytest.approx((5 - 6) / 5)
    assert table.filter(sku="no margin")["margin"].item() is None
    assert fact(table, "department_margin", "below cost") == pytest.approx(1 - 6 / 10)


def test_prices_below_cost_are_counted_by_vendor_and_department(engine: Engine) -> None:
    table = known(chain, engine.name)
    priced = chain().filter(store_id="1", vendor="ACME").drop_nulls("retail_price").height
    department = chain().filter(store_id="1").drop_nulls("retail_price").height
    assert department > priced
    assert fact(table, "below_cost_share", "neighbour 0") == pytest.approx(1 / (department + 9))
    assert fact(table, "below_cost_share", "below cost") == 0
