"""Fixtures shared by all rooms."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

import homes
import storage as storages
from engines import ENGINES
from profit_sentinel.declaration.words import spoken
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.settings import load
from profit_sentinel.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.services.home import Home
    from profit_sentinel.settings import Settings

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
os.environ["PROFIT_SENTINEL_HOME"] = str(Path(__file__).with_name("no_data_folder"))
ROOT = Path(__file__).parent
LONGEST = ("torture", "browser", "ingest/test_fuzz.py", "services", "web", "engine")
"""What takes longest, and waits most for what others do; begun first, so that all ends together."""


def pytest_xdist_auto_num_workers() -> int:
    """One more than processors: some test waits for a browser, a server or a clock."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""

    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(ROOT).as_posix()
        return next((n for n, begin in enumerate(LONGEST) if path.startswith(begin)), len(LONGEST))

    items.sort(key=place)


@cache
def opened(name: str) -> Engine:
    """An engine, opened once per process: a database takes longer to open than most cases take."""
    return engine_named(name)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn, its language spoken."""
    engine = opened(request.param)
    with spoken(engine.language):
        yield engine
    engine.release()


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


@pytest.fixture(scope="session")
def postgres() -> Iterator[homes.Postgres]:
    """A PostgreSQL server on this machine."""
    made = homes.Postgres()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables."""
    return homes.sqlite_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(params=homes.KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of each kind, with all tables and no rows."""
    if request.param == "postgresql":
        server: homes.Postgres = request.getfixturevalue("postgres")
        return server.fresh()
    return homes.sqlite_fresh(request.getfixturevalue("sqlite_model"), tmp_path)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """A database of each kind."""
    made = Database(address)
    yield made
    made.close()


@pytest.fixture
def home(request: pytest.FixtureRequest, address: str, tmp_path: Path) -> Iterator[Home]:
    """A home with SQLite and a folder, and one with PostgreSQL and a bucket."""
    place: str | Path = tmp_path / "files"
    if address.startswith("postgresql"):
        request.getfixturevalue("storage")
        place = f"s3://{storages.BUCKET}/state"
    made = homes.made(tmp_path, address, place)
    yield made
    made.database.close()


@pytest.fixture
def small(sqlite_model: Path, tmp_path: Path) -> Iterator[Home]:
    """A home with SQLite and a folder, for what no database can change."""
    made = homes.made(tmp_path, homes.sqlite_fresh(sqlite_model, tmp_path), tmp_path / "files")
    yield made
    made.database.close()
