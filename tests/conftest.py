"""Fixtures shared by all rooms."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

import storage as storages
from engines import ENGINES
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


@pytest.fixture(scope="session")
def storage_server() -> Iterator[storages.Storage]:
    """A storage of a cloud on this machine."""
    made = storages.started()
    yield made
    made.server.stop()


@pytest.fixture
def storage(storage_server: storages.Storage, monkeypatch: pytest.MonkeyPatch) -> storages.Storage:
    """The same, empty, and named by the environment."""
    storage_server.empty()
    for name, value in storage_server.environment.items():
        monkeypatch.setenv(name, value)
    return storage_server
