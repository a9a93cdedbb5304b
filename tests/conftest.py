"""Fixtures shared by all rooms."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from profit_sentinel.declaration.words import spoken
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.settings import Settings

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
os.environ["PROFIT_SENTINEL_HOME"] = str(Path(__file__).with_name("no_data_folder"))
ENGINES = ("polars", "duckdb")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn, its language spoken."""
    engine = engine_named(request.param)
    with spoken(engine.language):
        yield engine


@pytest.fixture
def settings() -> Settings:
    """Those of a hardware store."""
    return load()
