"""A small simulated chain in which every leak occurs, and what is found in it."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl
import pytest

from profit_sentinel import Digest, analyze
from profit_sentinel.settings import load
from profit_sentinel.simulate.demo import demo_files
from profit_sentinel.simulate.parameters import ChainParameters

if TYPE_CHECKING:
    from collections.abc import Callable

CHAIN = ChainParameters(skus=600, rows_per_store=580, days=400, as_of=date(2024, 11, 23), seed=7)


@pytest.fixture(scope="session")
def export() -> bytes:
    """The chain's inventory report as CSV."""
    return demo_files(CHAIN)["inventory.csv"]


@pytest.fixture(scope="session")
def rows(export: bytes) -> pl.DataFrame:
    """The same as text."""
    return pl.read_csv(BytesIO(export), infer_schema=False)


@pytest.fixture(scope="session")
def whole(rows: pl.DataFrame) -> Digest:
    """The digest of the chain."""
    return analyze(rows)


@pytest.fixture(scope="session")
def limited(rows: pl.DataFrame) -> Callable[[float], Digest]:
    """The digest of the chain with some share of false alarms."""
    return cache(lambda share: analyze(rows, settings=load(list={"false_alarms": share})))
