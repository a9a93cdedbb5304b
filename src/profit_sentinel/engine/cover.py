"""Cover: how much stock is enough, and how far a SKU stands above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import YEAR_DAYS, least, most
from profit_sentinel.declaration.words import Expr, col, lit, when
from profit_sentinel.engine.demand import QUARTER

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Settings


def add(frame: Frame, plan: Plan) -> Frame:
    """Add stock_level and excess_units (units)."""
    cover = plan.settings.cover
    horizon = cover.lead_days + cover.review_days + col("cover_days")
    frame = frame.with_columns(season_ahead=season_ahead(horizon, plan))
    frame = frame.with_columns(cover_demand=col("velocity") * col("season_ahead") * horizon)
    frame = frame.with_columns(cover_sd=spread(col("cover_demand"), horizon, col("season_ahead")))
    frame = frame.with_columns(
        stock_level=level(col("cover_demand"), col("cover_sd"), plan.settings)
    )
    return frame.with_columns(excess_units=col("on_hand") + col("ordered") - col("stock_level"))


def season_ahead(horizon: Expr, plan: Plan) -> Expr:
    """Season of the days ahead, 1 on average.

    What the last 90 days sold beyond an average day the rest of the year must lack: the present
    pace lasts for some weeks, then the rest of the year follows.

    Args:
        horizon: Days to look ahead.
        plan: What is known of the rows.
    """
    demand, now = plan.settings.demand, col("season_factor")
    rest = ((YEAR_DAYS - QUARTER * now) / (YEAR_DAYS - QUARTER)).clip(1 / demand.season_most)
    lasts = least(horizon, lit(float(demand.season_lasts)))
    return (lasts * now + (horizon - lasts) * rest) / horizon


def spread(demand: Expr, horizon: Expr, season: Expr) -> Expr:
    """Standard deviation of demand over a horizon: negative binomial, in clumps, at least one.

    Args:
        demand: Units expected over the horizon.
        horizon: Days.
        season: Mean season of those days, 1 on average.
    """
    days = col("prior_days") + col("window_days")
    uncertain = 1.0 + season * horizon / days
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
