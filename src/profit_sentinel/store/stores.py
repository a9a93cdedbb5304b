"""Stores and the names that mean one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from profit_sentinel.store.rows import now, one, org_of, pick, write
from profit_sentinel.store.tables import Alias, Organisation, Store

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.orm import Session


_OWN = Organisation.__table__
_REVISION = select(_OWN.c.revision).where(_OWN.c.id == bindparam("org"))
"""Asked by every request, so made once; an organisation is its own owner."""


def organisation(session: Session, name: str) -> Organisation:
    """The organisation a session sees, made when it is new."""
    org = org_of(session)
    found = session.get(Organisation, org)
    if found is None:
        found = Organisation(id=org, name=name, created_at=now(), settings="", revision=0)
        session.add(found)
        session.flush()
    return found


def settings(session: Session) -> str:
    """The settings file in force, as text; empty for those of a hardware store."""
    query = select(Organisation.settings).where(Organisation.id == org_of(session))
    return session.scalar(query) or ""


def alone(session: Session) -> None:
    """Wait until nobody else changes what the organisation's stores show, and keep them off.

    SQLite has one writer at a time anyway.
    """
    own = select(Organisation.id).where(Organisation.id == org_of(session))
    session.execute(own.with_for_update(key_share=True))


def revision(session: Session) -> int:
    """A number that grows whenever what stores show changes."""
    return session.connection().scalar(_REVISION, {"org": org_of(session)}) or 0


def revise(session: Session) -> None:
    """Say that what stores show has changed."""
    own = Organisation.id == org_of(session)
    grown = {"revision": Organisation.revision + 1}
    session.execute(update(Organisation).where(own).values(grown))


def know(session: Session, names: Collection[str]) -> None:
    """Note stores that a file names."""
    rows = [{"id": name, "name": name, "time_zone": "UTC"} for name in sorted(names)]
    write(session, pick(session, Store).on_conflict_do_nothing(), rows)


def get(session: Session, name: str) -> Store:
    """A store by id.

    Raises:
        NotFoundError: There is none.
    """
    return one(session, Store, "store", name)


def listed(session: Session, scope: Collection[str] | None) -> Sequence[Store]:
    """The stores of a scope, all without one."""
    query = select(Store).order_by(Store.id)
    return session.scalars(query if scope is None else query.where(Store.id.in_(scope))).all()


def aliases(session: Session) -> Mapping[str, str]:
    """Names a person said mean one store or SKU: `store:01` to `1`."""
    return {each.other: each.name for each in session.scalars(select(Alias))}


def say_same(session: Session, other: str, name: str, who: str) -> None:
    """Note that two names mean one store or SKU."""
    session.merge(Alias(org_id=org_of(session), other=other, name=name, said_by=who, said_at=now()))
