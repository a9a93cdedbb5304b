"""Snapshots: keep the stock of a day, judge it, and judge it again when the rules change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import polars as pl

from profit_sentinel.digest.issues import issues
from profit_sentinel.digest.serialise import issue_json
from profit_sentinel.digest.trend import trend
from profit_sentinel.domain.money import Money
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services.home import catalogue_mark, rule_book
from profit_sentinel.store import issues as decided
from profit_sentinel.store import snapshots, stores
from profit_sentinel.store.database import EVERYBODY
from profit_sentinel.store.rows import new_id

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.digest.issue_list import Issues
    from profit_sentinel.domain.issue import Issue
    from profit_sentinel.engine.analysis import Analysis
    from profit_sentinel.services.home import Home, RuleBook
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.tables import Snapshot

SECTIONS = {Money.CASH: 0, Money.MARGIN: 0, Money.CAPITAL: 1, Money.RECORD: 2}
Finding = tuple[str, str, str]
"""Store, leak and SKU."""


@dataclass(frozen=True)
class Judged:
    """What the catalogue found in a snapshot, kept under an id."""

    id: str
    findings: pl.DataFrame
    leaks: Sequence[str]
    """Leaks that could be judged."""
    switched_off: Mapping[str, str] = field(default_factory=dict)
    """Why the others could not, by leak."""


def stock_key(org: str, snapshot: str) -> str:
    """Where the rows of a snapshot are kept."""
    return f"{org}/snapshots/{snapshot}.parquet"


def findings_key(org: str, analysis: str) -> str:
    """Where the findings of an analysis are kept."""
    return f"{org}/findings/{analysis}.parquet"


def keep_stock(home: Home, org: str, stock: pl.DataFrame) -> str:
    """Keep the canonical rows of a snapshot and name it."""
    name = new_id()
    home.blobs.put_bytes(stock_key(org, name), _parquet(stock))
    return name


def keep_findings(home: Home, org: str, analysis: Analysis) -> Judged:
    """Keep the findings of an analysis and name it."""
    name = new_id()
    home.blobs.put_bytes(findings_key(org, name), _parquet(analysis.findings))
    return Judged(name, analysis.findings, sorted(analysis.leaks), analysis.switched_off)


def judge(home: Home, org: str, snapshot: str, book: RuleBook) -> Judged:
    """Judge a kept snapshot by a rule book."""
    stock = pl.read_parquet(BytesIO(home.blobs.get(stock_key(org, snapshot))))
    analysis = analyse(stock, book.settings, engine_named("polars"))
    return keep_findings(home, org, analysis)


def findings_of(home: Home, org: str, analysis: str) -> pl.DataFrame:
    """The findings of a kept analysis."""
    key = findings_key(org, analysis)
    frame: pl.DataFrame | None = home.findings.get(key)
    if frame is None:
        frame = pl.read_parquet(BytesIO(home.blobs.get(key)))
        home.findings.put(key, frame)
    return frame


def _parquet(frame: pl.DataFrame) -> bytes:
    held = BytesIO()
    frame.write_parquet(held, compression="zstd")
    return held.getvalue()


def list_issues(findings: pl.DataFrame, book: RuleBook, quiet: Collection[Finding] = ()) -> Issues:
    """The issues of findings, without those people want to hear nothing of."""
    leaks: Mapping[str, Leak] = catalogue()
    if quiet:
        keys = ["store_id", "leak", "sku"]
        gone = pl.DataFrame(list(quiet), schema=dict.fromkeys(keys, pl.String), orient="row")
        findings = findings.join(gone, on=keys, how="anti")
    found = Memory()
    found.add(findings)
    return issues(found, leaks, book.settings, datetime.now(UTC), Memory())


def put_on_show(
    home: Home, session: Session, judged: Judged, days: Mapping[str, date], book: RuleBook
) -> None:
    """Make an analysis the one that stores show, where they hold nothing newer.

    Where they do, what they show is written anew, because it may be compared with this one.

    Args:
        home: Where snapshots are kept.
        session: Writes in the organisation; everything happens in its transaction.
        judged: The analysis.
        days: The day of the stock by store.
        book: The rules it was judged by.
    """
    newest = {store: snapshots.newest(session, store) for store in days}
    of = snapshots.get_analysis(session, judged.id).snapshot_id
    current = {
        store: days[store] for store, held in newest.items() if held is not None and held.id == of
    }
    _see(session, judged, days)
    write_sightings(home, session, judged, days, book)
    if current:
        snapshots.show(session, judged.id, current)
    show_newest(home, session, days.keys() - set(current), book)


def _see(session: Session, judged: Judged, days: Mapping[str, date]) -> None:
    """Note which findings were seen, on the day of each store's stock."""
    kept = judged.findings.filter("kept").select("store_id", "leak", "sku").unique()
    for (store,), some in kept.group_by("store_id"):
        day = _noon(days[str(store)])
        snapshots.see_findings(session, some.rows(), day)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def write_sightings(
    home: Home, session: Session, judged: Judged, days: Mapping[str, date], book: RuleBook
) -> None:
    """Keep the issues of an analysis as they are to be shown, with what changed since last time."""
    quiet = decided.quiet(session, days)
    listed = [
        issue for issue in list_issues(judged.findings, book, quiet) if issue.store_id in days
    ]
    by_day: dict[date, list[tuple[str, str]]] = {}
    for issue in listed:
        by_day.setdefault(days[issue.store_id], []).append((issue.id, issue.store_id))
    for day, seen in by_day.items():
        snapshots.see_issues(session, seen, _noon(day))
    first = snapshots.first_seen(session, [issue.id for issue in listed])
    earlier = {store: _earlier(home, session, store, day, book) for store, day in days.items()}
    rows = [_sighting(issue, first[issue.id], earlier[issue.store_id]) for issue in listed]
    snapshots.write_sightings(session, judged.id, rows, list(days))
    stores.revise(session)


