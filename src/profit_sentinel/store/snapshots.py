"""Snapshots of stock, and what each analysis saw in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, delete, func, or_, select, update

from profit_sentinel.store.rows import now, one, org_of, page, pick, write
from profit_sentinel.store.tables import (
    Analysis,
    FindingSeen,
    Issue,
    Sighting,
    Snapshot,
    SnapshotStore,
    Store,
    Upload,
)
from profit_sentinel.store.uploads import UNREAD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session


def replace(session: Session, upload: str) -> set[str]:
    """Forget the snapshot of an upload that is read again; its analyses go with it.

    Returns:
        The stores it held.
    """
    old = session.scalar(select(Snapshot).filter_by(upload_id=upload))
    if old is None:
        return set()
    held = set(stores_of(session, old.id))
    analyses = list(session.scalars(select(Analysis.id).filter_by(snapshot_id=old.id)))
    session.execute(
        update(Store).where(Store.analysis_id.in_(analyses)).values(analysis_id=None, as_of=None)
    )
    session.execute(delete(Sighting).where(Sighting.analysis_id.in_(analyses)))
    session.execute(delete(Analysis).where(Analysis.id.in_(analyses)))
    session.execute(delete(SnapshotStore).where(SnapshotStore.snapshot_id == old.id))
    session.delete(old)
    session.flush()
    return held


def add(
    session: Session, name: str, upload: str, rows: int, quality: Mapping[str, Any],
    days: Mapping[str, date],
) -> Snapshot:  # fmt: skip
    """Keep a snapshot; `days` has the day of the stock by store."""
    org = org_of(session)
    kept = Snapshot(
        org_id=org, id=name, upload_id=upload, as_of=max(days.values()), created_at=now(),
        rows=rows, quality=dict(quality),
    )  # fmt: skip
    session.add(kept)
    session.add_all(
        SnapshotStore(org_id=org, snapshot_id=name, store_id=store, as_of=day)
        for store, day in days.items()
    )
    session.flush()
    return kept


def get(session: Session, name: str) -> Snapshot:
    """A snapshot by id.

    Raises:
        NotFoundError: There is none.
    """
    return one(session, Snapshot, "snapshot", name)


def stores_of(session: Session, name: str) -> Mapping[str, date]:
    """The stores a snapshot holds, each with the day of its stock."""
    query = select(SnapshotStore).filter_by(snapshot_id=name)
    return {each.store_id: each.as_of for each in session.scalars(query)}


def listed(
    session: Session, store: str | None, offset: int, limit: int
) -> tuple[Sequence[Snapshot], int]:
    """Snapshots, the newest day first; those of one store when it is named."""
    query = select(Snapshot).order_by(Snapshot.as_of.desc(), Snapshot.created_at.desc())
    if store is not None:
        held = select(SnapshotStore.snapshot_id).filter_by(store_id=store)
        query = query.where(Snapshot.id.in_(held))
    return page(session, query, offset, limit)


class Latest(NamedTuple):
    """The stock of a store that counts, and what it is compared with."""

    day: date
    snapshot: str
    before: str | None
    """The snapshot of an earlier day."""
    replaced: tuple[str, date] | None
    """That whose place it took, of the same day too, and its day."""


def latest(session: Session, stores: Collection[str]) -> dict[str, Latest]:
    """The latest stock of some stores, looked up at once."""
    same = (SnapshotStore.snapshot_id == Snapshot.id) & (SnapshotStore.org_id == Snapshot.org_id)
    order = (SnapshotStore.as_of.desc(), Snapshot.created_at.desc())
    store = SnapshotStore.store_id
    place = func.row_number().over(partition_by=store, order_by=order)
    day = func.dense_rank().over(partition_by=store, order_by=SnapshotStore.as_of.desc())
    ranked = (
        select(store, Snapshot.id, SnapshotStore.as_of, place.label("place"), day.label("day"))
        .join(Snapshot, same).where(store.in_(list(stores))).subquery()
    )  # fmt: skip
    second = 2
    wanted = or_(ranked.c.place <= second, ranked.c.day == second)
    found: dict[str, list[tuple[str, date, int]]] = {}
    query = select(ranked).where(wanted).order_by(ranked.c.store_id, ranked.c.place)
    for name, snapshot, as_of, _, rank in session.execute(query):
        found.setdefault(name, []).append((snapshot, as_of, rank))
    return {
        name: Latest(
            rows[0][1], rows[0][0], next((each[0] for each in rows if each[2] == second), None),
            (rows[1][0], rows[1][1]) if rows[1:] else None,
        )
        for name, rows in found.items()
    }  # fmt: skip


def notes(session: Session, scope: Collection[str]) -> list[dict[str, str]]:
    """What is to be known of the stock that some stores show, by `store_id` and `note`."""
    shown = (Analysis.id == Store.analysis_id) & (Analysis.org_id == Store.org_id)
    judged = (Snapshot.id == Analysis.snapshot_id) & (Snapshot.org_id == Analysis.org_id)
    read = (Upload.id == Snapshot.upload_id) & (Upload.org_id == Snapshot.org_id)
    query = (
        select(Store.id, Upload.notes)
        .join(Analysis, shown).join(Snapshot, judged).join(Upload, read)
        .where(Store.id.in_(list(scope))).order_by(Store.id)
    )  # fmt: skip
    found = session.execute(query).all()
    return [each for store, said in found for each in said if each["store_id"] == store]


def analysis(session: Session, snapshot: str, rules: str) -> Analysis | None:
    """The analysis of a snapshot by one rule book."""
    return session.scalar(select(Analysis).filter_by(snapshot_id=snapshot, rules=rules))


def shown_by(session: Session, store: str) -> str | None:
    """The snapshot of what a store shows."""
    shown = (Analysis.id == Store.analysis_id) & (Analysis.org_id == Store.org_id)
    return session.scalar(select(Analysis.snapshot_id).join(Store, shown).where(Store.id == store))


def add_analysis(
    session: Session, name: str, snapshot: str, rules: str, catalogue: str,
    summary: Mapping[str, Any],
) -> Analysis:  # fmt: skip
    """Keep an analysis."""
    made = Analysis(
        org_id=org_of(session), id=name, snapshot_id=snapshot, rules=rules, catalogue=catalogue,
        created_at=now(), summary=dict(summary),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def get_analysis(session: Session, name: str) -> Analysis:
    """An analysis by id.

    Raises:
        NotFoundError: There is none.
    """
    return one(session, Analysis, "analysis", name)


def write_sightings(
    session: Session, analysis: str, rows: Sequence[Mapping[str, Any]], stores: Collection[str]
) -> None:
    """Keep the issues an analysis saw in some stores, in place of those kept before."""
    gone = (Sighting.analysis_id == analysis) & Sighting.store_id.in_(list(stores))
    session.execute(delete(Sighting).where(gone))
    write(session, pick(session, Sighting), [{"analysis_id": analysis, **row} for row in rows])


def sightings(session: Session, analysis: str, store: str) -> Sequence[Sighting]:
    """The issues an analysis saw in a store."""
    return session.scalars(select(Sighting).filter_by(analysis_id=analysis, store_id=store)).all()


def see_issues(session: Session, issues: Iterable[tuple[str, str]], day: datetime) -> None:
    """Note that issues, given as id and store, were seen."""
    rows = [
        {"id": name, "store_id": store, "first_seen": day, "last_seen": day}
        for name, store in issues
    ]
    write(session, _seen_again(pick(session, Issue), Issue, ["org_id", "id"]), rows)


def see_findings(session: Session, findings: Iterable[tuple[str, str, str]], day: datetime) -> None:
    """Note that findings, given as store, leak and SKU, were seen."""
    rows = [
        {"store_id": store, "leak": leak, "sku": sku, "first_seen": day, "last_seen": day}
        for store, leak, sku in findings
    ]
    keys = ["org_id", "store_id", "leak", "sku"]
    write(session, _seen_again(pick(session, FindingSeen), FindingSeen, keys), rows)


def _seen_again(insert: Any, table: type[Any], keys: list[str]) -> Any:  # noqa: ANN401 - an insert
    """A file may tell of a day before those already seen."""
    given = insert.excluded
    first = _least(table.first_seen, given.first_seen, smaller=True)
    last = _least(table.last_seen, given.last_seen, smaller=False)
    return insert.on_conflict_do_update(
        index_elements=keys, set_={"first_seen": first, "last_seen": last}
    )


def _least(one: Any, other: Any, *, smaller: bool) -> Any:  # noqa: ANN401 - columns
    return case((other < one, other if smaller else one), else_=one if smaller else other)


def first_seen(session: Session, ids: Collection[str]) -> Mapping[str, datetime]:
    """When issues were seen first."""
    found = session.scalars(select(Issue).where(Issue.id.in_(list(ids))))
    return {each.id: each.first_seen for each in found}


def show(session: Session, analysis: str, days: Mapping[str, date]) -> None:
    """Make an analysis the one that stores show; `days` has the day of the stock by store."""
    for store, day in days.items():
        shown = {"analysis_id": analysis, "as_of": day}
        session.execute(update(Store).where(Store.id == store).values(shown))


def outdated(session: Session, day: date, needed: Collection[str]) -> list[Snapshot]:
    """Snapshots from before a day that nobody needs.

    Args:
        session: Of the organisation; nobody else may change meanwhile what its stores show.
        day: The first day that counts.
        needed: Snapshots that stay, beside those that stores show and compare with, and those of
            uploads that are to be read again.
    """
    turns = latest(session, session.scalars(select(Store.id)).all()).values()
    shown = {turn.snapshot for turn in turns} | {turn.before for turn in turns}
    replaced = {turn.replaced[0] for turn in turns if turn.replaced}
    read = (Upload.id == Snapshot.upload_id) & (Upload.org_id == Snapshot.org_id)
    query = (
        select(Snapshot).join(Upload, read)
        .where(Snapshot.as_of < day, Upload.status.not_in(UNREAD)).order_by(Snapshot.id)
    )  # fmt: skip
    kept = {*needed, *shown, *replaced}
    return [each for each in session.scalars(query) if each.id not in kept]


def forget(session: Session, name: str) -> list[str]:
    """Forget a snapshot; returns its analyses, whose findings may be thrown away."""
    analyses = list(session.scalars(select(Analysis.id).filter_by(snapshot_id=name)))
    replace(session, get(session, name).upload_id)
    return analyses


def shown_stores(session: Session) -> list[tuple[str, str, str]]:
    """Organisation, store and rules of what every store shows. Call it where everybody is seen."""
    same = (Analysis.id == Store.analysis_id) & (Analysis.org_id == Store.org_id)
    query = select(Store.org_id, Store.id, Analysis.rules).join(Analysis, same)
    return [(org, store, rules) for org, store, rules in session.execute(query)]
