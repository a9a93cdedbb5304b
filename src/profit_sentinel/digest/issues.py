"""Issues: kept findings grouped by store, leak and who can act, and put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from profit_sentinel.digest.digest import TO_DO
from profit_sentinel.digest.issue_list import Issues
from profit_sentinel.domain.issue import issue_id
from profit_sentinel.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.ingest.shelf import Shelf
    from profit_sentinel.settings import Settings

MINUTES_AN_HOUR = 60
KEYS = ("store_id", "leak", "group", "money")


def issues(
    found: Shelf,
    leaks: Mapping[str, Leak],
    settings: Settings,
    now: datetime,
    shelf: Shelf,
) -> Issues:
    """Issues of the kept findings: things to do by expected value, the rest by dollars.

    Args:
        found: Findings, those of a store in one piece.
        leaks: The declarations by id.
        settings: The constants in force.
        now: When they were detected.
        shelf: Where the findings are kept, in pieces as before, those of an issue together.
    """
    pieces = []
    for number in range(len(found)):
        piece = together(found.piece(number).collect(), leaks)
        shelf.add(piece)
        pieces.append(summed(piece.filter("kept"), settings).with_columns(piece=number))
    sums = pl.concat(pieces)
    recoveries = {name: leak.recovery.value for name, leak in leaks.items()}
    told = sums.with_columns(
        identities(sums, leaks),
        recovery=pl.col("leak").replace_strict(recoveries, return_dtype=pl.String),
    )
    return Issues(told.sort(order()), shelf, leaks, now, sums["store_id"].n_unique() > 1)


def together(findings: pl.DataFrame, leaks: Mapping[str, Leak]) -> pl.DataFrame:
    """Findings with those of an issue together, the largest first; those cut stand last."""
    by = ["kept", *KEYS, "dollars", "sku"]
    turned = [name in {"kept", "dollars"} for name in by]
    return grouped(findings, leaks).sort(by, descending=turned)


def summed(kept: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """One row per issue: its figures, and where its findings begin among those kept."""
    expected = pl.col("probability") * pl.col("recoverable")
    sums = kept.group_by(KEYS, maintain_order=True).agg(
        dollars=pl.col("dollars").sum().round(2),
        recoverable=expected.sum().round(2),
        likely=(pl.col("probability") * pl.col("dollars")).sum(),
        priority_score=(expected - check_cost(settings)).clip(0.0).sum().round(2),
        sku_count=pl.len(),
    )
    return sums.with_columns(start=pl.col("sku_count").cum_sum() - pl.col("sku_count"))


def identities(sums: pl.DataFrame, leaks: Mapping[str, Leak]) -> pl.Series:
    """The id of every issue."""
    ids = [
        issue_id(store, leak, group, "" if money == leaks[leak].money else money)
        for store, leak, group, money in sums.select(KEYS).iter_rows()
    ]
    return pl.Series("id", ids, pl.String)


def order() -> list[pl.Expr]:
    """Things to do first, by expected value; then capital and record, by dollars; alike by id."""
    to_do = pl.col("money").is_in(list(TO_DO))
    section = pl.when(to_do).then(0).when(pl.col("money") == Money.CAPITAL).then(1).otherwise(2)
    return [section, -pl.when(to_do).then("priority_score").otherwise("dollars"), pl.col("id")]


def grouped(findings: pl.DataFrame, leaks: Mapping[str, Leak]) -> pl.DataFrame:
    """Findings with `group`: the vendor or department that can act on each."""
    by_vendor = [name for name, leak in leaks.items() if leak.group_by == "vendor"]
    vendors = pl.when(pl.col("leak").is_in(by_vendor))
    group = vendors.then("vendor").otherwise("department")
    nobody = vendors.then(pl.lit("no vendor named")).otherwise(pl.lit("no department named"))
    return findings.with_columns(group=pl.coalesce(group, nobody))


def check_cost(settings: Settings) -> float:
    """Dollars it costs to check one SKU."""
    return settings.list.check_minutes / MINUTES_AN_HOUR * settings.list.wage_per_hour
