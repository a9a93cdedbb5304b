"""People who sign in by mail, and the letters they got; of a letter's secret only the hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from profit_sentinel.store.access import Letter, Member
from profit_sentinel.store.rows import new_id, now, one, org_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

NOUN = "member"


def put(
    session: Session, mail: str, name: str, role: str, stores: Collection[str], who: str
) -> Member:
    """Keep somebody by her mail address; once more changes what is known of her."""
    held = session.scalar(select(Member).filter_by(mail=mail)) or Member(
        org_id=org_of(session), id=new_id(), mail=mail, invited_by=who, invited_at=now()
    )
    held.name, held.role, held.stores = name, role, sorted(stores)
    session.add(held)
    session.flush()
    return held


def listed(session: Session) -> Sequence[Member]:
    """Everybody, by name."""
    return session.scalars(select(Member).order_by(Member.name, Member.id)).all()


def get(session: Session, name: str) -> Member:
    """Somebody by id.

    Raises:
        NotFoundError: There is nobody.
    """
    return one(session, Member, NOUN, name)


def found(session: Session, org: str, name: str) -> Member | None:
    """Somebody of any organisation by id. Call it in a session that sees everybody."""
    return session.get(Member, (org, name))


def of_mail(session: Session, mail: str) -> Sequence[Member]:
    """Everybody with an address, of all organisations in a session that sees everybody."""
    return session.scalars(select(Member).filter_by(mail=mail).order_by(Member.org_id)).all()


def remove(session: Session, name: str) -> None:
    """Forget somebody and her letters."""
    session.execute(delete(Letter).filter_by(member_id=name))
    session.execute(delete(Member).filter_by(id=name))


def write(session: Session, member: str, secret: str, lasts: timedelta) -> None:
    """Keep a letter by the hash of its secret."""
    moment = now()
    session.add(Letter(
        org_id=org_of(session), id=new_id(), secret=secret, member_id=member, made_at=moment,
        ends_at=moment + lasts, used_at=None,
    ))  # fmt: skip


def written(session: Session, member: str, since: datetime) -> int:
    """How many letters somebody got since some moment."""
    query = select(func.count()).select_from(Letter).filter_by(member_id=member)
    return session.scalar(query.where(Letter.made_at > since)) or 0


def throw_away(session: Session, member: str, before: datetime) -> None:
    """Throw away letters of somebody that ended before some moment."""
    session.execute(delete(Letter).filter_by(member_id=member).where(Letter.ends_at < before))


def use(session: Session, secret: str) -> Member | None:
    """Whose letter has the hash of this secret; it is used up. None when it was, or ran out.

    Call it in a session that sees everybody.
    """
    moment = now()
    unused = update(Letter).filter_by(secret=secret, used_at=None).where(Letter.ends_at > moment)
    if not session.execute(unused.values(used_at=moment)).rowcount:  # type: ignore[attr-defined]
        return None
    letter = session.scalars(select(Letter).filter_by(secret=secret)).one()
    return found(session, letter.org_id, letter.member_id)
