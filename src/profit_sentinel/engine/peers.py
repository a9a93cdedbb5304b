"""Peers: the same item in the other stores of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import most, unknown_number, unknown_text
from profit_sentinel.declaration.words import Expr, coalesce, col, concat_str, lit, when

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan

ROBUST = 1.4826
"""Median absolute deviation to standard deviation of a normal distribution."""
COUNTED = ("peer_stores", "peer_recent_sales", "peer_price", "peer_cost")


def own(frame: Frame, plan: Plan) -> Frame:
    """Add the key of an item across stores, and whether it sold lately.

    A SKU is the same item in two stores when the barcode agrees too, or, without barcodes, the
    description. Rows with neither have no peers.
    """
    lately = col("days_since_sale") <= plan.settings.silence.elsewhere_days
    return frame.with_columns(item=item(plan), sold_lately=when(lately).then(1.0))


def among(plan: Plan) -> dict[str, Expr]:
    """How many stores carry the item, how many sold it lately, its median price and cost."""
    if plan.stores == 1:
        return dict.fromkeys(COUNTED, unknown_number())
    return {
        "peer_stores": col("sku").count().over("item"),
        "peer_recent_sales": col("sold_lately").count().over("item"),
        "peer_price": col("price").median().over("item"),
        "peer_cost": col("cost").median().over("item"),
    }


def placed(frame: Frame, plan: Plan) -> Frame:
    """Unknown items have no peers; the others stand off theirs by a log ratio."""
    if plan.stores == 1:
        return frame
    known = ~col("item").is_null()
    frame = frame.with_columns(**{name: when(known).then(col(name)) for name in COUNTED})
    return frame.with_columns(
        price_off=(col("price") / col("peer_price")).log(),
        cost_off=(col("cost") / col("peer_cost")).log(),
        shared=col("peer_stores") >= plan.settings.peers.stores,
    )


def spread(plan: Plan) -> dict[str, Expr]:
    """How much prices and costs vary between stores: robust sd per department of the chain."""
    if plan.stores == 1:
        return {"price_spread": unknown_number(), "cost_spread": unknown_number()}
    least = lit(plan.settings.peers.least_spread)
    shared = when(col("shared"))
    return {
        f"{name}_spread": most(
            shared.then(col(f"{name}_off").abs()).median().over("department") * ROBUST, least
        )
        for name in ("price", "cost")
    }


def item(plan: Plan) -> Expr:
    """Key of an item across stores: its SKU with its barcode, else with its description."""
    names = {"barcode": col("barcode"), "description": col("description").str.to_uppercase()}
    known = [name for column, name in names.items() if plan.has(column)]
    if not known:
        return unknown_text()
    return concat_str(col("sku"), coalesce(*known), separator="|")
