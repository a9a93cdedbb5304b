"""Margins: what an item should earn, and how much margins vary around that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import most
from profit_sentinel.engine.peers import ROBUST

if TYPE_CHECKING:
    from profit_sentinel.settings import Settings

DEPARTMENT = ("store_id", "department")
BRAND = ("store_id", "department", "vendor")
FINELINE = ("store_id", "department", "fineline")


def add(frame: nw.LazyFrame, settings: Settings) -> nw.LazyFrame:
    """Add department_margin, reference_margin with its source and spread, below_cost_share."""
    margin = nw.col("margin")
    frame = frame.with_columns(
        department_margin=margin.median().over(*DEPARTMENT),
        brand_margin=group_median(BRAND, settings.margin.brand_skus),
        fineline_margin=group_median(FINELINE, settings.margin.fineline_skus),
        peer_margin=nw.when(nw.col("peer_stores") >= settings.peers.stores).then(
            (nw.col("peer_price") - nw.col("peer_cost")) / nw.col("peer_price")
        ),
        below_cost_share=below_cost_share(),
    )
    frame = frame.with_columns(**reference())
    frame = frame.with_columns(gap=nw.col("reference_margin") - margin)
    keys = (*DEPARTMENT, "reference_source")
    frame = frame.with_columns(usual_gap=nw.col("gap").median().over(*keys))
    deviation = (nw.col("gap") - nw.col("usual_gap")).abs().median().over(*keys)
    return frame.with_columns(
        reference_spread=most(deviation * ROBUST, nw.lit(settings.margin.least_spread))
    )


def group_median(keys: tuple[str, ...], enough: int) -> nw.Expr:
    """Median margin of a named group with at least `enough` SKUs, else null."""
    named = ~nw.col(keys[-1]).is_null()
    margin = nw.col("margin")
    return nw.when(named & (margin.count().over(*keys) >= enough)).then(margin.median().over(*keys))


def reference() -> dict[str, nw.Expr]:
    """The best reference a row has, and where it comes from; a thin brand lowers its group's."""
    in_fineline = nw.when(~nw.col("fineline_margin").is_null())
    candidates = (
        ("its target", nw.col("desired_margin")),
        ("the other stores", nw.col("peer_margin")),
        ("its fineline", in_fineline.then(nw.min_horizontal("fineline_margin", "brand_margin"))),
        ("its department", nw.min_horizontal("department_margin", "brand_margin")),
    )
    source: nw.Expr = nw.lit(None).cast(nw.String)
    for name, value in reversed(candidates):
        source = nw.when(~value.is_null()).then(nw.lit(name)).otherwise(source)
    margin = nw.coalesce(*(value for _, value in candidates))
    return {"reference_margin": margin, "reference_source": source}


def below_cost_share() -> nw.Expr:
    """Share of prices below cost at the row's vendor or department, whichever is larger."""
    below = nw.when(nw.col("margin") < 0).then(1.0).when(nw.col("margin") >= 0).then(0.0)
    vendor = nw.when(~nw.col("vendor").is_null()).then(below.mean().over("store_id", "vendor"))
    return most(vendor, below.mean().over(*DEPARTMENT))
