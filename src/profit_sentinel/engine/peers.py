"""Peers: the same item in the other stores of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import most, unknown_number
from profit_sentinel.declaration.words import Expr, coalesce, col, lit, when

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan

ROBUST = 1.4826
"""Median absolute deviation to standard deviation of a normal distribution."""
COUNTED = ("peer_stores", "peer_recent_sales", "peer_price", "peer_cost")


def own(frame: Frame, plan: Plan) -> Frame:
    """Add whether an item sold lately: 1, or null where it did not or nobody knows."""
    lately = col("days_since_sale") <= plan.settings.silence.elsewhere_days
    return frame.with_columns(sold_lately=when(lately).then(1.0))


def items(rows: Frame) -> Frame:
    """One row per item: how many stores carry it and sold it lately, its median price and cost.

    A SKU is the same item in two stores when the barcode agrees too, or, without barcodes, the
    description; see `chain.item`. Rows with neither have no peers.
    """
    known = rows.filter(~col("item").is_null())
    return known.group_by("item").agg(
        peer_stores=col("item").count(),
        peer_recent_sales=col("sold_lately").count(),
        peer_price=col("price").median(),
        peer_cost=col("cost").median(),
    )


def joined(rows: Frame, items: Frame | None) -> Frame:
    """Add what is known of each row's item; an unknown item has no peers."""
    if items is None:
        return rows.with_columns(**dict.fromkeys(COUNTED, unknown_number()))
    return rows.join(items, on="item", how="left")


def placed(frame: Frame, plan: Plan) -> Frame:
    """Add how far price and cost stand off those of the item elsewhere, as log ratios."""
    if plan.stores == 1:
        return frame
    return frame.with_columns(
        price_off=(col("price") / col("peer_price")).log(),
        cost_off=(col("cost") / col("peer_cost")).log(),
        shared=col("peer_stores") >= plan.settings.peers.stores,
    )


def departments(rows: Frame, plan: Plan) -> Frame:
    """One row per department name: how much prices and costs vary between stores, as robust sd."""
    least, shared = lit(plan.settings.peers.least_spread), when(col("shared"))
    off = {f"{name}_spread": shared.then(col(f"{name}_off").abs()) for name in ("price", "cost")}
    known = rows.select(named_department=named_department(), **off)
    medians = known.group_by("named_department").agg(**{name: col(name).median() for name in off})
    return medians.with_columns(**{name: most(col(name) * ROBUST, least) for name in off})


def spread(rows: Frame, departments: Frame | None) -> Frame:
    """Add how much prices and costs vary between the stores in each row's department."""
    if departments is None:
        return rows.with_columns(price_spread=unknown_number(), cost_spread=unknown_number())
    rows = rows.with_columns(named_department=named_department())
    return rows.join(departments, on="named_department", how="left")


def named_department() -> Expr:
    """The department, also where a row names none: what is unknown would find no other."""
    return coalesce("department", lit(""))
