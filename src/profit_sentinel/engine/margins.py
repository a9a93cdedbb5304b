"""Margins: what an item should earn, and how much margins vary around that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import most, unknown_number, unknown_text
from profit_sentinel.declaration.words import Expr, coalesce, col, lit, min_horizontal, when
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
    frame = frame.with_columns(margin=1.0 - col("cost") / col("price"))
    below = when(col("margin") < 0).then(1.0).when(col("margin") >= 0).then(0.0)
    return frame.with_columns(below_cost=below)


def among(plan: Plan) -> dict[str, Expr]:
    """Median margins of the department, the brand in it and the fineline; prices below cost."""
    return {
        "department_margin": col("margin").median().over(*DEPARTMENT),
        "brand_margin": group_median(BRAND, plan.settings.margin.brand_skus, plan),
        "fineline_margin": group_median(FINELINE, plan.settings.margin.fineline_skus, plan),
        "below_cost_share": below_cost_share(plan),
    }


def placed(frame: Frame, plan: Plan) -> Frame:
    """Add reference_margin, where it comes from, and the gap to it."""
    frame = frame.with_columns(**reference(plan))
    return frame.with_columns(gap=col("reference_margin") - col("margin"))


def spread(plan: Plan) -> dict[str, Expr]:
    """How much margins vary around references of the same kind: robust sd per department."""
    gap = col("gap").abs().median().over(*DEPARTMENT, "reference_source")
    return {"reference_spread": most(gap * ROBUST, lit(plan.settings.margin.least_spread))}


def group_median(keys: tuple[str, ...], enough: int, plan: Plan) -> Expr:
    """Median margin of a named group with at least `enough` SKUs, else null."""
    if not plan.has(*keys):
        return unknown_number()
    named = ~col(keys[-1]).is_null()
    margin = col("margin")
    return when(named & (margin.count().over(*keys) >= enough)).then(margin.median().over(*keys))


def reference(plan: Plan) -> dict[str, Expr]:
    """The best reference a row has, and where it comes from; a thin brand lowers its group's."""
    in_fineline = when(~col("fineline_margin").is_null())
    candidates = (
        ("its own target", col("desired_margin"), plan.has("desired_margin")),
        ("the other stores", peer_margin(plan), plan.stores > 1),
        ("its fineline", in_fineline.then(min_horizontal("fineline_margin", "brand_margin")),
         plan.has("fineline")),
        ("its department", min_horizontal("department_margin", "brand_margin"), True),
    )  # fmt: skip
    known = [(name, value) for name, value, possible in candidates if possible]
    source = unknown_text()
    for name, value in reversed(known):
        source = when(~value.is_null()).then(lit(name)).otherwise(source)
    return {
        "reference_margin": coalesce(*(value for _, value in known)),
        "reference_source": source,
    }


def peer_margin(plan: Plan) -> Expr:
    """Margin of the same item at the median price and cost of the stores that carry it."""
    shared = when(col("peer_stores") >= plan.settings.peers.stores)
    return shared.then(1.0 - col("peer_cost") / col("peer_price"))


def below_cost_share(plan: Plan) -> Expr:
    """Share of the other prices below cost at the vendor or department, whichever is larger.

    A few more SKUs with sound prices are supposed, so that one error in a small group is no habit.
    """

    def share(*keys: str) -> Expr:
        others = col("below_cost").sum().over(*keys) - col("below_cost")
        return others / (col("below_cost").count().over(*keys) + SUPPOSED)

    if not plan.has("vendor"):
        return share(*DEPARTMENT)
    vendor = when(~col("vendor").is_null()).then(share("store_id", "vendor"))
    return most(vendor, share(*DEPARTMENT))
