"""What is known of a frame before any expression is written for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
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
        sizes: Rows of each store, by its id, in order of ids.
    """

    settings: Settings
    day: date
    columns: frozenset[str]
    mostly: frozenset[str]
    sizes: Mapping[str, int]

    @property
    def stores(self) -> int:
        """How many stores there are."""
        return len(self.sizes)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(self.sizes.values())

    def has(self, *names: str) -> bool:
        """Whether every one of some columns holds a value."""
        return self.columns.issuperset(names)

    def parts(self, rows: int) -> list[list[str]]:
        """The stores in order, in parts of about so many rows; a store is never divided."""
        parts: list[list[str]] = []
        room = 0
        for store, size in self.sizes.items():
            if not parts or size > room:
                parts.append([])
                room = rows
            parts[-1].append(store)
            room -= size
        return parts


def plan(stock: pl.LazyFrame, settings: Settings) -> Plan:
    """The plan for a canonical frame."""
    schema = stock.collect_schema()
    known = pl.col(*schema).count().name.prefix(KNOWN)
    numbers = [name for name, dtype in schema.items() if dtype == pl.Float64]
    above = (pl.col(*numbers) > 0).sum().name.prefix(ABOVE)
    counted = stock.select(known, above, pl.col("as_of").max())
    sizes = stock.group_by("store_id").len().sort("store_id")
    counts = counted.collect(engine="streaming").row(0, named=True)
    by_id = dict(sizes.collect(engine="streaming").iter_rows())
    height = sum(by_id.values())
    return Plan(
        settings=settings,
        day=counts["as_of"],
        columns=frozenset(name for name in schema if counts[KNOWN + name]),
        mostly=frozenset(name for name in numbers if counts[ABOVE + name] > MOST * height),
        sizes=by_id,
    )


KNOWN, ABOVE = "known ", "above "
