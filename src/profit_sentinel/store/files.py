"""Which kept files some row names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from profit_sentinel.store.database import lock
from profit_sentinel.store.rows import org_of
from profit_sentinel.store.tables import Analysis, Snapshot, Upload

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import InstrumentedAttribute, Session

NAMED_BY: Mapping[str, InstrumentedAttribute[Any]] = {
    "uploads": Upload.sha256, "snapshots": Snapshot.id, "findings": Analysis.id,
}  # fmt: skip
"""Folder of an organisation's files, and the column that names what lies there."""


def alone(session: Session) -> None:
    """Wait until nobody else names or throws away files of the organisation, and keep them off."""
    lock(session, f"files of {org_of(session)}")


def named(session: Session, kind: str, names: Collection[str]) -> set[str]:
    """Those of some files of a folder that a row names."""
    column = NAMED_BY[kind]
    return set(session.scalars(select(column).where(column.in_(list(names)))))
