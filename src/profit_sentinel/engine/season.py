"""Season: goods whose season is over, and what the off season still sells of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import holds, most, words_pattern

if TYPE_CHECKING:
    from profit_sentinel.settings import Season, Settings


def add(frame: nw.LazyFrame, settings: Settings, day: date) -> nw.LazyFrame:
    """Add season_over_days, season_excess_units and season_excess_score for the day of the file.

    All three are null for goods without a season and for goods in season.
    """
    frame = frame.with_columns(**calendar(settings, day))
    days = nw.col("prior_days") + nw.col("window_days")
    wait = nw.col("season_wait_days")
    slow = nw.min_horizontal("velocity", "current_velocity")
    frame = frame.with_columns(off_season_demand=slow * wait)
    variance = nw.col("clump") * nw.col("off_season_demand") * (1.0 + wait / days)
    frame = frame.with_columns(off_season_sd=most(variance, nw.lit(1.0)).sqrt())
    enough = nw.col("off_season_demand") + settings.cover.service_z * nw.col("off_season_sd")
    return frame.with_columns(
        season_excess_units=nw.col("on_hand") - enough - settings.cover.display_units,
        season_excess_score=(nw.col("on_hand") - nw.col("off_season_demand"))
        / nw.col("off_season_sd"),
    )


def calendar(settings: Settings, day: date) -> dict[str, nw.Expr]:
    """Days since the season of a row's goods ended and until it begins again."""
    over: nw.Expr = nw.lit(None).cast(nw.Float64)
    wait: nw.Expr = nw.lit(None).cast(nw.Float64)
    for goods in reversed(settings.seasons.goods):
        since, until = away(goods, day)
        belongs = season_goods(goods)
        over = nw.when(belongs).then(nw.lit(since).cast(nw.Float64)).otherwise(over)
        wait = nw.when(belongs).then(nw.lit(until).cast(nw.Float64)).otherwise(wait)
    return {"season_over_days": over, "season_wait_days": wait}


def season_goods(goods: Season) -> nw.Expr:
    """Whether department, fineline or season column names these goods."""
    pattern = words_pattern(goods.words)
    columns = (nw.col(name) for name in ("season", "fineline", "department"))
    hits = [holds(column.str.to_lowercase().str.contains(pattern)) for column in columns]
    return hits[0] | hits[1] | hits[2]


def away(goods: Season, day: date) -> tuple[float | None, float | None]:
    """Days since the season ended and until it starts again; None and None within it.

    Args:
        goods: Its first and last month; a season may run over the turn of the year.
        day: The day of the file.
    """
    if in_season(goods, day.month):
        return None, None
    ended = max(month_end(year, goods.last_month) for year in (day.year - 1, day.year)
                if month_end(year, goods.last_month) <= day)  # fmt: skip
    begins = min(date(year, goods.first_month, 1) for year in (day.year, day.year + 1)
                 if date(year, goods.first_month, 1) > day)  # fmt: skip
    return float((day - ended).days), float((begins - day).days)


def in_season(goods: Season, month: int) -> bool:
    """Whether a month lies in the season."""
    first, last = goods.first_month, goods.last_month
    return first <= month <= last if first <= last else month >= first or month <= last


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])
