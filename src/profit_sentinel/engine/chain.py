"""The chain: figures that take all stores together, however few of them are judged at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import polars as pl

from profit_sentinel.declaration.words import spoken
from profit_sentinel.engine import peers
from profit_sentinel.engine.on_polars import mode
from profit_sentinel.engine.rows import complete, own
from profit_sentinel.ingest.marks import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan


CARRIED = ("item", "department", "price", "cost", "sold_lately", "rate")
"""All that the figures of the chain are made from."""


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
        rows = cast("pl.LazyFrame", own(complete(cast("Frame", stock)), plan))
    return rows.with_columns(item=item(plan))


def item(plan: Plan) -> pl.Expr:
    """Key of an item across stores: its SKU with its barcode, else with its description.

    Null for rows with neither. It is the mark of the two.
    """
    names = {"barcode": pl.col("barcode"), "description": pl.col("description").str.to_uppercase()}
    known = [name for column, name in names.items() if plan.has(column)]
    if not known:
        return pl.lit(None, pl.Int64)
    name = pl.coalesce(known)
    number = mark("sku", name).reinterpret(signed=True)
    return pl.when(name.is_not_null()).then(number)


def chain(rows: pl.LazyFrame, plan: Plan, at_once: int) -> Chain:
    """The figures of all stores together.

    They are worked out from a few columns. Those of a chain with more rows than `at_once` are read
    anew for every share of the groups, so that all rows need not fit in memory.

    Args:
        rows: All rows with their own figures, from `alone`.
        plan: What is known of them.
        at_once: Rows whose groups are worked out together.
    """
    carried, shares = rows.select(CARRIED), -(-plan.rows // at_once)
    if shares == 1:
        carried = carried.collect(engine=mode(plan.rows)).lazy()
    rates = pl.col("rate")
    rate = computed(plan, carried.select(mean=rates.mean(), variance=rates.var())).row(0)
    if plan.stores == 1:
        return Chain(None, None, *rate)
    with spoken("polars"):
        items = by_groups(plan, carried, "item", shares, peers.items)
        beside = peers.joined(cast("Frame", carried), cast("Frame", items.lazy()))
        placed = cast("pl.LazyFrame", peers.placed(beside, plan))
        departments = by_groups(
            plan, placed, "department", shares, lambda rows: peers.departments(rows, plan)
        )
    return Chain(items, departments, *rate)


def by_groups(
    plan: Plan, rows: pl.LazyFrame, key: str, shares: int, figures: Callable[[Frame], Frame]
) -> pl.DataFrame:
    """Figures of groups, worked out for a share of them at a time.

    Args:
        plan: What is known of the rows.
        rows: All rows.
        key: What rows of a group have in common.
        shares: How many shares there are.
        figures: Of rows that hold whole groups: one row per group.
    """
    turn = pl.col(key).hash() % shares
    some = [rows] if shares == 1 else [rows.filter(turn == number) for number in range(shares)]
    tables = (figures(cast("Frame", share)) for share in some)
    return pl.concat(computed(plan, cast("pl.LazyFrame", table)) for table in tables)


def computed(plan: Plan, table: pl.LazyFrame) -> pl.DataFrame:
    """A small table from all rows."""
    return table.collect(engine=mode(plan.rows))
