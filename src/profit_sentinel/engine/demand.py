"""Expected demand: a Gamma-Poisson estimate per SKU with clumps and season of its department.

Rates of a group's SKUs are taken as Gamma(a, b), fitted by moments; the posterior mean of a SKU
that sold `n` units in `T` days is `(a + n) / (b + T)` units a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import YEAR_DAYS, most, positive, unknown_number
from profit_sentinel.declaration.words import Expr, coalesce, col, when

if TYPE_CHECKING:
    from profit_sentinel.engine.chain import Chain
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.groups import Figures
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
    return frame.with_columns(rate=col("window_units") / col("window_days"))


def among(plan: Plan) -> Figures:
    """What sold in the seasons, and the rates, of the groups a SKU belongs to."""
    return {DEPARTMENT: {**rates("department"), **seasons(plan)}, STORE: rates("store")}


def chosen(plan: Plan, chain: Chain) -> dict[str, Expr]:
    """Seasons and moments of the group that tells."""
    return {
        "season_ratio": season_ratio(plan),
        "season_now": season_now(plan),
        **moments(plan, chain),
    }


def placed(frame: Frame, plan: Plan) -> Frame:
    """Add season_factor and how unevenly a SKU sold."""
    frame = frame.with_columns(season_factor=settled(col("season_ratio"), plan))
    return frame.with_columns(chi_square=chi_square(plan))


def spread() -> Figures:
    """Mean chi-square of the goods bought alike."""
    return {BOUGHT_ALIKE: {"chi_square_alike": col("chi_square").mean()}}


def add(frame: Frame, plan: Plan) -> Frame:
    """Add clump, prior_days, prior_units and the velocities."""
    frame = frame.with_columns(clump=clump(plan))
    frame = frame.with_columns(prior_days=prior_days())
    frame = frame.with_columns(prior_units=col("group_mean") * col("prior_days"))
    known, days = col("prior_units") + col("window_units"), col("prior_days")
    frame = frame.with_columns(velocity=known / (days + col("window_days")))
    return frame.with_columns(current_velocity=col("velocity") * col("season_factor"))


def window(plan: Plan) -> dict[str, Expr]:
    """The longest sales window a row has: its days and units.

    The year to date is as long as the year is old.
    """
    day = col("year_day")
    order: list[tuple[str, float | Expr, Expr | None]] = [
        ("sold_365d", YEAR_DAYS, None),
        ("sold_ytd", day, day >= QUARTER),
        ("sold_90d", QUARTER, None),
        ("sold_ytd", day, day >= MONTH),
        ("sold_30d", MONTH, None),
        ("sold_ytd", day, None),
    ]
    days, units = unknown_number(), unknown_number()
    for name, length, long_enough in reversed(order):
        if plan.has(name):
            known = ~col(name).is_null()
            use = known if long_enough is None else known & long_enough
            days = when(use).then(length).otherwise(days)
            units = when(use).then(col(name)).otherwise(units)
    return {"window_days": days, "window_units": units.clip(0.0)}


def has_season(plan: Plan) -> bool:
    """Whether the file tells the last 90 days apart from a longer window."""
    return plan.has("sold_90d") and bool(plan.columns & {"sold_365d", "sold_ytd"})


def rates(group: str) -> dict[str, Expr]:
    """Number, mean and variance of the rates in a group."""
    rate = col("rate")
    return {
        f"{group}_rates": rate.count(),
        f"{group}_rate_mean": rate.mean(),
        f"{group}_rate_variance": rate.var(),
    }


def seasons(plan: Plan) -> dict[str, Expr]:
    """What the department sold in the last 90 days, and a day over its longest window."""
    if not has_season(plan):
        return {}
    both = when((col("window_days") >= HALF_YEAR) & ~col("sold_90d").is_null())
    return {
        "season_recent": both.then(col("sold_90d").clip(0.0)).sum(),
        "season_usual": both.then(col("rate")).sum(),
        **month(plan),
    }


def month(plan: Plan) -> dict[str, Expr]:
    """What the department sold in the last 30 days, and a day over its longest window."""
    if not plan.has("sold_30d"):
        return {}
    both = when((col("window_days") >= HALF_YEAR) & ~col("sold_30d").is_null())
    return {
        "month_recent": both.then(col("sold_30d").clip(0.0)).sum(),
        "month_usual": both.then(col("rate")).sum(),
    }


def season_now(plan: Plan) -> Expr:
    """The department's rate over the last 30 days against that over its longest window."""
    if not has_season(plan) or not plan.has("sold_30d"):
        return unknown_number()
    largest = plan.settings.demand.season_most
    ratio = col("month_recent") / MONTH / positive(col("month_usual"))
    return ratio.clip(1 / largest, largest)


def season_ratio(plan: Plan) -> Expr:
    """The department's rate over the last 90 days against that over its longest window."""
    if not has_season(plan):
        return unknown_number()
    return col("season_recent") / QUARTER / positive(col("season_usual"))


def settled(ratio: Expr, plan: Plan) -> Expr:
    """A seasonal ratio kept within reason; small swings and unknown ones are none."""
    band, largest = plan.settings.demand.season_band, plan.settings.demand.season_most
    telling = (ratio - 1.0).abs() > band
    return when(telling).then(ratio.clip(1 / largest, largest)).otherwise(1.0)


def clump(plan: Plan) -> Expr:
    """Mean chi-square of goods bought alike; with one window only, what the department says."""
    demand = plan.settings.demand
    if not has_season(plan):
        return col("usual_clump")
    return coalesce("chi_square_alike", "usual_clump").clip(1.0, demand.clump_most)


def chi_square(plan: Plan) -> Expr:
    """Pearson's chi-square of the last 90 days against the rest of the window, one SKU each."""
    if not has_season(plan):
        return unknown_number()
    demand = plan.settings.demand
    units, days = col("window_units"), col("window_days")
    share = (QUARTER * col("season_factor") / days).clip(*SHARE_LIMITS)
    off = col("sold_90d") - units * share
    telling = (days >= HALF_YEAR) & (units >= demand.clump_units)
    value = off * off / (units * share * (1.0 - share))
    return when(telling).then(value.clip(0.0, demand.clump_cap))


def moments(plan: Plan, chain: Chain) -> dict[str, Expr]:
    """Mean and variance of rates in the department, else the store, else the chain.

    A group counts when it has enough SKUs and they do not all sell alike.
    """
    enough = plan.settings.demand.group_skus

    def telling(group: str) -> Expr:
        return (col(f"{group}_rates") >= enough) & (col(f"{group}_rate_variance") > 0)

    def choose(moment: str, of_chain: float | None) -> Expr:
        return (
            when(telling("department"))
            .then(col(f"department_rate_{moment}"))
            .when(telling("store"))
            .then(col(f"store_rate_{moment}"))
            .otherwise(unknown_number() if of_chain is None else of_chain)
        )

    return {
        "group_mean": choose("mean", chain.rate_mean),
        "group_variance": choose("variance", chain.rate_variance),
    }


def prior_days() -> Expr:
    """Rate `b = mean / excess` of the group's gamma; its shape is `a = mean b`.

    `excess` is the variance of rates beyond what chance in clumps explains. Where a file is too
    small to tell, rates are supposed to vary as much as their mean; where nothing sold at all, the
    window is all that is known.
    """
    mean, spread = col("group_mean"), col("group_variance")
    chance = col("clump") * mean / col("window_days")
    excess = positive(most(spread - chance, LEAST_EXCESS * spread))
    known = mean / coalesce(excess, positive(mean * mean))
    return coalesce(known, col("window_days"))
