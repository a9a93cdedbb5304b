"""Peers: the same item in the other stores of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import most

if TYPE_CHECKING:
    from profit_sentinel.settings import Settings

ROBUST = 1.4826
"""Median absolute deviation to standard deviation of a normal distribution."""


def add(frame: nw.LazyFrame, settings: Settings) -> nw.LazyFrame:
    """Add peer_stores, peer_recent_sales, peer medians, and the spread of prices and costs.

    A SKU is the same item in two stores when the barcode agrees too, or, without barcodes, the
    description. Rows with neither have no peers.
    """
    frame = frame.with_columns(item=item())
    known = ~nw.col("item").is_null()
    lately = nw.col("days_since_sale") <= settings.silence.elsewhere_days
    frame = frame.with_columns(
        peer_stores=nw.when(known).then(nw.col("store_id").n_unique().over("item")),
        peer_recent_sales=nw.when(known).then(
            nw.when(lately).then(1.0).otherwise(0.0).sum().over("item")
        ),
        peer_price=nw.when(known).then(nw.col("price").median().over("item")),
        peer_cost=nw.when(known).then(nw.col("cost").median().over("item")),
    )
    return frame.with_columns(
        price_spread=spread("price", settings), cost_spread=spread("cost", settings)
    )


def item() -> nw.Expr:
    """Key of an item across stores: its SKU with its barcode, else with its description."""
    name = nw.coalesce(nw.col("barcode"), nw.col("description").str.to_uppercase())
    return nw.concat_str(nw.col("sku"), name, separator="|")


def spread(column: str, settings: Settings) -> nw.Expr:
    """Robust sd of a column's log ratio to its median over stores, per department of the chain."""
    shared = nw.col("peer_stores") >= settings.peers.stores
    ratio = (nw.col(column) / nw.col(f"peer_{column}")).log().abs()
    middle = nw.when(shared).then(ratio).median().over("department")
    return most(middle * ROBUST, nw.lit(settings.peers.least_spread))
