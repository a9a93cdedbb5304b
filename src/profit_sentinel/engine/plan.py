"""What is known of a frame before any expression is written for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date

    from profit_sentinel.settings import Settings

MOST = 0.5


@dataclass(frozen=True)
class Plan:
    """The ground on which the steps of an analysis are laid.

    Attributes:
        settings: The constants in force.
        day: Newest day of the files, for the calendar of seasons.
        columns: Canonical columns that hold at least one value.
        mostly: Columns above zero in more than half of the rows.
        stores: How many stores there are.
    """

    settings: Settings
    day: date
    columns: frozenset[str]
    mostly: frozenset[str]
    stores: int

    def has(self, *names: str) -> bool:
        """Whether every one of some columns holds a value."""
        return self.columns.issuperset(names)


def plan(frame: pl.DataFrame, settings: Settings) -> Plan:
    """The plan for a canonical frame."""
    height = frame.height
    nulls = frame.null_count().row(0, named=True)
    numbers = [name for name, dtype in frame.schema.items() if dtype == pl.Float64]
    above = frame.select((pl.col(numbers) > 0).sum()).row(0, named=True) if numbers else {}
    return Plan(
        settings=settings,
        day=frame.select(pl.col("as_of").max()).item(),
        columns=frozenset(name for name, count in nulls.items() if count < height),
        mostly=frozenset(name for name, count in above.items() if count > MOST * height),
        stores=frame["store_id"].n_unique(),
    )
