"""Several threads that write at the same moment."""

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
    from profit_sentinel.store.database import Database

WRITERS = 8


def test_writers_of_one_moment_all_keep_what_they_wrote(database: Database) -> None:
    with database.writing("acme") as session:
        stores.organisation(session, "Acme")
    ready = Barrier(WRITERS)

    def write(number: int) -> None:
        ready.wait()
        with database.writing("acme") as session:
            stores.know(session, [str(number)])

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(write, range(WRITERS)))
    with database.reading("acme") as session:
        known = [store.id for store in stores.listed(session, None)]
    assert sorted(known) == [str(number) for number in range(WRITERS)]


def test_a_writer_in_line_is_told_that_it_takes_too_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.kind != "sqlite":
        pytest.skip("PostgreSQL lets writers of other rows go on")
    monkeypatch.setattr(module, "_BUSY", 10)

    def write() -> None:
        with database.writing("acme") as session:
            stores.organisation(session, "Acme")

    with ExitStack() as first, ThreadPoolExecutor(1) as thread:
        first.enter_context(database.writing("acme"))
        with pytest.raises(UnavailableError, match="another change takes too long"):
            thread.submit(write).result()
    write()


def test_a_writer_that_fails_lets_the_next_one_write(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing("acme"):
        _ = 1 // 0
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_known, database).result()


def _known(database: Database) -> None:
    with database.writing("acme") as session:
        stores.organisation(session, "Acme")
