"""Margins: what an item should earn, and how much margins vary around that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import NUMBER, TEXT, most
from profit_sentinel.engine.peers import ROBUST

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan

DEPARTMENT = ("store_id", "department")
BRAND = ("store_id", "department", "vendor")
FINELINE = ("store_id", "department", "fineline")
SUPPOSED = 9.0
"""SKUs with sound prices that are supposed in every group."""


def own(frame: Frame, _: Plan) -> Frame:
    """Add the margin, and whether it is negative as 1 or 0."""
    frame = frame.with_columns(margin=1.0 - nw.col("cost") / nw.col("price"))
    below = nw.when(nw.col("margin") < 0).then(1.0).when(nw.col("margin") >= 0).then(0.0)
    return frame.with_columns(below_cost=below)


def among(plan: Plan) -> dict[str, nw.Expr]:
    """Median margins of the department, the brand in it and the fineline; prices below cost."""
    return {
        "department_margin": nw.col("margin").median().over(*DEPARTMENT),
        "brand_margin": group_median(BRAND, plan.settings.margin.brand_skus, plan),
        "fineline_margin": group_median(FINELINE, plan.settings.margin.fineline_skus, plan),
        "below_cost_share": below_cost_share(plan),
    }


def placed(frame: Frame, plan: Plan) -> Frame:
    """Add reference_margin, where it comes from, and the gap to it."""
    frame = frame.with_columns(**reference(plan))
    return frame.with_columns(gap=nw.col("reference_margin") - nw.col("margin"))


def spread(plan: Plan) -> dict[str, nw.Expr]:
    """How much margins vary around references of the same kind: robust sd per department."""
    gap = nw.col("gap").abs().median().over(*DEPARTMENT, "reference_source")
    return {"reference_spread": most(gap * ROBUST, nw.lit(plan.settings.margin.least_spread))}


def group_median(keys: tuple[str, ...], enough: int, plan: Plan) -> nw.Expr:
    """Median margin of a named group with at least `enough` SKUs, else null."""
    if not plan.has(*keys):
        return NUMBER
    named = ~nw.col(keys[-1]).is_null()
    margin = nw.col("margin")
    return nw.when(named & (margin.count().over(*keys) >= enough)).then(margin.median().over(*keys))


def reference(plan: Plan) -> dict[str, nw.Expr]:
    """The best reference a row has, and where it comes from; a thin brand lowers its group's."""
    in_fineline = nw.when(~nw.col("fineline_margin").is_null())
    candidates = (
        ("its own target", nw.col("desired_margin"), plan.has("desired_margin")),
        ("the other stores", peer_margin(plan), plan.stores > 1),
        ("its fineline", in_fineline.then(nw.min_horizontal("fineline_margin", "brand_margin")),
         plan.has("fineline")),
        ("its department", nw.min_horizontal("department_margin", "brand_margin"), True),
    )  # fmt: skip
    known = [(name, value) for name, value, possible in candidates if possible]
    source = TEXT
    for name, value in reversed(known):
        source = nw.when(~value.is_null()).then(nw.lit(name)).otherwise(source)
    return {
        "reference_margin": nw.coalesce(*(value for _, value in known)),
        "reference_source": source,
    }


def peer_margin(plan: Plan) -> nw.Expr:
    """Margin of the same item at the median price and cost of the stores that carry it."""
    shared = nw.when(nw.col("peer_stores") >= plan.settings.peers.stores)
    return shared.then(1.0 - nw.col("peer_cost") / nw.col("peer_price"))


def below_cost_share(plan: Plan) -> nw.Expr:
    """Share of the other prices below cost at the vendor or department, whichever is larger.

    A few more SKUs with sound prices are supposed, so that one error in a small group is no habit.
    """

    def share(*keys: str) -> nw.Expr:
        others = nw.col("below_cost").sum().over(*keys) - nw.col("below_cost")
        return others / (nw.col("below_cost").count().over(*keys) + SUPPOSED)

    if not plan.has("vendor"):
        return share(*DEPARTMENT)
    vendor = nw.when(~nw.col("vendor").is_null()).then(share("store_id", "vendor"))
    return most(vendor, share(*DEPARTMENT))
