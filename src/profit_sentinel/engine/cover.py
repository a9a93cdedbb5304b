"""Cover: how much stock is enough, and how far a SKU stands above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import most

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Settings


def add(frame: Frame, plan: Plan) -> Frame:
    """Add stock_level and excess_units (units), excess_score (standard deviations)."""
    cover = plan.settings.cover
    horizon = cover.lead_days + cover.review_days + nw.col("cover_days")
    frame = frame.with_columns(cover_demand=nw.col("current_velocity") * horizon)
    frame = frame.with_columns(cover_sd=spread(nw.col("cover_demand"), horizon))
    frame = frame.with_columns(
        stock_level=level(nw.col("cover_demand"), nw.col("cover_sd"), plan.settings)
    )
    position = nw.col("on_hand") + nw.col("ordered")
    return frame.with_columns(
        excess_units=position - nw.col("stock_level"),
        excess_score=(position - nw.col("cover_demand")) / nw.col("cover_sd"),
    )


def spread(demand: nw.Expr, horizon: nw.Expr) -> nw.Expr:
    """Standard deviation of demand over a horizon: negative binomial, in clumps, at least one.

    Args:
        demand: Units expected over the horizon.
        horizon: Days.
    """
    days = nw.col("prior_days") + nw.col("window_days")
    uncertain = 1.0 + nw.col("season_factor") * horizon / days
    return most(nw.col("clump") * demand * uncertain, nw.lit(1.0)).sqrt()


def level(demand: nw.Expr, sd: nw.Expr, settings: Settings) -> nw.Expr:
    """Units that are enough: demand with safety, or whatever the store itself asks to hold."""
    cover = settings.cover
    reorder = nw.col("reorder_point").fill_null(0.0).clip(0.0)
    small = most(cover.small_days * nw.col("current_velocity"), nw.lit(cover.small_units))
    known = nw.when(~demand.is_null())
    enough = most(
        demand + cover.service_z * sd + cover.display_units, nw.col("pack_qty"), reorder + small
    )
    return known.then(enough)
