"""The demo chain says the same on every engine, to the cent."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from polars.testing import assert_frame_equal

from engines import DATABASES
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.ingest.take_in import take_in_frame
from profit_sentinel.settings import load
from profit_sentinel.simulate.export import inventory
from profit_sentinel.simulate.parameters import DEMO
from simulated import demo_chain

if TYPE_CHECKING:
    import polars as pl

KEY = ["store_id", "sku", "leak"]
DOLLARS = ["dollars", "recoverable"]


@cache
def stock() -> pl.LazyFrame:
    return take_in_frame(inventory(demo_chain()), modified=DEMO.as_of).stock


@cache
def findings(engine: str) -> pl.DataFrame:
    return analyse(stock(), load(), engine_named(engine)).findings.sort(KEY)


def test_the_demo_chain_has_every_leak() -> None:
    assert findings("polars")["leak"].n_unique() == 14
    assert findings("polars").height > 1000


@pytest.mark.parametrize("engine", DATABASES)
def test_the_demo_chain_says_the_same_to_the_cent(engine: str) -> None:
    words = [*KEY, *DOLLARS, "money", "kept", "cut_reason", "worth_a_count", "evidence"]
    assert findings(engine).select(words).rows() == findings("polars").select(words).rows()


@pytest.mark.parametrize("engine", DATABASES)
def test_the_demo_chain_has_the_same_figures(engine: str) -> None:
    one, other = findings("polars"), findings(engine)
    assert_frame_equal(other, one, check_dtypes=False, rel_tol=1e-9, abs_tol=1e-9)
