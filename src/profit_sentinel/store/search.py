"""Search over what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from profit_sentinel.store.issues import shown
from profit_sentinel.store.tables import FindingSeen, Sighting, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session


def issues(
    session: Session, scope: Collection[str] | None, words: str, most: int
) -> Sequence[Sighting]:
    """Issues that stores show of a place or id, or whose leak was seen at a SKU of that store."""
    same = and_(FindingSeen.store_id == Sighting.store_id, FindingSeen.leak == Sighting.leak)
    of_sku = select(FindingSeen.sku).where(same, FindingSeen.sku == words).exists()
    holds = or_(
        Sighting.place.icontains(words, autoescape=True),
        Sighting.issue_id == words,
        of_sku,
    )
    return session.scalars(shown(scope).where(holds).limit(most)).all()


def tasks(session: Session, scope: Collection[str] | None, words: str, most: int) -> Sequence[Task]:
    """Tasks whose title, person or issue holds some words."""
    holds = or_(
        Task.title.icontains(words, autoescape=True),
        Task.assignee.icontains(words, autoescape=True),
        Task.issue_id == words,
    )
    query = select(Task).where(holds).order_by(Task.made_at.desc()).limit(most)
    if scope is not None:
        query = query.where(Task.store_id.in_(list(scope)))
    return session.scalars(query).all()
