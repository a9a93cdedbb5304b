"""Expected demand: a Gamma-Poisson estimate per SKU with clumps and season of its department.

Rates of a group's SKUs are taken as Gamma(a, b), fitted by moments; the posterior mean of a SKU
that sold `n` units in `T` days is `(a + n) / (b + T)` units a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import NUMBER, YEAR_DAYS, most, positive
from profit_sentinel.engine.values import mentions

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan

STORE, DEPARTMENT = ("store_id",), ("store_id", "department")
BOUGHT_ALIKE = ("store_id", "department", "stocking_unit")
"""Goods sold by the foot or the pound are bought in other lots than their neighbours."""
HALF_YEAR, QUARTER, MONTH = 180.0, 90.0, 30.0
"""A window of half a year or more has a season of its own to compare the last 90 days with."""
SHARE_LIMITS = (0.01, 0.99)
LEAST_EXCESS = 0.05
"""Least share of a group's variance that is taken as real differences between its SKUs."""


def own(frame: Frame, plan: Plan) -> Frame:
    """Add window_days, window_units and their rate."""
    frame = frame.with_columns(**window(plan))
    return frame.with_columns(rate=nw.col("window_units") / nw.col("window_days"))


def among(plan: Plan) -> dict[str, nw.Expr]:
    """Season and moments of the group a SKU belongs to."""
    return {"season_ratio": season_ratio(plan), **moments(plan)}


def placed(frame: Frame, plan: Plan) -> Frame:
    """Add season_factor and how unevenly a SKU sold."""
    frame = frame.with_columns(season_factor=settled(nw.col("season_ratio"), plan))
    return frame.with_columns(chi_square=chi_square(plan))


def spread(plan: Plan) -> dict[str, nw.Expr]:
    """Clumps of the goods bought alike."""
    return {"clump": clump(plan)}


def add(frame: Frame, _: Plan) -> Frame:
    """Add prior_days, prior_units and the velocities."""
    frame = frame.with_columns(prior_days=prior_days())
    frame = frame.with_columns(prior_units=nw.col("group_mean") * nw.col("prior_days"))
    known, days = nw.col("prior_units") + nw.col("window_units"), nw.col("prior_days")
    frame = frame.with_columns(velocity=known / (days + nw.col("window_days")))
    return frame.with_columns(current_velocity=nw.col("velocity") * nw.col("season_factor"))


def window(plan: Plan) -> dict[str, nw.Expr]:
    """The longest sales window a row has: its days and units.

    The year to date is as long as the year is old.
    """
    day = nw.col("year_day")
    order: list[tuple[str, float | nw.Expr, nw.Expr | None]] = [
        ("sold_365d", YEAR_DAYS, None),
        ("sold_ytd", day, day >= QUARTER),
        ("sold_90d", QUARTER, None),
        ("sold_ytd", day, day >= MONTH),
        ("sold_30d", MONTH, None),
        ("sold_ytd", day, None),
    ]
    days, units = NUMBER, NUMBER
    for name, length, long_enough in reversed(order):
        if plan.has(name):
            known = ~nw.col(name).is_null()
            use = known if long_enough is None else known & long_enough
            days = nw.when(use).then(length).otherwise(days)
            units = nw.when(use).then(nw.col(name)).otherwise(units)
    return {"window_days": days, "window_units": units.clip(0.0)}


def has_season(plan: Plan) -> bool:
    """Whether the file tells the last 90 days apart from a longer window."""
    return plan.has("sold_90d") and bool(plan.columns & {"sold_365d", "sold_ytd"})


def season_ratio(plan: Plan) -> nw.Expr:
    """The department's rate over the last 90 days against that over its longest window."""
    if not has_season(plan):
        return NUMBER
    both = (nw.col("window_days") >= HALF_YEAR) & ~nw.col("sold_90d").is_null()
    recent = nw.when(both).then(nw.col("sold_90d").clip(0.0)).sum().over(*DEPARTMENT)
    usual = nw.when(both).then(nw.col("rate")).sum().over(*DEPARTMENT)
    return recent / QUARTER / positive(usual)


def settled(ratio: nw.Expr, plan: Plan) -> nw.Expr:
    """A seasonal ratio kept within reason; small swings and unknown ones are none."""
    band, largest = plan.settings.demand.season_band, plan.settings.demand.season_most
    telling = (ratio - 1.0).abs() > band
    return nw.when(telling).then(ratio.clip(1 / largest, largest)).otherwise(1.0)


def clump(plan: Plan) -> nw.Expr:
    """Mean chi-square of goods bought alike; with one window only, what the settings say."""
    demand = plan.settings.demand
    lots = mentions("department", demand.clumpy, plan)
    usual = nw.when(lots).then(demand.clump_default).otherwise(1.0)
    if not has_season(plan):
        return usual
    measured = nw.col("chi_square").mean().over(*BOUGHT_ALIKE)
    return nw.coalesce(measured, usual).clip(1.0, demand.clump_most)


def chi_square(plan: Plan) -> nw.Expr:
    """Pearson's chi-square of the last 90 days against the rest of the window, one SKU each."""
    if not has_season(plan):
        return NUMBER
    demand = plan.settings.demand
    units, days = nw.col("window_units"), nw.col("window_days")
    share = (QUARTER * nw.col("season_factor") / days).clip(*SHARE_LIMITS)
    off = nw.col("sold_90d") - units * share
    telling = (days >= HALF_YEAR) & (units >= demand.clump_units)
    value = off * off / (units * share * (1.0 - share))
    return nw.when(telling).then(value.clip(0.0, demand.clump_cap))


def moments(plan: Plan) -> dict[str, nw.Expr]:
    """Mean and variance of rates in the department, else the store, else the file.

    A group counts when it has enough SKUs and they do not all sell alike.
    """
    rate, enough = nw.col("rate"), plan.settings.demand.group_skus
    telling = {
        keys: (rate.count().over(*keys) >= enough) & (rate.var().over(*keys) > 0)
        for keys in (DEPARTMENT, STORE)
    }

    def choose(value: nw.Expr) -> nw.Expr:
        return (
            nw.when(telling[DEPARTMENT])
            .then(value.over(*DEPARTMENT))
            .when(telling[STORE])
            .then(value.over(*STORE))
            .otherwise(value.over("whole"))
        )

    return {"group_mean": choose(rate.mean()), "group_variance": choose(rate.var())}


def prior_days() -> nw.Expr:
    """Rate `b = mean / excess` of the group's gamma; its shape is `a = mean b`.

    `excess` is the variance of rates beyond what chance in clumps explains. Where a file is too
    small to tell, rates are supposed to vary as much as their mean; where nothing sold at all, the
    window is all that is known.
    """
    mean, spread = nw.col("group_mean"), nw.col("group_variance")
    chance = nw.col("clump") * mean / nw.col("window_days")
    excess = positive(most(spread - chance, LEAST_EXCESS * spread))
    known = mean / nw.coalesce(excess, positive(mean * mean))
    return nw.coalesce(known, nw.col("window_days"))
