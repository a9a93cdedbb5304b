"""Expected demand: a Gamma-Poisson estimate per SKU with clumps and season of its department.

Rates of a group's SKUs are taken as Gamma(a, b), fitted by moments; the posterior mean of a SKU
that sold `n` units in `T` days is `(a + n) / (b + T)` units a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import YEAR_DAYS, most, positive
from profit_sentinel.engine.values import mentions

if TYPE_CHECKING:
    from profit_sentinel.settings import Settings

STORE, DEPARTMENT = ("store_id",), ("store_id", "department")
BOUGHT_ALIKE = ("store_id", "department", "stocking_unit")
"""Goods sold by the foot or the pound are bought in other lots than their neighbours."""
HALF_YEAR = 180.0
"""Windows under it have no season of their own to compare with."""
QUARTER = 90.0
LEAST_EXCESS = 0.05
"""Least share of a group's variance that is taken as real differences between its SKUs."""


def add(frame: nw.LazyFrame, settings: Settings) -> nw.LazyFrame:
    """Add the sales window, season_factor, clump, prior_units, prior_days and velocities."""
    frame = frame.with_columns(
        year_day=nw.col("as_of").dt.ordinal_day().cast(nw.Float64), whole=nw.lit(1)
    )
    frame = frame.with_columns(**window()).with_columns(rate=rate())
    frame = frame.with_columns(**season(settings)).with_columns(chi_square=chi_square(settings))
    frame = frame.with_columns(clump=clump(settings))
    frame = frame.with_columns(**moments(settings))
    frame = frame.with_columns(**prior())
    frame = frame.with_columns(
        velocity=(nw.col("prior_units") + nw.col("window_units"))
        / (nw.col("prior_days") + nw.col("window_days"))
    )
    return frame.with_columns(current_velocity=nw.col("velocity") * nw.col("season_factor"))


def window() -> dict[str, nw.Expr]:
    """The longest sales window a row has: its days and units."""
    day = nw.col("year_day")
    known = {
        name: ~nw.col(name).is_null()
        for name in ("sold_365d", "sold_ytd", "sold_90d", "sold_30d")
    }
    order = [
        (known["sold_365d"], YEAR_DAYS, "sold_365d"),
        (known["sold_ytd"] & (day >= QUARTER), day, "sold_ytd"),
        (known["sold_90d"], QUARTER, "sold_90d"),
        (known["sold_ytd"] & (day >= 30.0), day, "sold_ytd"),  # noqa: PLR2004 - sold_30d's length
        (known["sold_30d"], 30.0, "sold_30d"),
        (known["sold_ytd"], day, "sold_ytd"),
    ]
    days: nw.Expr = nw.lit(None).cast(nw.Float64)
    units: nw.Expr = nw.lit(None).cast(nw.Float64)
    for has, length, name in reversed(order):
        days = nw.when(has).then(length).otherwise(days)
        units = nw.when(has).then(nw.col(name)).otherwise(units)
    return {"window_days": days, "window_units": units.clip(0.0)}


def rate() -> nw.Expr:
    """Units a day over the window."""
    return nw.col("window_units") / nw.col("window_days")


def season(settings: Settings) -> dict[str, nw.Expr]:
    """The department's last 90 days against its longest window; 1 when close or unknown."""
    long = nw.col("window_days") >= HALF_YEAR
    both = long & ~nw.col("sold_90d").is_null()
    recent = nw.when(both).then(nw.col("sold_90d").clip(0.0) / QUARTER).sum().over(*DEPARTMENT)
    usual = nw.when(both).then(nw.col("rate")).sum().over(*DEPARTMENT)
    return {"season_factor": settle(recent / positive(usual), settings)}


def settle(ratio: nw.Expr, settings: Settings) -> nw.Expr:
    """A seasonal ratio kept within reason; small swings and unknown ones are none."""
    band, most = settings.demand.season_band, settings.demand.season_most
    calm = (ratio - 1.0).abs() <= band
    return nw.when(calm | ratio.is_null()).then(1.0).otherwise(ratio.clip(1 / most, most))


def chi_square(settings: Settings) -> nw.Expr:
    """Pearson's chi-square of the last 90 days against the rest of the window, one SKU each."""
    units, share = nw.col("window_units"), (QUARTER * nw.col("season_factor")
                                            / nw.col("window_days")).clip(0.01, 0.99)  # fmt: skip
    expected = units * share
    square = (nw.col("sold_90d") - expected) * (nw.col("sold_90d") - expected)
    telling = (nw.col("window_days") >= HALF_YEAR) & (units >= settings.demand.clump_units)
    value = square / (expected * (1.0 - share))
    return nw.when(telling).then(value.clip(0.0, settings.demand.clump_cap))


def clump(settings: Settings) -> nw.Expr:
    """Mean chi-square of goods bought alike; with one window only, what the settings say."""
    demand = settings.demand
    usual = nw.when(mentions("department", demand.clumpy)).then(demand.clump_default).otherwise(1.0)
    measured = nw.col("chi_square").mean().over(*BOUGHT_ALIKE)
    return nw.coalesce(measured, usual).clip(1.0, demand.clump_most)


def moments(settings: Settings) -> dict[str, nw.Expr]:
    """Mean and variance of rates in the smallest group with enough SKUs: department, store, file."""
    rate, enough = nw.col("rate"), settings.demand.group_skus
    count = {keys: rate.count().over(*keys) for keys in (DEPARTMENT, STORE)}

    def choose(value: nw.Expr) -> nw.Expr:
        return (
            nw.when(count[DEPARTMENT] >= enough)
            .then(value.over(*DEPARTMENT))
            .when(count[STORE] >= enough)
            .then(value.over(*STORE))
            .otherwise(value.over("whole"))
        )

    return {"group_mean": choose(rate.mean()), "group_variance": choose(rate.var())}


def prior() -> dict[str, nw.Expr]:
    """Gamma prior of the group: `a = mean b`, `b = mean / excess`.

    `excess` is the variance of rates beyond what chance in clumps explains.
    """
    mean = nw.col("group_mean")
    chance = nw.col("clump") * mean / nw.col("window_days")
    spread = nw.col("group_variance")
    excess = most(spread - chance, LEAST_EXCESS * spread)
    days = mean / positive(excess)
    return {"prior_units": mean * days, "prior_days": days}
