"""Costs, prices and ages of a row: the facts that need nothing but the row itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import holds, never, positive, unknown_number
from profit_sentinel.declaration.words import Datetime, Expr, Float64, coalesce, col

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan

MINUTES_A_DAY = 1440.0


def own(frame: Frame, plan: Plan) -> Frame:
    """Add cost, stock_cost, price, ages in days, and whether a promotion runs."""
    return frame.with_columns(
        **money(plan),
        in_promotion=in_promotion(plan),
        ordered=col("on_order").fill_null(0.0).clip(0.0),
        left_to_run_out=left_to_run_out(),
        days_since_receipt=age("last_receipt_date", plan),
        days_since_sale=age("last_sale_date", plan),
        year_day=col("as_of").dt.ordinal_day().cast(Float64()),
    )


def money(plan: Plan) -> dict[str, Expr]:
    """Replacement cost for decisions, average cost for value, each only when above zero."""
    held = [name for name in ("unit_cost", "average_cost") if plan.has(name)]
    costs = [positive(col(name)) for name in held] or [unknown_number()]
    return {
        "cost": coalesce(*costs),
        "stock_cost": coalesce(*reversed(costs)),
        "price": positive(col("retail_price")),
    }


def left_to_run_out() -> Expr:
    """Whether stock and orders are down at the order point and nothing was ordered."""
    low = col("on_hand") <= col("reorder_point")
    return holds((col("reorder_point") > 0) & low & (col("on_order").fill_null(0.0) <= 0))


def age(column: str, plan: Plan) -> Expr:
    """Days from a date to the day of the file; a date after it counts as that day."""
    if not plan.has(column):
        return unknown_number()
    moment, day = (col(name).cast(Datetime("us")) for name in (column, "as_of"))
    return ((day - moment).dt.total_minutes() / MINUTES_A_DAY).clip(0.0)


def in_promotion(plan: Plan) -> Expr:
    """Whether the promotion has not ended; unknown is no."""
    if not plan.has("promo_until"):
        return never()
    return holds(col("promo_until") >= col("as_of"))
