"""Keys for programs; only their hashes are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from profit_sentinel.store.rows import new_id, now, one, org_of
from profit_sentinel.store.tables import ApiKey

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session


def add(
    session: Session, name: str, secret: str, role: str, stores: Collection[str], who: str
) -> ApiKey:
    """Keep a key by the hash of its secret."""
    key = ApiKey(
        org_id=org_of(session), id=new_id(), name=name, secret=secret, role=role,
        stores=sorted(stores), made_by=who, made_at=now(), revoked_at=None,
    )  # fmt: skip
    session.add(key)
    session.flush()
    return key


def listed(session: Session) -> Sequence[ApiKey]:
    """All keys, revoked ones too."""
    return session.scalars(select(ApiKey).order_by(ApiKey.made_at, ApiKey.id)).all()


def of_secret(session: Session, secret: str) -> ApiKey | None:
    """The key of a hash while it is not revoked. Call it in a session that sees everybody."""
    query = select(ApiKey).filter_by(secret=secret)
    return session.scalar(query.where(ApiKey.revoked_at.is_(None)))


def revoke(session: Session, name: str) -> ApiKey:
    """Take a key out of use; once more changes nothing.

    Raises:
        NotFoundError: There is none.
    """
    key = one(session, ApiKey, "key", name)
    key.revoked_at = key.revoked_at or now()
    return key
