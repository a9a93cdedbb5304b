"""Costs, prices, ages and flags of a row: the facts that need nothing but the row itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import NO, NUMBER, holds, positive, words_pattern

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
        ordered=nw.col("on_order").fill_null(0.0).clip(0.0),
        days_since_receipt=age("last_receipt_date", plan),
        days_since_sale=age("last_sale_date", plan),
        year_day=nw.col("as_of").dt.ordinal_day().cast(nw.Float64),
        whole=nw.lit(1),
    )


def money(plan: Plan) -> dict[str, nw.Expr]:
    """Replacement cost for decisions, average cost for value, each only when above zero."""
    held = [name for name in ("unit_cost", "average_cost") if plan.has(name)]
    costs = [positive(nw.col(name)) for name in held] or [NUMBER]
    return {
        "cost": nw.coalesce(*costs),
        "stock_cost": nw.coalesce(*reversed(costs)),
        "price": positive(nw.col("retail_price")),
    }


def age(column: str, plan: Plan) -> nw.Expr:
    """Days from a date to the day of the file; a date after it counts as that day."""
    if not plan.has(column):
        return NUMBER
    moment, day = (nw.col(name).cast(nw.Datetime("us")) for name in (column, "as_of"))
    return ((day - moment).dt.total_minutes() / MINUTES_A_DAY).clip(0.0)


def flags(plan: Plan) -> dict[str, nw.Expr]:
    """What the status and the promotion dates say; unknown is no."""
    words = plan.settings.words
    until = holds(nw.col("promo_until") >= nw.col("as_of")) if plan.has("promo_until") else NO
    return {
        "clearance": mentions("status", words.clearance, plan),
        "discontinued": mentions("status", words.discontinued, plan),
        "in_promotion": until,
    }


def mentions(column: str, words: Iterable[str], plan: Plan) -> nw.Expr:
    """Whether a text column has a word that begins with one of `words`."""
    if not plan.has(column):
        return NO
    return holds(nw.col(column).str.to_lowercase().str.contains(words_pattern(words)))


def limits(settings: Settings) -> dict[str, nw.Expr]:
    """Limits of the row's department, the general ones where it has none of its own."""
    return {
        "dead_limit": by_department(settings, "dead_stock_days", settings.dead_stock.limit_days),
        "salvage": by_department(settings, "salvage", settings.dead_stock.salvage),
        "cover_days": by_department(settings, "cover_days", settings.cover.cover_days),
    }


def by_department(settings: Settings, name: str, general: float) -> nw.Expr:
    """One limit as an expression of the department."""
    chosen: nw.Expr = nw.lit(float(general))
    for department, own in settings.departments.items():
        value = getattr(own, name)
        if value is not None:
            here = holds(nw.col("department").str.to_lowercase() == department.lower())
            chosen = nw.when(here).then(float(value)).otherwise(chosen)
    return chosen
