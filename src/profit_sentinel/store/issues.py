"""Issues as stores show them today, and what people decided of their findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, or_, select

from profit_sentinel.domain.decision import QUIET
from profit_sentinel.domain.errors import NotFoundError
from profit_sentinel.store.rows import now, page, pick, write
from profit_sentinel.store.tables import Decision, Sighting, Store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session


AT_ONCE = 500
"""SKUs that one statement names."""


@dataclass(frozen=True)
class Sums:
    """Totals over issues."""

    count: int
    once: float
    per_year: float
    dollars: Mapping[str, float]
    """By kind of money; the kinds are never added."""


def shown(scope: Collection[str] | None = None, **equal: str | int) -> Select[Any]:
    """The issues that stores show, in their order.

    Args:
        scope: Stores to look at; None for all.
        equal: Columns of `Sighting` and the value each must have.
    """
    own = and_(
        Store.id == Sighting.store_id,
        Store.analysis_id == Sighting.analysis_id,
        Store.org_id == Sighting.org_id,
    )
    worth = func.coalesce(Sighting.priority, 0)
    order = (Sighting.section, -worth, -Sighting.dollars, Sighting.issue_id)
    query = select(Sighting).join(Store, own).order_by(*order)
    if scope is not None:
        query = query.where(Sighting.store_id.in_(list(scope)))
    return query.filter_by(**equal)


def listed(
    session: Session, query: Select[Any], offset: int, limit: int
) -> tuple[Sequence[Sighting], int]:
    """A page of issues, and how many there are."""
    return page(session, query, offset, limit)


def first(session: Session, query: Select[Any], limit: int | None) -> Sequence[Sighting]:
    """The first issues of a query; all without a limit."""
    return session.scalars(query.limit(limit)).all()


def get(session: Session, name: str) -> Sighting:
    """An issue that a store shows.

    Raises:
        NotFoundError: No store shows it today.
    """
    found = session.scalar(shown(issue_id=name))
    if found is None:
        raise NotFoundError("issue", name)
    return found  # type: ignore[no-any-return]


def of_money(kinds: Collection[str]) -> ColumnElement[bool]:
    """That an issue speaks of one of some kinds of money."""
    return Sighting.money.in_(list(kinds))


def places(session: Session, query: Select[Any]) -> list[tuple[str, float]]:
    """Departments and vendors of issues with the dollars expected back, the most first."""
    some = query.order_by(None).subquery()
    back = func.sum(some.c.recoverable)
    sums_of = select(some.c.place, back).group_by(some.c.place).order_by(back.desc()).limit(12)
    return [(place, float(amount)) for place, amount in session.execute(sums_of)]


def sums(session: Session, query: Select[Any]) -> Sums:
    """Totals over the issues of a query."""
    some = query.order_by(None).subquery()
    kinds = session.execute(
        select(
            some.c.money, some.c.recovery, func.count(), func.sum(some.c.dollars),
            func.sum(some.c.recoverable),
        ).group_by(some.c.money, some.c.recovery)
    ).all()  # fmt: skip
    back = dict.fromkeys(("once", "per_year"), 0.0)
    dollars: dict[str, float] = {}
    for money, recovery, _count, amount, expected in kinds:
        dollars[money] = round(dollars.get(money, 0.0) + amount, 2)
        back[recovery] = round(back[recovery] + expected, 2)
    return Sums(sum(row[2] for row in kinds), back["once"], back["per_year"], dollars)


def decide(
    session: Session,
    findings: Iterable[tuple[str, str, str]],
    state: str,
    reason: str,
    until: datetime | None,
    who: str,
) -> None:
    """Keep what somebody says at once of findings, given as store, leak and SKU."""
    at = now()
    rows = [
        {
            "store_id": store, "leak": leak, "sku": sku, "state": state, "reason": reason,
            "until": until, "said_by": who, "said_at": at,
        }
        for store, leak, sku in findings
    ]  # fmt: skip
    insert = pick(session, Decision)
    changed = ("state", "reason", "until", "said_by", "said_at")
    again = insert.on_conflict_do_update(
        index_elements=["org_id", "store_id", "leak", "sku"],
        set_={name: getattr(insert.excluded, name) for name in changed},
    )
    write(session, again, rows)


def undecide(session: Session, findings: Iterable[tuple[str, str, str]]) -> None:
    """Take back what somebody said of findings."""
    of: dict[tuple[str, str], list[str]] = {}
    for store, leak, sku in findings:
        of.setdefault((store, leak), []).append(sku)
    for (store, leak), skus in of.items():
        for start in range(0, len(skus), AT_ONCE):
            some = Decision.sku.in_(skus[start : start + AT_ONCE])
            own = and_(Decision.store_id == store, Decision.leak == leak, some)
            session.execute(delete(Decision).where(own))


def decisions(session: Session, stores: Collection[str]) -> Sequence[Decision]:
    """What people said of the findings of some stores, and what holds of it at this moment."""
    holds = or_(Decision.until.is_(None), Decision.until > now())
    query = select(Decision).where(Decision.store_id.in_(list(stores)), holds)
    return session.scalars(query).all()


def quiet(session: Session, stores: Collection[str]) -> list[tuple[str, str, str]]:
    """Findings that people want to hear nothing of at this moment."""
    return [
        (each.store_id, each.leak, each.sku)
        for each in decisions(session, stores)
        if each.state in QUIET
    ]


def forget_past(session: Session, store: str) -> None:
    """Forget snoozes of a store that have run out."""
    over = (Decision.store_id == store) & (Decision.until <= now())
    session.execute(delete(Decision).where(over))


def waking(session: Session) -> set[tuple[str, str]]:
    """Organisation and store of snoozes that have run out. Call it where everybody is seen."""
    query = select(Decision.org_id, Decision.store_id).where(Decision.until <= now()).distinct()
    return {(org, store) for org, store in session.execute(query)}
