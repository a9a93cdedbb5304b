"""Costs, prices, ages and flags of a row: the facts that need nothing but the row itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import (
    holds,
    never,
    positive,
    unknown_number,
    words_pattern,
)
from profit_sentinel.declaration.words import Datetime, Expr, Float64, coalesce, col, lit, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Settings

MINUTES_A_DAY = 1440.0


def own(frame: Frame, plan: Plan) -> Frame:
    """Add cost, stock_cost, price, ages in days, flags and department limits."""
    return frame.with_columns(
        **money(plan),
        **flags(plan),
        **limits(plan.settings),
        ordered=col("on_order").fill_null(0.0).clip(0.0),
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


def age(column: str, plan: Plan) -> Expr:
    """Days from a date to the day of the file; a date after it counts as that day."""
    if not plan.has(column):
        return unknown_number()
    moment, day = (col(name).cast(Datetime("us")) for name in (column, "as_of"))
    return ((day - moment).dt.total_minutes() / MINUTES_A_DAY).clip(0.0)


def flags(plan: Plan) -> dict[str, Expr]:
    """What the status and the promotion dates say; unknown is no."""
    words = plan.settings.words
    until = holds(col("promo_until") >= col("as_of")) if plan.has("promo_until") else never()
    return {
        "clearance": mentions("status", words.clearance, plan),
        "discontinued": mentions("status", words.discontinued, plan),
        "in_promotion": until,
    }


def mentions(column: str, words: Iterable[str], plan: Plan) -> Expr:
    """Whether a text column has a word that begins with one of `words`."""
    if not plan.has(column):
        return never()
    return holds(col(column).str.to_lowercase().str.contains(words_pattern(words)))


def limits(settings: Settings) -> dict[str, Expr]:
    """Limits of the row's department, the general ones where it has none of its own."""
    return {
        "dead_limit": by_department(settings, "dead_stock_days", settings.dead_stock.limit_days),
        "salvage": by_department(settings, "salvage", settings.dead_stock.salvage),
        "cover_days": by_department(settings, "cover_days", settings.cover.cover_days),
    }


def by_department(settings: Settings, name: str, general: float) -> Expr:
    """One limit as an expression of the department."""
    chosen: Expr = lit(float(general))
    for department, own in settings.departments.items():
        value = getattr(own, name)
        if value is not None:
            here = holds(col("department").str.to_lowercase() == department.lower())
            chosen = when(here).then(float(value)).otherwise(chosen)
    return chosen
