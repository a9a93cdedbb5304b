"""A database in which two organisations have one row of everything, under the same names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, String, insert
from sqlalchemy.types import TypeDecorator

from profit_sentinel.store import stores
from profit_sentinel.store.tables import OWNED

if TYPE_CHECKING:
    from sqlalchemy import Column

    from profit_sentinel.store.database import Database

ORGS = ("acme", "other")
VALUES: dict[type[Any], object] = {
    String: "1",
    Integer: 1,
    Boolean: True,
    Date: date(2026, 6, 1),
    DateTime: datetime(2026, 6, 1, tzinfo=UTC),
    JSON: {},
}


def value(column: Column[Any], org: str) -> object:
    """Something that fits a column; what must be unique everywhere names its organisation."""
    if column.name in {"org_id", "secret"}:
        return org
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return next(held for base, held in reversed(VALUES.items()) if isinstance(kind, base))


@pytest.fixture
def filled(database: Database) -> Database:
    """Two organisations with a row of every table."""
    for org in ORGS:
        with database.writing(org) as session:
            stores.organisation(session, org)
            for table in OWNED:
                row = {each.name: value(each, org) for each in table.__table__.columns}
                session.execute(insert(table).values(row))
    return database
