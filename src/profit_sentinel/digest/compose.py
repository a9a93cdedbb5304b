"""Composes the digest of an intake and its analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from profit_sentinel.digest.digest import Digest, ProblemCount, Summary
from profit_sentinel.digest.findings import Findings
from profit_sentinel.digest.issue_list import sums
from profit_sentinel.digest.issues import issues
from profit_sentinel.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from profit_sentinel.digest.issue_list import Issues
    from profit_sentinel.domain.intake import Intake
    from profit_sentinel.engine.analysis import Analysis
    from profit_sentinel.settings import Settings


def compose(
    intake: Intake,
    analysis: Analysis,
    settings: Settings,
    now: datetime,
    milliseconds: Mapping[str, float],
) -> Digest:
    """The digest of one analysis.

    Args:
        intake: What was read.
        analysis: What was found in it.
        settings: The constants in force.
        now: When the digest is made, with its time zone.
        milliseconds: Time of the stages outside the engine.
    """
    made = issues(analysis.findings, analysis.leaks, settings, now)
    times = {**milliseconds, **analysis.milliseconds}
    companions = tuple(intake.companions.values())
    return Digest(
        generated_at=now,
        as_of=max(source.as_of for source in intake.sources),
        store_filter=(),
        sources=intake.sources,
        issues=made,
        summary=summary(intake, analysis, made, settings, times),
        problems=problem_counts(
            pl.concat([intake.problems, *(each.problems for each in companions)])
        ),
        findings=Findings(analysis.findings, analysis.leaks, ordered=analysis.parts == 1),
        companions=companions,
        notes=intake.notes,
        aliases=intake.aliases,
    )


def summary(
    intake: Intake,
    analysis: Analysis,
    made: Issues,
    settings: Settings,
    milliseconds: Mapping[str, float],
) -> Summary:
    """Counts and sums; every total is the sum of the cents of its issues."""
    counted = counts(analysis.findings)
    dollars, back = sums(made, "dollars", "money"), sums(made, "recoverable", "recovery")
    stores = pl.col("store_id").unique().sort().implode()
    names = intake.stock.select(stores, pl.col("sku").n_unique()).collect()
    return Summary(
        rows_read=sum(source.rows_read for source in intake.sources),
        rows_used=sum(source.rows_used for source in intake.sources),
        stores=tuple(names["store_id"].item()),
        skus=names["sku"].item(),
        leaks_evaluated=tuple(sorted(analysis.leaks)),
        leaks_switched_off=dict(sorted(analysis.switched_off.items())),
        dollars={money: dollars.get(money, 0.0) for money in Money},
        once=back.get("once", 0.0),
        per_year=back.get("per_year", 0.0),
        findings_kept=counted["kept"],
        findings_cut=analysis.findings.height - counted["kept"],
        stated_facts=counted["stated"],
        false_alarms=counted["false_alarms"],
        calibrated=analysis.calibrated,
        milliseconds=dict(milliseconds),
        preset=settings.preset,
    )


def counts(findings: pl.DataFrame) -> dict[str, Any]:
    """Findings kept, stated facts among them, expected share of false alarms among the rest."""
    kept, stated = pl.col("kept"), pl.col("stated")
    judged = pl.col("probability").filter(kept & ~stated)
    return findings.select(
        kept=kept.sum(),
        stated=(kept & stated).sum(),
        false_alarms=(1 - judged.mean()).fill_null(0.0),
    ).row(0, named=True)


def problem_counts(problems: pl.DataFrame) -> tuple[ProblemCount, ...]:
    """Problems by file, column and reason, the commonest first, each with its first example."""
    counted = (
        problems.group_by("file", "column", "reason", maintain_order=True)
        .agg(count=pl.len(), example=pl.col("value").first(), row=pl.col("row").first())
        .sort("count", descending=True, maintain_order=True)
    )
    return tuple(ProblemCount(**row) for row in counted.to_dicts())
