"""The chain: figures that take all stores together, however few of them are judged at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import polars as pl

from profit_sentinel.declaration.words import col, spoken
from profit_sentinel.engine import peers
from profit_sentinel.engine.on_polars import mode
from profit_sentinel.engine.rows import complete, own

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan


@dataclass(frozen=True)
class Chain:
    """What a row cannot learn from its own store.

    Attributes:
        items: One row per item: how many stores carry it and sold it lately, its median price
            and cost. None in a single store.
        departments: One row per department name: how much prices and costs vary between the
            stores. None in a single store.
        rate_mean: Mean units a day of a SKU, None when no file tells of sales.
        rate_variance: Variance of that between SKUs, None for fewer than two.
    """

    items: pl.DataFrame | None
    departments: pl.DataFrame | None
    rate_mean: float | None
    rate_variance: float | None


def alone(stock: pl.LazyFrame, plan: Plan) -> pl.LazyFrame:
    """Canonical rows with every canonical column and the figures that need no other row."""
    with spoken("polars"):
        return cast("pl.LazyFrame", own(complete(cast("Frame", stock)), plan))


def chain(rows: pl.LazyFrame, plan: Plan) -> Chain:
    """The figures of all stores together.

    They are worked out group by group from a few columns, so that rows pass through and need not
    fit in memory.

    Args:
        rows: All rows with their own figures, from `alone`.
        plan: What is known of them.
    """
    with spoken("polars"):
        frame = cast("Frame", rows)
        rates = frame.select(mean=col("rate").mean(), variance=col("rate").var())
        if plan.stores == 1:
            [rate] = computed(plan, rates)
            return Chain(None, None, *rate.row(0))
        rate, items = computed(plan, rates, peers.items(frame))
        placed = peers.placed(peers.joined(frame, cast("Frame", items.lazy())), plan)
        [departments] = computed(plan, peers.departments(placed, plan))
    return Chain(items, departments, *rate.row(0))


def computed(plan: Plan, *frames: Frame) -> list[pl.DataFrame]:
    """Small tables from all rows."""
    return pl.collect_all([cast("pl.LazyFrame", frame) for frame in frames], engine=mode(plan.rows))
