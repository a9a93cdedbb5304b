from __future__ import annotations

import narwhals as nw
import polars as pl
import pytest

from profit_sentinel.declaration.fact import TERMS
from profit_sentinel.declaration.row import Row, column
from profit_sentinel.settings import load


def test_a_name_that_is_neither_column_nor_fact_is_refused() -> None:
    with pytest.raises(AttributeError, match="'on_hnad' is neither a canonical column nor a fact"):
        _ = Row(load()).on_hnad


@pytest.mark.parametrize("name", sorted(TERMS))
def test_every_term_can_be_read(name: str) -> None:
    row = Row(load())
    getattr(row, name)
    assert row.read == {name}


def test_it_remembers_what_was_read() -> None:
    row = Row(load())
    _ = row.on_hand * row.cost + row.on_hand
    assert row.read == {"on_hand", "cost"}


def test_a_leak_that_does_not_fire_has_no_likelihood() -> None:
    name = column("dead_stock", "probability")
    frame = nw.from_native(pl.DataFrame({name: [0.4, None]}))
    found = frame.select(likely=Row(load()).likelihood("dead_stock"))
    assert found["likely"].to_list() == [0.4, 0.0]
