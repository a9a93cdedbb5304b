"""Composes the digest of an intake and its analysis."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from profit_sentinel.digest.counts import count_sheets
from profit_sentinel.digest.digest import Digest, ProblemCount, Summary
from profit_sentinel.digest.findings import Findings, whole
from profit_sentinel.digest.issue_list import sums
from profit_sentinel.digest.issues import issues
from profit_sentinel.domain.money import Money
from profit_sentinel.engine.on_polars import mode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from profit_sentinel.digest.issue_list import Issues
    from profit_sentinel.domain.intake import Intake
    from profit_sentinel.engine.analysis import Analysis
    from profit_sentinel.ingest.shelf import Shelf
    from profit_sentinel.settings import Settings


def compose(  # noqa: PLR0913, PLR0917 - what was read, found, and where it stays
    intake: Intake,
    analysis: Analysis,
    settings: Settings,
    now: datetime,
    milliseconds: Mapping[str, float],
    shelf: Shelf,
) -> Digest:
    """The digest of one analysis.

    Args:
        intake: What was read.
        analysis: What was found in it.
        settings: The constants in force.
        now: When the digest is made, with its time zone.
        milliseconds: Time of the stages outside the engine.
        shelf: Where the digest keeps the findings.
    """
    made = issues(analysis.found, analysis.leaks, settings, now, shelf)
    counted = counts(shelf.stock())
    times = {**milliseconds, **analysis.milliseconds}
    companions = tuple(intake.companions.values())
    return Digest(
        generated_at=now,
        as_of=max(source.as_of for source in intake.sources),
        store_filter=(),
        sources=intake.sources,
        issues=made,
        summary=summary(intake, analysis, made, counted, settings, times),
        problems=problem_counts(
            pl.concat([intake.problems, *(each.problems for each in companions)])
        ),
        findings=Findings(partial(whole, shelf), counted["all"], analysis.leaks),
        count_sheets=count_sheets(analysis.found, analysis.leaks, settings),
        companions=companions,
        notes=intake.notes,
        aliases=intake.aliases,
    )


def summary(  # noqa: PLR0913, PLR0917 - all that a summary is made from
    intake: Intake,
    analysis: Analysis,
    made: Issues,
    counted: Mapping[str, Any],
    settings: Settings,
    milliseconds: Mapping[str, float],
) -> Summary:
    """Counts and sums; every total is the sum of the cents of its issues."""
    dollars, back = sums(made, "dollars", "money"), sums(made, "recoverable", "recovery")
    used = sum(source.rows_used for source in intake.sources)
    stores, skus = different(intake.stock, used)
    return Summary(
        rows_read=sum(source.rows_read for source in intake.sources),
        rows_used=used,
        stores=stores,
        skus=skus,
        leaks_evaluated=tuple(sorted(analysis.leaks)),
        leaks_switched_off=dict(sorted(analysis.switched_off.items())),
        dollars={money: dollars.get(money, 0.0) for money in Money},
        once=back.get("once", 0.0),
        per_year=back.get("per_year", 0.0),
        findings_kept=counted["kept"],
        findings_cut=counted["all"] - counted["kept"],
        stated_facts=counted["stated"],
        false_alarms=counted["false_alarms"],
        calibrated=analysis.calibrated,
        milliseconds=dict(milliseconds),
        preset=settings.preset,
    )


def different(stock: pl.LazyFrame, rows: int) -> tuple[tuple[str, ...], int]:
    """The stores of so many rows of stock in order, and how many different SKUs they have.

    One after the other: both at once, and Polars holds two columns of all rows.
    """
    stores, skus = (
        stock.select(name).unique().collect(engine=mode(rows)) for name in ("store_id", "sku")
    )
    return tuple(stores.to_series().sort()), skus.height


def counts(findings: pl.LazyFrame) -> dict[str, Any]:
    """All findings, those kept, stated facts among them, share of false alarms among the rest."""
    kept, stated = pl.col("kept"), pl.col("stated")
    judged = pl.col("probability").filter(kept & ~stated)
    counted = findings.select(
        all=pl.len(),
        kept=kept.sum(),
        stated=(kept & stated).sum(),
        false_alarms=(1 - judged.mean()).fill_null(0.0),
    )
    return counted.collect().row(0, named=True)


def problem_counts(problems: pl.DataFrame) -> tuple[ProblemCount, ...]:
    """Problems by file, column and reason, the commonest first, each with its first example."""
    counted = (
        problems.group_by("file", "column", "reason", maintain_order=True)
        .agg(count=pl.len(), example=pl.col("value").first(), row=pl.col("row").first())
        .sort("count", descending=True, maintain_order=True)
    )
    return tuple(ProblemCount(**row) for row in counted.to_dicts())
