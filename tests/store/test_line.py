"""Several threads that ask the database at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from profit_sentinel.domain.errors import UnavailableError
from profit_sentinel.store import database as module
from profit_sentinel.store import stores

if TYPE_CHECKING:
    from pathlib import Path

    from profit_sentinel.store.database import Database

WRITERS = 8


def write(database: Database) -> None:
    """Change something."""
    with database.writing("acme") as session:
        stores.organisation(session, "Acme")


def test_writers_of_one_moment_all_keep_what_they_wrote(database: Database) -> None:
    write(database)
    ready = Barrier(WRITERS)

    def add(number: int) -> None:
        ready.wait()
        with database.writing("acme") as session:
            stores.know(session, [str(number)])

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(add, range(WRITERS)))
    with database.reading("acme") as session:
        known = [store.id for store in stores.listed(session, None)]
    assert sorted(known) == [str(number) for number in range(WRITERS)]


def test_a_writer_in_line_is_told_that_it_takes_too_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.kind != "sqlite":
        pytest.skip("PostgreSQL lets writers of other rows go on")
    monkeypatch.setattr(module, "_BUSY", 10)
    with ExitStack() as first, ThreadPoolExecutor(1) as thread:
        first.enter_context(database.writing("acme"))
        with pytest.raises(UnavailableError, match="another change takes too long"):
            thread.submit(write, database).result()
    write(database)


def test_readers_of_a_file_wait_in_line_and_are_told_that_it_takes_too_long(
    sqlite_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(module.OF_FILE, "pool_timeout", 0.01)
    database = module.Database(f"sqlite:///{sqlite_model}")
    with ExitStack() as held:
        for _ in range(module.OF_FILE["pool_size"]):
            held.enter_context(database.reading("acme"))
        with (
            pytest.raises(UnavailableError, match="too much to do"),
            database.reading("acme"),
        ):
            pass
    with database.reading("acme") as session:
        assert stores.listed(session, None) == []
    database.close()


def test_a_writer_that_fails_lets_the_next_one_write(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing("acme"):
        _ = 1 // 0
    with ThreadPoolExecutor(1) as thread:
        thread.submit(write, database).result()
