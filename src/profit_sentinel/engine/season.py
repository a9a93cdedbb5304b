"""Season: goods whose season is over, and what the off season still sells of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import holds, words_pattern
from profit_sentinel.engine.cover import level, spread

if TYPE_CHECKING:
    from profit_sentinel.settings import Season, Settings


def add(frame: nw.LazyFrame, settings: Settings, day: date) -> nw.LazyFrame:
    """Add season_over_days, season_running_days and the excess of goods whose season is over.

    All are null for goods without a season.
    """
    frame = frame.with_columns(**calendar(settings, day))
    wait = nw.col("season_wait_days")
    slow = nw.min_horizontal("velocity", "current_velocity")
    frame = frame.with_columns(off_season_demand=slow * wait)
    frame = frame.with_columns(off_season_sd=spread(nw.col("off_season_demand"), wait))
    enough = level(nw.col("off_season_demand"), nw.col("off_season_sd"), settings)
    return frame.with_columns(
        season_excess_units=nw.when(~wait.is_null()).then(nw.col("on_hand") - enough),
        season_excess_score=(nw.col("on_hand") - nw.col("off_season_demand"))
        / nw.col("off_season_sd"),
    )


def calendar(settings: Settings, day: date) -> dict[str, nw.Expr]:
    """Where in the year of its season a row stands.

    Returns:
        `season_over_days` since it ended and `season_wait_days` until it begins again, null
        within it; `season_running_days` since it began, 0 outside it.
    """
    days: dict[str, nw.Expr] = dict.fromkeys(
        ("season_over_days", "season_wait_days", "season_running_days"),
        nw.lit(None).cast(nw.Float64),
    )
    for goods in reversed(settings.seasons.goods):
        here = season_goods(goods)
        values = (*away(goods, day), running(goods, day))
        for name, value in zip(days, values, strict=True):
            days[name] = (
                nw.when(here).then(nw.lit(value).cast(nw.Float64)).otherwise(days[name])
            )
    return days


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


def running(goods: Season, day: date) -> float:
    """Days since the season began; 0 outside it."""
    if not in_season(goods, day.month):
        return 0.0
    began = max(date(year, goods.first_month, 1) for year in (day.year - 1, day.year)
                if date(year, goods.first_month, 1) <= day)  # fmt: skip
    return float((day - began).days)


def in_season(goods: Season, month: int) -> bool:
    """Whether a month lies in the season."""
    first, last = goods.first_month, goods.last_month
    return first <= month <= last if first <= last else month >= first or month <= last


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])
