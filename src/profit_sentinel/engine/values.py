"""Costs, prices, ages and flags of a row: the facts that need nothing but the row itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import holds, positive, words_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from profit_sentinel.settings import Limits, Settings

MINUTES_A_DAY = 1440.0


def add(frame: nw.LazyFrame, settings: Settings) -> nw.LazyFrame:
    """Add cost, stock_cost, price, margin, ages in days, flags and department limits."""
    return (
        frame.with_columns(
            **money(),
            **flags(settings),
            **limits(settings),
            ordered=nw.col("on_order").fill_null(0.0).clip(0.0),
            days_since_receipt=age("last_receipt_date"),
            days_since_sale=age("last_sale_date"),
        )
        .with_columns(margin=(nw.col("price") - nw.col("cost")) / nw.col("price"))
    )


def money() -> dict[str, nw.Expr]:
    """Replacement cost for decisions, average cost for value, each only when above zero."""
    unit, average = positive(nw.col("unit_cost")), positive(nw.col("average_cost"))
    return {
        "cost": nw.coalesce(unit, average),
        "stock_cost": nw.coalesce(average, unit),
        "price": positive(nw.col("retail_price")),
    }


def age(column: str) -> nw.Expr:
    """Days from a date to the day of the file; a date after it counts as that day."""
    moment = nw.col(column).cast(nw.Datetime("us"))
    return ((nw.col("as_of").cast(nw.Datetime("us")) - moment).dt.total_minutes()
            / MINUTES_A_DAY).clip(0.0)  # fmt: skip


def flags(settings: Settings) -> dict[str, nw.Expr]:
    """What the status and the promotion dates say; unknown is no."""
    return {
        "clearance": mentions("status", settings.words.clearance),
        "discontinued": mentions("status", settings.words.discontinued),
        "in_promotion": holds(nw.col("promo_until") >= nw.col("as_of")),
    }


def mentions(column: str, words: Iterable[str]) -> nw.Expr:
    """Whether a text column has a word that begins with one of `words`."""
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
        value = own_limit(own, name)
        if value is not None:
            here = holds(nw.col("department").str.to_lowercase() == department.lower())
            chosen = nw.when(here).then(value).otherwise(chosen)
    return chosen


def own_limit(own: Limits, name: str) -> float | None:
    """A department's own limit, or None."""
    value = getattr(own, name)
    return None if value is None else float(value)
