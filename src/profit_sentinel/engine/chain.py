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
    from collections.abc import Callable

    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan


AT_ONCE = 4_000_000
"""Rows whose groups are worked out together."""


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

    They are worked out from a few columns, some groups at a time, so that rows pass through and
    need not fit in memory.

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
        [rate] = computed(plan, rates)
        items = by_groups(plan, frame, "sku", peers.items)
        placed = peers.placed(peers.joined(frame, cast("Frame", items.lazy())), plan)
        departments = by_groups(
            plan, placed, "department", lambda rows: peers.departments(rows, plan)
        )
    return Chain(items, departments, *rate.row(0))


def by_groups(plan: Plan, rows: Frame, key: str, figures: Callable[[Frame], Frame]) -> pl.DataFrame:
    """Figures of groups, worked out for as many of them at a time as have about `AT_ONCE` rows.

    Args:
        plan: What is known of the rows.
        rows: All rows.
        key: What rows of a group have in common, a column as it was read: text made from others
            is then made for the rows of a share alone, whose memory would else hold all of it.
        figures: Of rows that hold whole groups: one row per group.
    """
    times = -(-plan.rows // AT_ONCE)
    turn = pl.col(key).hash() % times
    some = [cast("pl.LazyFrame", rows).filter(turn == number) for number in range(times)]
    shares = [rows] if times == 1 else [cast("Frame", share) for share in some]
    return pl.concat(computed(plan, figures(share))[0] for share in shares)


def computed(plan: Plan, *frames: Frame) -> list[pl.DataFrame]:
    """Small tables from all rows."""
    return pl.collect_all([cast("pl.LazyFrame", frame) for frame in frames], engine=mode(plan.rows))
