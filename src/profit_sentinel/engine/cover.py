"""Cover: how much stock is enough, and how far a SKU stands above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import most
from profit_sentinel.declaration.words import Expr, col, lit, when

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Settings


def add(frame: Frame, plan: Plan) -> Frame:
    """Add stock_level and excess_units (units), excess_score (standard deviations)."""
    cover = plan.settings.cover
    horizon = cover.lead_days + cover.review_days + col("cover_days")
    frame = frame.with_columns(cover_demand=col("current_velocity") * horizon)
    frame = frame.with_columns(cover_sd=spread(col("cover_demand"), horizon))
    frame = frame.with_columns(
        stock_level=level(col("cover_demand"), col("cover_sd"), plan.settings)
    )
    position = col("on_hand") + col("ordered")
    return frame.with_columns(
        excess_units=position - col("stock_level"),
        excess_score=(position - col("cover_demand")) / col("cover_sd"),
    )


def spread(demand: Expr, horizon: Expr) -> Expr:
    """Standard deviation of demand over a horizon: negative binomial, in clumps, at least one.

    Args:
        demand: Units expected over the horizon.
        horizon: Days.
    """
    days = col("prior_days") + col("window_days")
    uncertain = 1.0 + col("season_factor") * horizon / days
    return most(col("clump") * demand * uncertain, lit(1.0)).sqrt()


def level(demand: Expr, sd: Expr, settings: Settings) -> Expr:
    """Units that are enough: demand with safety, or whatever the store itself asks to hold."""
    cover = settings.cover
    reorder = col("reorder_point").fill_null(0.0).clip(0.0)
    small = most(cover.small_days * col("current_velocity"), lit(cover.small_units))
    known = when(~demand.is_null())
    enough = most(
        demand + cover.service_z * sd + cover.display_units, col("pack_qty"), reorder + small
    )
    return known.then(enough)
