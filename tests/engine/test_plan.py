from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import DAY, row, stock
from profit_sentinel.engine.plan import Plan, plan
from profit_sentinel.settings import load


def sized(sizes: dict[str, int]) -> Plan:
    return Plan(load(), DAY, frozenset(), frozenset(), sizes)


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        (1, [["a"], ["b"], ["c"], ["d"]]),
        (10, [["a", "b"], ["c"], ["d"]]),
        (13, [["a", "b"], ["c"], ["d"]]),
        (15, [["a", "b"], ["c", "d"]]),
        (25, [["a", "b", "c", "d"]]),
    ],
)
def test_stores_are_taken_together_while_there_is_room(rows: int, parts: list[list[str]]) -> None:
    assert sized({"a": 4, "b": 6, "c": 14, "d": 1}).parts(rows) == parts


@given(
    sizes=st.dictionaries(st.text(min_size=1), st.integers(1, 100), min_size=1),
    rows=st.integers(1, 300),
)
def test_every_store_is_in_one_part(sizes: dict[str, int], rows: int) -> None:
    parts = sized(sizes).parts(rows)
    assert [store for part in parts for store in part] == list(sizes)
    assert all(len(part) == 1 or sum(sizes[one] for one in part) <= rows for part in parts)


def test_a_frame_tells_its_plan() -> None:
    ground = plan(
        stock(
            row("a", store_id="2", on_order=1.0, vendor=None),
            row("b", store_id="1", on_order=1.0, vendor=None),
            row("c", store_id="1", on_order=0.0, vendor=None),
        ).lazy(),
        load(),
    )
    assert ground.sizes == {"1": 2, "2": 1}
    assert (ground.stores, ground.rows, ground.day) == (2, 3, DAY)
    assert "on_order" in ground.columns
    assert "vendor" not in ground.columns
    assert "on_order" in ground.mostly
