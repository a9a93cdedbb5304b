from __future__ import annotations

from datetime import date
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

import homes
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.store import migrate, snapshots, stores, tasks, uploads
from profit_sentinel.store.database import Database
from profit_sentinel.store.tables import OWNED, Base

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD_ROWS = """
INSERT INTO organisations (id, name, created_at, settings, revision)
VALUES ('acme', 'Acme', '2026-06-01 12:00:00', '', 3);
INSERT INTO uploads (org_id, id, sha256, store_id, name, size, columns, status, stage, share,
recognition, signature, uploaded_by, received_at, attempts)
VALUES ('acme', 'u', 's', '1', 'n', 5, '{}', 'ready', 'ready', 100, '[]', '', 'olga',
'2026-06-01 12:00:00', 1);
INSERT INTO answered (org_id, key, request, task_id, at)
VALUES ('acme', 'k', 'r', 't', '2026-06-01 12:00:00')
"""
"""Rows as the first step keeps them."""


@pytest.fixture(params=homes.KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind without tables."""
    if request.param == "postgresql":
        server: homes.Postgres = request.getfixturevalue("postgres")
        made = Database(server.empty())
    else:
        made = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    yield made
    made.close()


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_steps_make_the_tables_the_program_uses(empty: Database) -> None:
    assert migrate.present(empty) is None
    migrate.upgrade(empty)
    assert migrate.present(empty) == migrate.newest()
    assert migrate.differences(empty) == []
    assert tables(empty) == set(Base.metadata.tables)


def test_the_steps_lead_back_to_nothing_and_up_again(empty: Database) -> None:
    migrate.upgrade(empty)
    migrate.go(empty, "base")
    assert tables(empty) == set()
    assert migrate.present(empty) is None
    migrate.go(empty, "head")
    assert migrate.differences(empty) == []


def test_the_same_step_again_changes_nothing(empty: Database) -> None:
    migrate.go(empty, migrate.newest())
    migrate.go(empty, migrate.newest())
    assert migrate.differences(empty) == []


def test_rows_survive_a_step_back_and_forth(empty: Database) -> None:
    migrate.go(empty, "0001")
    with empty.engine.begin() as connection:
        if empty.kind == "postgresql":
            connection.exec_driver_sql("SELECT set_config('profit_sentinel.org', 'acme', true)")
        for statement in OLD_ROWS.split(";"):
            connection.exec_driver_sql(statement)
    for step in ("head", "0001", "head"):
        migrate.go(empty, step)
    assert migrate.differences(empty) == []
    with empty.reading("acme") as session:
        held = uploads.get(session, "u")
        assert (held.size, held.notes) == (5, [])
        answer = tasks.answered(session, "k")
        assert answer
        assert answer.new


def test_counts_and_sizes_beyond_32_bits_are_kept(database: Database) -> None:
    large = 2**31 + 1
    with database.writing("acme") as session:
        stores.organisation(session, "Acme").revision = large
        upload = uploads.add(
            session, sha256="s", name="n", size=5 * large, store="1", as_of=None, columns={},
            who="olga",
        )  # fmt: skip
        snapshots.add(session, "p", upload.id, large, {}, {"1": date(2026, 6, 1)})
        row = {
            "issue_id": "i", "store_id": "1", "leak": "l", "place": "p", "money": "cash",
            "section": 0, "dollars": 1.0, "recoverable": 1.0, "recovery": "once",
            "priority": 1.0, "sku_count": large, "trend": "new", "shown": {},
        }  # fmt: skip
        snapshots.write_sightings(session, "a", [row], ["1"])
        stores.revise(session)
    with database.reading("acme") as session:
        assert stores.revision(session) == large + 1
        assert uploads.get(session, upload.id).size == 5 * large
        assert snapshots.get(session, "p").rows == large
        assert snapshots.sightings(session, "a", "1")[0].sku_count == large


def test_a_step_nobody_knows_names_those_there_are(empty: Database) -> None:
    with pytest.raises(WrongUsageError, match=r"no step 'nine'; there are base, 0001"):
        migrate.go(empty, "nine")


def test_what_the_steps_lack_is_told(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE aliases")
    assert [each[0] for each in migrate.differences(empty)] == ["add_table"]  # type: ignore[index]


def test_programs_that_start_at_once_wait_for_each_other(empty: Database) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        database = Database(empty.engine.url.render_as_string(hide_password=False))
        try:
            migrate.upgrade(database)
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            database.close()

    threads = [Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert migrate.differences(empty) == []


def test_every_table_of_an_organisation_has_its_policy(postgres: homes.Postgres) -> None:
    database = Database(postgres.fresh())
    with database.engine.connect() as connection:
        forced = set(connection.exec_driver_sql(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
            "WHERE relrowsecurity AND relforcerowsecurity"
        ).scalars())  # fmt: skip
    database.close()
    assert forced == {table.__tablename__ for table in OWNED} | {"organisations"}
