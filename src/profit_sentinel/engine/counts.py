"""Counts: doubtful findings that a look at the shelf decides, where looking pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.settings import Settings

MINUTES_AN_HOUR = 60
EXPECTED = (pl.col("probability") * pl.col("recoverable")).round(2)
"""Dollars expected of a look, in whole cents, so that every engine ranks alike."""


def worth_a_count(
    findings: pl.DataFrame, leaks: Mapping[str, Leak], settings: Settings
) -> pl.DataFrame:
    """Mark what is worth a look although the list leaves it out for doubt.

    Of leaks that a look decides, per store: findings that were cut and whose expected dollars are
    `counts.worth` times the cost of looking or more, those with the most expected dollars first,
    until the minutes of a walk are used up. They stay cut: no dollar of them is claimed.

    Args:
        findings: As `cut.cut` gives them; those of a store must be here.
        leaks: The declarations by id.
        settings: The constants in force.

    Returns:
        The findings in their order, with `worth_a_count`.
    """
    looked = pl.col("leak").is_in([name for name, leak in leaks.items() if leak.look])
    least = settings.counts.worth * look_cost(settings)
    pays = EXPECTED.ge(least)
    asked = ~pl.col("kept") & looked & pays
    ranked = (
        findings.lazy()
        .with_row_index("place")
        .with_columns(asked=asked)
        .sort("asked", -EXPECTED, "store_id", "sku", "leak", descending=[True, *[False] * 4])
        .with_columns(turn=pl.int_range(1, pl.len() + 1).over("store_id", "asked"))
        .with_columns(worth_a_count=pl.col("asked") & (pl.col("turn") <= looks(settings)))
    )
    return ranked.sort("place").drop("place", "asked", "turn").collect(engine="in-memory")


def look_cost(settings: Settings) -> float:
    """Dollars that a look at one shelf costs."""
    return settings.counts.look_minutes / MINUTES_AN_HOUR * settings.list.wage_per_hour


def looks(settings: Settings) -> int:
    """Shelves that a store is asked to look at."""
    return int(settings.counts.walk_minutes / settings.counts.look_minutes)