def _sighting(
    issue: Issue, first_seen: datetime, earlier: tuple[Mapping[str, float], Sequence[str]] | None
) -> dict[str, Any]:
    before, judged = earlier or ({}, ())
    known = earlier is not None and issue.leak in judged
    direction = trend(issue.dollars, before.get(issue.id, 0.0)) if known else "unknown"
    shown = {
        **issue_json(issue), "trend_direction": direction, "first_seen": first_seen.isoformat(),
    }  # fmt: skip
    return {
        "issue_id": issue.id, "store_id": issue.store_id, "leak": issue.leak, "place": issue.group,
        "money": issue.money.value, "section": SECTIONS[issue.money], "dollars": issue.dollars,
        "recoverable": issue.recoverable, "recovery": issue.recovery,
        "priority": issue.priority_score, "sku_count": issue.sku_count, "trend": direction,
        "shown": shown,
    }  # fmt: skip


def _earlier(
    home: Home, session: Session, store: str, day: date, book: RuleBook
) -> tuple[Mapping[str, float], Sequence[str]] | None:
    """Dollars by issue in the snapshot of a store before a day, judged by the same rules."""
    held = snapshots.before(session, store, day)
    if held is None:
        return None
    kept = ensure_judged(home, session, held, book)
    quiet = decided.quiet(session, [store])
    frame = list_issues(kept.findings.filter(pl.col("store_id") == store), book, quiet).frame
    return dict(frame.select("id", "dollars").iter_rows()), kept.leaks


def ensure_judged(home: Home, session: Session, snapshot: Snapshot, book: RuleBook) -> Judged:
    """The analysis of a snapshot by a rule book, made when there is none."""
    org = snapshot.org_id
    held = snapshots.analysis(session, snapshot.id, book.mark)
    if held is not None:
        findings = findings_of(home, org, held.id)
        return Judged(held.id, findings, held.summary["leaks_evaluated"])
    judged = judge(home, org, snapshot.id, book)
    off = [{"leak": leak, "reason": why} for leak, why in sorted(judged.switched_off.items())]
    summary = {"leaks_evaluated": list(judged.leaks), "leaks_switched_off": off}
    snapshots.add_analysis(session, judged.id, snapshot.id, book.mark, catalogue_mark(), summary)
    return judged


def refresh(home: Home, org: str, names: Collection[str]) -> None:
    """Bring what stores show up to date with the rules, the decisions and the clock."""
    with home.database.writing(org) as session:
        show_newest(home, session, names, rule_book(session))


def show_newest(home: Home, session: Session, names: Collection[str], book: RuleBook) -> None:
    """Have stores show the newest stock they hold, judged by a rule book."""
    by_snapshot: dict[str, list[str]] = {}
    for store in sorted(names):
        held = snapshots.newest(session, store)
        if held is not None:
            by_snapshot.setdefault(held.id, []).append(store)
    for name, some in by_snapshot.items():
        judged = ensure_judged(home, session, snapshots.get(session, name), book)
        days = snapshots.stores_of(session, name)
        put_on_show(home, session, judged, {store: days[store] for store in some}, book)


def refresh_all(home: Home) -> None:
    """Bring every store up to date: after an upgrade, and when a snooze has run out."""
    with home.database.reading(EVERYBODY) as session:
        outdated = snapshots.shown_stores(session)
    for org, name, rules in outdated:
        with home.database.writing(org) as session:
            current = rule_book(session).mark
        if rules != current:
            refresh(home, org, [name])
    wake(home)


def wake(home: Home) -> None:
    """Show again what was snoozed until a moment that has passed."""
    with home.database.reading(EVERYBODY) as session:
        waking = decided.waking(session)
    for org, name in sorted(waking):
        with home.database.writing(org) as session:
            decided.forget_past(session, name)
            show_newest(home, session, [name], rule_book(session))
