"""Margins: what an item should earn, and how much margins vary around that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import most, unknown_number, unknown_text
from profit_sentinel.declaration.words import Expr, coalesce, col, lit, min_horizontal, when
from profit_sentinel.engine.peers import ROBUST

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.groups import Figures, Keys
    from profit_sentinel.engine.plan import Plan

DEPARTMENT: Keys = ("store_id", "department")
VENDOR: Keys = ("store_id", "vendor")
BRAND = ("store_id", "department", "vendor")
FINELINE = ("store_id", "department", "fineline")
SUPPOSED = 9.0
"""SKUs with sound prices that are supposed in every group."""


def own(frame: Frame, _: Plan) -> Frame:
    """Add the margin, and whether it is negative as 1 or 0."""
    frame = frame.with_columns(margin=1.0 - col("cost") / col("price"))
    below = when(col("margin") < 0).then(1.0).when(col("margin") >= 0).then(0.0)
    return frame.with_columns(below_cost=below)


def among(plan: Plan) -> Figures:
    """Median margins of the department, the brand in it and the fineline; prices below cost."""
    margin = col("margin")
    figures = {DEPARTMENT: {"department_margin": margin.median(), **below_cost("department")}}
    if plan.has("vendor"):
        figures[VENDOR] = below_cost("vendor")
    for group, keys in (("brand", BRAND), ("fineline", FINELINE)):
        if plan.has(*keys):
            figures[keys] = {f"{group}_margins": margin.count(), f"{group}_median": margin.median()}
    return figures


def below_cost(group: str) -> dict[str, Expr]:
    """How many prices of a group lie below cost, and how many there are."""
    return {f"{group}_below": col("below_cost").sum(), f"{group}_prices": col("below_cost").count()}


def chosen(plan: Plan) -> dict[str, Expr]:
    """Margins of the groups large enough to tell, and the share of the others below cost."""
    return {
        "brand_margin": group_median("brand", BRAND, plan.settings.margin.brand_skus, plan),
        "fineline_margin": group_median(
            "fineline", FINELINE, plan.settings.margin.fineline_skus, plan
        ),
        "below_cost_share": below_cost_share(plan),
    }


def placed(frame: Frame, plan: Plan) -> Frame:
    """Add reference_margin, where it comes from, and the gap to it."""
    frame = frame.with_columns(**reference(plan))
    return frame.with_columns(gap=col("reference_margin") - col("margin"))


def spread() -> Figures:
    """How far margins lie off references of the same kind: the middle of a department."""
    return {(*DEPARTMENT, "reference_source"): {"usual_gap": col("gap").abs().median()}}


def add(frame: Frame, plan: Plan) -> Frame:
    """Add how much margins vary around their references, as a robust sd."""
    least = lit(plan.settings.margin.least_spread)
    return frame.with_columns(reference_spread=most(col("usual_gap") * ROBUST, least))


def group_median(group: str, keys: tuple[str, ...], enough: int, plan: Plan) -> Expr:
    """Median margin of a named group with at least `enough` SKUs, else null."""
    if not plan.has(*keys):
        return unknown_number()
    named = ~col(keys[-1]).is_null()
    return when(named & (col(f"{group}_margins") >= enough)).then(col(f"{group}_median"))


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

    def share(group: str) -> Expr:
        others = col(f"{group}_below") - col("below_cost")
        return others / (col(f"{group}_prices") + SUPPOSED)

    if not plan.has("vendor"):
        return share("department")
    vendor = when(~col("vendor").is_null()).then(share("vendor"))
    return most(vendor, share("department"))
