"""Peers: the same item in the other stores of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import NUMBER, TEXT, most

if TYPE_CHECKING:
    from profit_sentinel.engine.plan import Plan

ROBUST = 1.4826
"""Median absolute deviation to standard deviation of a normal distribution."""
FACTS = ("peer_stores", "peer_recent_sales", "peer_price", "peer_cost", "price_spread",
         "cost_spread")  # fmt: skip


def add(frame: nw.LazyFrame, plan: Plan) -> nw.LazyFrame:
    """Add peer_stores, peer_recent_sales, peer medians, and the spread of prices and costs.

    A SKU is the same item in two stores when the barcode agrees too, or, without barcodes, the
    description. Rows with neither have no peers.
    """
    if plan.stores == 1:
        return frame.with_columns(**dict.fromkeys(FACTS, NUMBER))
    lately = nw.col("days_since_sale") <= plan.settings.silence.elsewhere_days
    frame = frame.with_columns(item=item(plan), sold_lately=nw.when(lately).then(1.0))
    frame = frame.with_columns(
        peer_stores=nw.col("sku").count().over("item"),
        peer_recent_sales=nw.col("sold_lately").count().over("item"),
        peer_price=nw.col("price").median().over("item"),
        peer_cost=nw.col("cost").median().over("item"),
    )
    known = ~nw.col("item").is_null()
    frame = frame.with_columns(
        **{name: nw.when(known).then(nw.col(name)) for name in FACTS if name.startswith("peer")}
    )
    return frame.with_columns(price_spread=spread("price", plan), cost_spread=spread("cost", plan))


def item(plan: Plan) -> nw.Expr:
    """Key of an item across stores: its SKU with its barcode, else with its description."""
    names = [nw.col(name) for name in ("barcode", "description") if plan.has(name)]
    if not names:
        return TEXT
    return nw.concat_str(nw.col("sku"), nw.coalesce(*names), separator="|")


def spread(column: str, plan: Plan) -> nw.Expr:
    """Robust sd of a column's log ratio to its median over stores, per department of the chain."""
    peers = plan.settings.peers
    shared = nw.col("peer_stores") >= peers.stores
    ratio = (nw.col(column) / nw.col(f"peer_{column}")).log().abs()
    middle = nw.when(shared).then(ratio).median().over("department")
    return most(middle * ROBUST, nw.lit(peers.least_spread))
