"""Snapshots: keep the stock of a day, judge it, and list the issues of what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import polars as pl

from profit_sentinel.digest.issue_list import column
from profit_sentinel.digest.issues import issues
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services.home import catalogue_mark
from profit_sentinel.store import snapshots
from profit_sentinel.store.rows import new_id, org_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
    from datetime import date

    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.digest.issue_list import Issues
    from profit_sentinel.domain.issue import Issue
    from profit_sentinel.engine.analysis import Analysis
    from profit_sentinel.services.desk import Desk
    from profit_sentinel.services.home import Home, RuleBook
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.tables import Analysis as KeptAnalysis

Finding = tuple[str, str, str]
"""Store, leak and SKU."""


@dataclass(frozen=True)
class Judged:
    """What the catalogue found in a snapshot, kept under an id.

    Attributes:
        leaks: Those that could be judged.
        off: Why the others could not, as a summary has it.
        seen: Id and store of every issue when the analysis is new; None when it was kept before.
    """

    id: str
    findings: pl.DataFrame
    leaks: Sequence[str]
    off: Sequence[Mapping[str, str]] = ()
    seen: Sequence[tuple[str, str]] | None = None

    @property
    def summary(self) -> dict[str, Any]:
        """What is kept of an analysis that no digest was composed of."""
        return {"leaks_evaluated": list(self.leaks), "leaks_switched_off": list(self.off)}


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


def keep_findings(home: Home, org: str, analysis: Analysis, listed: Sequence[Issue]) -> Judged:
    """Keep the findings of an analysis, of which these are the issues, and name it."""
    name, findings = new_id(), analysis.findings
    home.blobs.put_bytes(findings_key(org, name), _parquet(findings))
    off = [{"leak": leak, "reason": why} for leak, why in sorted(analysis.switched_off.items())]
    seen = list(zip(column(listed, "id"), column(listed, "store_id"), strict=True))
    return Judged(name, findings, sorted(analysis.leaks), off, seen)


def judge(home: Home, org: str, snapshot: str, book: RuleBook) -> Judged:
    """Judge a kept snapshot by a rule book."""
    stock = pl.read_parquet(BytesIO(home.blobs.get(stock_key(org, snapshot))))
    analysis = analyse(stock, book.settings, engine_named("polars"))
    return keep_findings(home, org, analysis, list_issues(analysis.findings, book))


def findings_of(home: Home, org: str, analysis: str) -> pl.DataFrame:
    """The findings of a kept analysis."""
    key = findings_key(org, analysis)
    return home.findings.once(key, lambda: pl.read_parquet(BytesIO(home.blobs.get(key))))


def worth_a_count(home: Home, org: str, analysis: str) -> pl.DataFrame:
    """The findings of a kept analysis that are worth a look at the shelf; they are few."""

    def read() -> pl.DataFrame:
        held = BytesIO(home.blobs.get(findings_key(org, analysis)))
        return pl.scan_parquet(held).filter("worth_a_count").collect()

    return home.pages.once(("worth a count", org, analysis), read)


def _parquet(frame: pl.DataFrame) -> bytes:
    held = BytesIO()
    frame.write_parquet(held, compression="zstd")
    return held.getvalue()


def list_issues(findings: pl.DataFrame, book: RuleBook, quiet: Collection[Finding] = ()) -> Issues:
    """The issues of findings, without those people want to hear nothing of."""
    leaks: Mapping[str, Leak] = catalogue()
    found = Memory()
    found.add(without(findings, quiet))
    return issues(found, leaks, book.settings, datetime.now(UTC), Memory())


def without(findings: pl.DataFrame, quiet: Collection[Finding]) -> pl.DataFrame:
    """Findings without those people want to hear nothing of."""
    if not quiet:
        return findings
    keys = ["store_id", "leak", "sku"]
    gone = pl.DataFrame(list(quiet), schema=dict.fromkeys(keys, pl.String), orient="row")
    return findings.join(gone, on=keys, how="anti")


def judged_of(
    home: Home, session: Session, desk: Desk, names: Collection[str], book: RuleBook
) -> dict[str, Judged]:
    """The analyses of some snapshots by a rule book; those that there were none of are new.

    Raises:
        UnpreparedError: One is to be made or read first.
    """
    held = {name: snapshots.analysis(session, name, book.mark) for name in sorted(names)}
    org = org_of(session)
    keys = {
        name: desk.want(_place(name, each, book), _work(home, org, name, each, book))
        for name, each in held.items()
    }
    desk.check()
    return {name: desk.results[key] for name, key in keys.items()}


def _place(snapshot: str, held: KeptAnalysis | None, book: RuleBook) -> Hashable:
    return ("judged", snapshot, book.mark) if held is None else ("findings", held.id)


def _work(
    home: Home, org: str, snapshot: str, held: KeptAnalysis | None, book: RuleBook
) -> Callable[[], Judged]:
    if held is None:
        return partial(judge, home, org, snapshot, book)
    name, leaks = held.id, held.summary["leaks_evaluated"]
    return lambda: Judged(name, findings_of(home, org, name), leaks)


def keep_analysis(session: Session, judged: Judged, snapshot: str, book: RuleBook) -> None:
    """Keep an analysis that no digest was composed of."""
    mark = catalogue_mark()
    snapshots.add_analysis(session, judged.id, snapshot, book.mark, mark, judged.summary)
    see(session, judged, snapshot)


def see(session: Session, judged: Judged, snapshot: str) -> None:
    """Keep that findings and issues were seen on the day of the stock."""
    days = {store: _noon(day) for store, day in snapshots.stores_of(session, snapshot).items()}
    kept = judged.findings.filter("kept").select("store_id", "leak", "sku").unique()
    for (store,), some in kept.group_by("store_id"):
        snapshots.see_findings(session, some.rows(), days[str(store)])
    for store, day in days.items():
        seen = [each for each in judged.seen or () if each[1] == store]
        snapshots.see_issues(session, seen, day)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
