"""Browsers in which somebody is signed in; of what they show only the hash is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from profit_sentinel.store.access import SignIn
from profit_sentinel.store.rows import new_id, now, one, org_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from profit_sentinel.domain.person import Person


def add(session: Session, person: Person, secret: str, device: str, days: int) -> SignIn:
    """Keep that somebody is signed in, for some days."""
    moment = now()
    made = SignIn(
        org_id=org_of(session), id=new_id(), secret=secret, subject=person.id, name=person.name,
        role=person.role, stores=sorted(person.stores), device=device, made_at=moment,
        seen_at=moment, ends_at=moment + timedelta(days=days), revoked_at=None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def of_secret(session: Session, secret: str, idle: timedelta) -> SignIn | None:
    """The sign-in of a hash while it holds. Call it in a session that sees everybody.

    Args:
        session: Of the database.
        secret: The hash.
        idle: How long it holds without a visit.
    """
    return session.scalar(select(SignIn).filter_by(secret=secret).where(*_holds(idle)))


def listed(session: Session, subject: str | None, idle: timedelta) -> Sequence[SignIn]:
    """Sign-ins that hold, of one person or of everybody, the latest visit first."""
    query = select(SignIn).where(*_holds(idle))
    if subject is not None:
        query = query.filter_by(subject=subject)
    return session.scalars(query.order_by(SignIn.seen_at.desc(), SignIn.id)).all()


def _holds(idle: timedelta) -> tuple[ColumnElement[bool], ...]:
    moment = now()
    return (
        SignIn.revoked_at.is_(None),
        SignIn.ends_at > moment,
        SignIn.seen_at > moment - idle,
    )


def get(session: Session, name: str) -> SignIn:
    """A sign-in by id.

    Raises:
        NotFoundError: There is none.
    """
    return one(session, SignIn, "sign-in", name)


def seen(session: Session, name: str) -> None:
    """Keep that it was used at this moment."""
    session.execute(update(SignIn).filter_by(id=name).values(seen_at=now()))


def as_before(session: Session, who: Person) -> Sequence[SignIn]:
    """Sign-ins of somebody that are not revoked and know her by another name, role or stores."""
    query = select(SignIn).filter_by(subject=who.id).where(SignIn.revoked_at.is_(None))
    told = (who.name, who.role, sorted(who.stores))
    return [each for each in session.scalars(query) if (each.name, each.role, each.stores) != told]


def revoke_all(session: Session, subject: str) -> None:
    """End every sign-in of somebody."""
    held = update(SignIn).filter_by(subject=subject).where(SignIn.revoked_at.is_(None))
    session.execute(held.values(revoked_at=now()))


def forget(session: Session, before: datetime) -> None:
    """Throw away what ended before some moment."""
    session.execute(delete(SignIn).where(SignIn.ends_at < before))
