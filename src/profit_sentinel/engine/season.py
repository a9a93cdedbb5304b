"""Season: goods whose season is over, and what the off season still sells of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import holds, positive, unknown_number, words_pattern
from profit_sentinel.declaration.words import Expr, col, concat_str, lit, min_horizontal, when
from profit_sentinel.engine.cover import level, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Season

SAID_BY = ("season", "department")
"""Columns that may name a season."""
CALENDAR = ("season_over_days", "season_wait_days", "season_running_days")


def add(frame: Frame, plan: Plan) -> Frame:
    """Add the excess of goods whose season is over.

    All are null for goods without a season.
    """
    wait = col("season_wait_days")
    slow = min_horizontal(col("season_factor"), col("season_now"), lit(1.0))
    frame = frame.with_columns(off_season_demand=col("velocity") * slow * wait)
    frame = frame.with_columns(
        off_season_sd=spread(col("off_season_demand"), wait, col("season_factor"))
    )
    enough = level(col("off_season_demand"), col("off_season_sd"), plan.settings)
    return frame.with_columns(
        season_excess_units=when(~wait.is_null()).then(col("on_hand") - enough),
        season_excess_ratio=(positive(col("on_hand")) / enough).log(),
    )


def calendar(plan: Plan) -> dict[str, Expr]:
    """Where in the year of their season goods of a kind stand.

    `season_over_days` since it ended and `season_wait_days` until it begins again, null within
    it; `season_running_days` since it began, 0 outside it.
    """
    goods = plan.settings.seasons.goods
    stages = [(*away(one, plan.day), running(one, plan.day)) for one in goods]
    return {
        name: by_kind([stage[place] for stage in stages]) for place, name in enumerate(CALENDAR)
    }


def kind(texts: Sequence[Expr], goods: Sequence[Season]) -> Expr:
    """Number of the first kind of seasonal goods that some texts name, null where none does."""
    chosen = unknown_number()
    if not texts:
        return chosen
    words = concat_str(*texts, separator=" ").str.to_lowercase()
    for number, one in reversed(list(enumerate(goods))):
        named = holds(words.str.contains(words_pattern(one.words)))
        chosen = when(named).then(float(number)).otherwise(chosen)
    return chosen


def by_kind(values: list[float | None]) -> Expr:
    """The value that belongs to a row's kind of seasonal goods; null where there is none."""
    chosen = unknown_number()
    for number, value in enumerate(values):
        if value is not None:
            chosen = when(col("season_kind") == number).then(value).otherwise(chosen)
    return chosen


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
