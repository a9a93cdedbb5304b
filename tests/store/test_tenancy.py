"""No session of one organisation touches a row of another, whatever is asked for."""

from __future__ import annotations

from collections import Counter
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, func, inspect, select, text, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import aliased

from profit_sentinel.store import issues, keys, snapshots, stores, tasks, uploads
from profit_sentinel.store.database import EVERYBODY, Database
from profit_sentinel.store.rows import page
from profit_sentinel.store.tables import OWNED, Organisation, Sighting

TABLES = [table.__tablename__ for table in OWNED]
every_table = pytest.mark.parametrize("table", OWNED, ids=lambda table: table.__tablename__)


@pytest.fixture
def policed(filled: Database) -> Database:
    """The same, where the database itself keeps organisations apart."""
    if filled.kind != "postgresql":
        pytest.skip("SQLite has no policies")
    return filled


def rows(database: Database, table: Any) -> Counter[str]:
    """Rows by organisation."""
    with database.reading(EVERYBODY) as session:
        return Counter(session.scalars(select(table.org_id)))


def text_column(table: Any) -> Any:
    """A column of a table that can be written over."""
    key = {column.name for column in table.__table__.primary_key}
    names = [each.name for each in table.__table__.columns if each.name not in key]
    return next(
        each for each in names
        if each != "secret" and str(table.__table__.columns[each].type) == "VARCHAR"
    )  # fmt: skip


def test_every_table_with_an_organisation_is_owned(database: Database) -> None:
    there = inspect(database.engine)
    held = {
        name for name in there.get_table_names()
        if any(column["name"] == "org_id" for column in there.get_columns(name))
    }  # fmt: skip
    assert held == set(TABLES)


@every_table
def test_rows_and_columns_are_read_of_one_organisation(filled: Database, table: Any) -> None:
    with filled.reading("acme") as session:
        assert {each.org_id for each in session.scalars(select(table))} == {"acme"}
        assert session.scalars(select(table.org_id)).all() == ["acme"]
        assert session.scalars(select(aliased(table).org_id)).all() == ["acme"]
        assert session.scalar(select(func.count()).select_from(table)) == 1


@every_table
def test_counts_of_subqueries_are_of_one_organisation(filled: Database, table: Any) -> None:
    with filled.reading("acme") as session:
        found, total = page(session, select(table), 0, 10)
    assert (len(found), total) == (1, 1)


@every_table
def test_a_key_of_another_organisation_finds_nothing(filled: Database, table: Any) -> None:
    key = [column.name for column in table.__table__.primary_key]
    with filled.reading("acme") as session:
        mine = session.scalars(select(table)).one()
        same = {name: getattr(mine, name) for name in key} | {"org_id": "other"}
        assert session.scalar(select(table).filter_by(**same)) is None


@every_table
def test_an_update_without_a_condition_stays_at_home(filled: Database, table: Any) -> None:
    columns = [each.name for each in table.__table__.columns]
    try:
        name = text_column(table)
    except StopIteration:
        pytest.skip(f"only keys, numbers and moments in {columns}")
    with filled.writing("acme") as session:
        session.execute(update(table).values({name: "changed"}))
    with filled.reading(EVERYBODY) as session:
        found = session.execute(select(table.org_id, getattr(table, name)))
        held = {org: said for org, said in found}  # noqa: C416 - rows are no pairs to the checker
    assert held == {"acme": "changed", "other": "1"}


@every_table
def test_a_delete_without_a_condition_stays_at_home(filled: Database, table: Any) -> None:
    with filled.writing("acme") as session:
        session.execute(delete(table))
    assert rows(filled, table) == {"other": 1}


def test_sums_are_of_one_organisation(filled: Database) -> None:
    with filled.writing(EVERYBODY) as session:
        session.execute(update(Sighting).values(recovery="once"))
    with filled.reading("acme") as session:
        sums = issues.sums(session, issues.shown())
    assert (sums.count, sums.once, sums.dollars) == (1, 1.0, {"1": 1.0})


def test_lists_are_of_one_organisation(filled: Database) -> None:
    with filled.reading("acme") as session:
        listed: list[Any] = [
            *tasks.listed(session, None, 0, 10)[0], *uploads.listed(session, None, 0, 10)[0],
            *snapshots.listed(session, None, 0, 10)[0], *snapshots.listed(session, "1", 0, 10)[0],
            *issues.listed(session, issues.shown(), 0, 10)[0], *stores.listed(session, None),
            *keys.listed(session), *tasks.history(session, "1", "1"),
        ]  # fmt: skip
        counts = [
            tasks.listed(session, None, 0, 10)[1], uploads.listed(session, None, 0, 10)[1],
            snapshots.listed(session, "1", 0, 10)[1],
            issues.listed(session, issues.shown(), 0, 10)[1],
        ]  # fmt: skip
    assert [each.org_id for each in listed] == ["acme"] * 8
    assert counts == [1, 1, 1, 1]


def test_a_session_that_sees_everybody_does(filled: Database) -> None:
    assert all(rows(filled, table) == {"acme": 1, "other": 1} for table in OWNED)


def test_the_program_is_no_superuser(policed: Database) -> None:
    with policed.engine.connect() as connection:
        asked = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(text(asked)).scalar_one() is False


@pytest.mark.parametrize("name", [*TABLES, "organisations"])
def test_raw_statements_see_one_organisation(policed: Database, name: str) -> None:
    key = "id" if name == "organisations" else "org_id"
    with policed.writing("acme") as session:
        assert session.execute(text(f"SELECT {key} FROM {name}")).all() == [("acme",)]
        other = {"org": "other"}
        update_all = text(f"UPDATE {name} SET {key} = {key} WHERE {key} = :org")
        changed = session.execute(update_all, other)
        assert changed.rowcount == 0  # type: ignore[attr-defined]
        gone = session.execute(text(f"DELETE FROM {name} WHERE {key} = :org"), other)
        assert gone.rowcount == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [*TABLES, "organisations"])
def test_raw_statements_give_no_row_away(policed: Database, name: str) -> None:
    key = "id" if name == "organisations" else "org_id"
    with pytest.raises(ProgrammingError) as told, policed.writing("acme") as session:
        session.execute(text(f"UPDATE {name} SET {key} = 'third'"))
    assert isinstance(told.value.orig, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize("name", [*TABLES, "organisations"])
def test_without_an_organisation_there_is_nothing(policed: Database, name: str) -> None:
    with policed.engine.connect() as connection:
        assert connection.execute(text(f"SELECT 1 FROM {name}")).all() == []


def test_a_connection_forgets_whom_it_served(policed: Database) -> None:
    with policed.writing("acme") as session:
        served = session.scalar(text("SELECT pg_backend_pid()"))
    with policed.engine.connect() as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() == served
        assert connection.execute(text("SELECT 1 FROM stores")).all() == []


def test_an_organisation_that_goes_takes_its_rows_along(filled: Database) -> None:
    with filled.writing("acme") as session:
        session.execute(delete(Organisation).where(Organisation.id == "acme"))
    assert all(rows(filled, table) == {"other": 1} for table in OWNED)


def test_stores_of_two_organisations_may_have_one_name(filled: Database) -> None:
    with filled.writing("acme") as session:
        stores.get(session, "1").name = "Main Street"
    with filled.reading("other") as session:
        assert stores.get(session, "1").name == "1"
