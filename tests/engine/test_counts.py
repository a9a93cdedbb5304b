from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from profit_sentinel.engine.counts import look_cost, looks, worth_a_count
from profit_sentinel.engine.cut import cut
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterable

COST = 1.0 / 60 * 20.0
"""One minute at $20 an hour."""
LEAST = 10 * COST
"""Ten times what a look costs: $3.33."""
Row = tuple[str, str, str, float, float]


def doubtful(
    sku: str, recoverable: float, probability: float = 0.2, *, store: str = "1",
    leak: str = "phantom_inventory",
) -> Row:  # fmt: skip
    return store, leak, sku, recoverable, probability


def asked(rows: Iterable[Row], **settings: Any) -> list[str]:
    """SKUs on the count sheets, in the order of the findings."""
    chosen = load(counts=settings)
    names = ("store_id", "leak", "sku", "recoverable", "probability")
    findings = pl.DataFrame(list(rows), names, orient="row").with_columns(
        dollars="recoverable",
        money=pl.col("leak").replace_strict({n: e.money.value for n, e in catalogue().items()}),
    )
    found = cut(findings, catalogue(), chosen)
    marked = worth_a_count(found, catalogue(), chosen)
    assert marked.drop("worth_a_count").equals(found)
    return marked.filter("worth_a_count")["sku"].to_list()


def test_a_look_costs_its_minutes() -> None:
    assert look_cost(load()) == COST
    assert look_cost(load(counts={"look_minutes": 3.0})) == 3 * COST
    assert looks(load()) == 30
    assert looks(load(counts={"look_minutes": 4.0})) == 7


def test_only_what_pays_ten_looks_is_asked() -> None:
    # One chance in five of $16.70 is $3.34, of $16.60 is $3.32; ten looks cost $3.33.
    assert 0.2 * 16.60 < LEAST < 0.2 * 16.70
    assert asked([doubtful("pays", 16.70), doubtful("does not", 16.60)]) == ["pays"]
    assert asked([doubtful("twice as dear", 16.70)], look_minutes=2.0) == []
    assert set(asked([doubtful("a", 16.70), doubtful("b", 16.60)], worth=9.0)) == {"a", "b"}


def test_what_the_list_keeps_is_no_question() -> None:
    assert asked([doubtful("kept", 900.0, 0.95), doubtful("cut", 900.0, 0.2)]) == ["cut"]


def test_what_the_list_has_no_room_for_is_one() -> None:
    # 0.95 leaves no room under one in ten for 0.6: (0.05 + 0.4) / 2 = 0.225.
    assert asked([doubtful("sure", 900.0, 0.95), doubtful("likely", 900.0, 0.6)]) == ["likely"]


def test_only_leaks_that_a_look_decides_are_asked() -> None:
    rows = [doubtful(name, 900.0, leak=name) for name in catalogue()]
    assert asked(rows) == ["phantom_inventory"]
    assert {name for name, leak in catalogue().items() if leak.look} == {"phantom_inventory"}


def test_a_walk_ends_after_its_minutes_with_the_most_expected_first() -> None:
    # Expected: $20, $60, $40, $30; a walk of three minutes has three looks.
    rows = [doubtful("a", 100.0), doubtful("b", 300.0), doubtful("c", 100.0, 0.4),
            doubtful("d", 150.0)]  # fmt: skip
    assert set(asked(rows, walk_minutes=3.0)) == {"b", "c", "d"}
    assert set(asked(rows, walk_minutes=3.9)) == {"b", "c", "d"}
    assert asked(rows, walk_minutes=0.0) == []


def test_every_store_has_a_walk_of_its_own() -> None:
    rows = [doubtful(f"{store}{n}", 100.0 + n, store=store) for store in "12" for n in range(3)]
    assert set(asked(rows, walk_minutes=2.0)) == {"11", "12", "21", "22"}


def test_among_equals_the_sku_decides_whatever_the_order_of_the_rows() -> None:
    rows = [doubtful(sku, 100.0) for sku in "cab"]
    assert set(asked(rows, walk_minutes=2.0)) == {"a", "b"}
    assert set(asked(reversed(rows), walk_minutes=2.0)) == {"a", "b"}
