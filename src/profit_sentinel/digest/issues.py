"""Issues: kept findings grouped by store, leak and who can act, and put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from profit_sentinel.declaration.leak import STATED_FACT
from profit_sentinel.digest.digest import TO_DO
from profit_sentinel.digest.findings import Findings, reasons
from profit_sentinel.digest.wording import many, money_line
from profit_sentinel.domain.issue import Issue, issue_id
from profit_sentinel.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.settings import Settings

SHOWN = 20
"""Findings an issue carries with it; the rest stand in the findings file."""
MINUTES_AN_HOUR = 60
KEYS = ("store_id", "leak", "group", "money")


def issues(
    findings: pl.DataFrame, leaks: Mapping[str, Leak], settings: Settings, now: datetime
) -> tuple[Issue, ...]:
    """Issues of the kept findings: things to do by expected value, the rest by dollars."""
    kept = grouped(findings.filter("kept"), leaks).sort(
        [*KEYS, "dollars", "sku"], descending=[False] * len(KEYS) + [True, False]
    )
    sums = kept.group_by(KEYS, maintain_order=True).agg(
        pl.col("sku", "description").first(),
        total=pl.col("dollars").sum().round(2),
        expected=(pl.col("probability") * pl.col("recoverable")).sum().round(2),
        likely=(pl.col("probability") * pl.col("dollars")).sum(),
        worth=(pl.col("probability") * pl.col("recoverable") - check_cost(settings))
        .clip(0.0)
        .sum()
        .round(2),
        sku_count=pl.len(),
    )
    largest = kept.unique(KEYS, keep="first", maintain_order=True)
    told = sums.with_columns(reason=reasons(largest, leaks))
    several = kept["store_id"].n_unique() > 1
    made, start = [], 0
    for row in told.iter_rows(named=True):
        shown = Findings(kept, leaks, slice(start, start + min(row["sku_count"], SHOWN)))
        made.append(issue(row, shown, leaks[row["leak"]], now, several=several))
        start += row["sku_count"]
    return tuple(sorted(made, key=rank))


def grouped(findings: pl.DataFrame, leaks: Mapping[str, Leak]) -> pl.DataFrame:
    """Findings with `group`: the vendor or department that can act on each."""
    by_vendor = [name for name, leak in leaks.items() if leak.group_by == "vendor"]
    vendors = pl.when(pl.col("leak").is_in(by_vendor))
    group = vendors.then("vendor").otherwise("department")
    nobody = vendors.then(pl.lit("no vendor named")).otherwise(pl.lit("no department named"))
    return findings.with_columns(group=pl.coalesce(group, nobody))


def issue(
    row: Mapping[str, Any],
    shown: Findings,
    leak: Leak,
    now: datetime,
    *,
    several: bool,
) -> Issue:
    """One issue from its sums and its largest findings."""
    money = Money(row["money"])
    place = f"{row['group']}, store {row['store_id']}" if several else row["group"]
    return Issue(
        id=issue_id(row["store_id"], leak.id, row["group"], money if money != leak.money else ""),
        leak=leak.id,
        title=f"{leak.title}: {place}",
        store_id=row["store_id"],
        group=row["group"],
        money=money,
        dollars=row["total"],
        recoverable=row["expected"],
        recovery=leak.recovery.value,
        probability=round(row["likely"] / row["total"] if row["total"] else STATED_FACT, 4),
        evidence=leak.evidence.value,
        priority_score=row["worth"],
        detected=now,
        context=context(row),
        action=leak.action,
        signals=leak.signals,
        sku_count=row["sku_count"],
        findings=shown,
    )


def check_cost(settings: Settings) -> float:
    """Dollars it costs to check one SKU."""
    return settings.list.check_minutes / MINUTES_AN_HOUR * settings.list.wage_per_hour


def context(row: Mapping[str, Any]) -> str:
    """One sentence: how many, how much, and the largest case in its own words."""
    total = many(row["sku_count"], "SKU")
    if row["total"]:
        total += f", {money_line(row['total'], row['money'])}"
    name = row["description"] or f"SKU {row['sku']}"
    which = "" if row["sku_count"] == 1 else " is the largest"
    return f"{total}. {name}{which}: {row['reason']}"


def rank(issue: Issue) -> tuple[int, float, str]:
    """Things to do first, by expected value; then capital and record, by dollars."""
    if issue.money in TO_DO:
        return 0, -issue.priority_score, issue.id
    section = 1 if issue.money is Money.CAPITAL else 2
    return section, -issue.dollars, issue.id
