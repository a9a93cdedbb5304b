"""Changes: what became of issues between two snapshots of a store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from profit_sentinel.store.snapshots import latest
from profit_sentinel.store.tables import Analysis, Issue, Sighting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def trends(session: Session, query: Select[Any]) -> Mapping[str, tuple[int, float]]:
    """Issues of a query by trend: how many, and the dollars expected back from them."""
    some = query.order_by(None).subquery()
    counts = select(some.c.trend, func.count(), func.sum(some.c.recoverable)).group_by(some.c.trend)
    return {name: (count, float(back)) for name, count, back in session.execute(counts)}


def gone(session: Session, store: str, day: date) -> Sequence[Sighting]:
    """Issues of a store's snapshot before the newest that were not seen again since its day."""
    held = latest(session, [store]).get(store)
    if held is None or held.before is None:
        return ()
    same = and_(Issue.id == Sighting.issue_id, Issue.org_id == Sighting.org_id)
    made = and_(Analysis.id == Sighting.analysis_id, Analysis.org_id == Sighting.org_id)
    query = (
        select(Sighting)
        .join(Issue, same)
        .join(Analysis, made)
        .where(Sighting.store_id == store, Analysis.snapshot_id == held.before)
        .order_by(Analysis.created_at)
    )
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = session.scalars(query.where(Issue.last_seen < begin))
    seen = {each.issue_id: each for each in found}
    return sorted(seen.values(), key=lambda each: (-each.dollars, each.issue_id))
