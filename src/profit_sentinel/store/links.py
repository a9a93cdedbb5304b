"""Links to the tasks of one person, and the browsers that came by them; of secrets the hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, or_, select, update

from profit_sentinel.store.access import TaskLink, Visit
from profit_sentinel.store.rows import new_id, now, one, org_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import timedelta

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from profit_sentinel.domain.person import Person

NOUN = "link"


def add(
    session: Session, secret: str, assignee: str, stores: Collection[str] | None,
    lasts: timedelta, who: Person,
) -> TaskLink:  # fmt: skip
    """Keep a link by the hash of its secret."""
    moment = now()
    link = TaskLink(
        org_id=org_of(session), id=new_id(), secret=secret, assignee=assignee,
        stores=None if stores is None else sorted(stores), made_by=who.name,
        maker=who.id, made_at=moment, ends_at=moment + lasts, revoked_at=None,
    )  # fmt: skip
    session.add(link)
    session.flush()
    return link


def get(session: Session, name: str) -> TaskLink:
    """A link by id.

    Raises:
        NotFoundError: There is none.
    """
    return one(session, TaskLink, NOUN, name)


def of_secret(session: Session, secret: str) -> TaskLink | None:
    """The link of a hash while it holds. Call it in a session that sees everybody."""
    return session.scalar(select(TaskLink).filter_by(secret=secret).where(*_holds()))


def listed(session: Session) -> Sequence[TaskLink]:
    """Links that hold, by whom they are for."""
    query = select(TaskLink).where(*_holds())
    return session.scalars(query.order_by(TaskLink.assignee, TaskLink.made_at)).all()


def revoke_made(session: Session, who: Person) -> None:
    """End every link that somebody made."""
    _revoke(session, or_(*_made(who)))


def revoke_all(session: Session, who: Person) -> None:
    """End every link that somebody made, and every one to her own tasks."""
    _revoke(session, or_(*_made(who), TaskLink.assignee == who.name))


def _made(who: Person) -> tuple[ColumnElement[bool], ...]:
    nameless = and_(TaskLink.maker == "", TaskLink.made_by == who.name)
    return nameless, and_(TaskLink.maker != "", TaskLink.maker == who.id)


def _revoke(session: Session, some: ColumnElement[bool]) -> None:
    held = update(TaskLink).where(some, TaskLink.revoked_at.is_(None))
    session.execute(held.values(revoked_at=now()))


def visit(session: Session, link: TaskLink, secret: str, lasts: timedelta) -> None:
    """Keep that a browser came by a link, and forget those whose time is over."""
    moment = now()
    session.execute(delete(Visit).where(Visit.ends_at < moment))
    session.add(Visit(
        org_id=org_of(session), id=new_id(), secret=secret, link_id=link.id, made_at=moment,
        ends_at=min(moment + lasts, link.ends_at),
    ))  # fmt: skip


def of_visit(session: Session, secret: str) -> TaskLink | None:
    """The link by which a browser came, while both hold. Call it in a session that sees everybody.

    Args:
        session: Of the database.
        secret: The hash of what the browser shows.
    """
    found = session.scalar(select(Visit).filter_by(secret=secret).where(Visit.ends_at > now()))
    if found is None:
        return None
    link = select(TaskLink).filter_by(org_id=found.org_id, id=found.link_id)
    return session.scalar(link.where(*_holds()))


def leave(session: Session, secret: str) -> None:
    """Forget a browser. Call it in a session that sees everybody."""
    session.execute(delete(Visit).filter_by(secret=secret))


def _holds() -> tuple[ColumnElement[bool], ...]:
    return TaskLink.revoked_at.is_(None), TaskLink.ends_at > now()
