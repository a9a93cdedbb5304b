from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from builders import known, neighbours, row, stock
from profit_sentinel.engine.season import away, in_season, running
from profit_sentinel.settings import Season

if TYPE_CHECKING:
    import polars as pl

    from builders import Cells
    from profit_sentinel.engine.engine import Engine

CALENDARS = [(2, 9), (9, 3), (9, 12), (12, 1), (4, 4), (12, 12), (1, 12)]
DAYS = [date(2023, 12, 15) + timedelta(step) for step in range(0, 800, 7)]


def months(first: int, last: int) -> set[int]:
    """Months of a season, counted one by one."""
    found, month = {first}, first
    while month != last:
        month = month % 12 + 1
        found.add(month)
    return found


def steps(day: date, towards: int, held: set[int], *, inside: bool) -> int:
    """Days to walk until the month is in the season, or is not."""
    walked = 0
    while (day.month in held) != inside:
        day += timedelta(towards)
        walked += 1
    return walked


@pytest.mark.parametrize(("first", "last"), CALENDARS)
def test_the_calendar_agrees_with_walking_day_by_day(first: int, last: int) -> None:
    goods, held = Season(words=("any",), first_month=first, last_month=last), months(first, last)
    for day in DAYS:
        within = day.month in held
        assert in_season(goods, day.month) == within
        if len(held) == 12:
            assert away(goods, day) == (None, None)
        elif within:
            assert away(goods, day) == (None, None)
            assert running(goods, day) == steps(day, -1, held, inside=False) - 1
        else:
            back, ahead = (steps(day, towards, held, inside=True) for towards in (-1, 1))
            assert away(goods, day) == (back, ahead)
            assert running(goods, day) == 0


def test_winter_runs_over_the_turn_of_the_year() -> None:
    winter = Season(words=("snow",), first_month=9, last_month=3)
    assert running(winter, date(2026, 1, 1)) == (date(2026, 1, 1) - date(2025, 9, 1)).days
    assert away(winter, date(2026, 4, 1)) == (1, (date(2026, 9, 1) - date(2026, 4, 1)).days)


GOODS: dict[str, tuple[Cells, float | None, float | None]] = {
    "lawn": ({"department": "Lawn & Garden"}, None, 149.0),
    "heating": ({"department": "HEATING"}, 91.0, 0.0),
    "fineline": ({"fineline": "Patio chairs"}, None, None),
    "season": ({"season": "winter"}, 91.0, 0.0),
    "second word": ({"department": "Gas heating"}, 91.0, 0.0),
    "inside a word": ({"department": "Reheating"}, None, None),
    "no season": ({}, None, None),
    "no department": ({"department": None}, None, None),
    "the first that fits": ({"department": "Holiday lawn"}, 181.0, 0.0),
}
"""What names the goods, days since their season ended and since it began, on 30 June."""


def goods() -> pl.DataFrame:
    return stock(*(row(sku, **named) for sku, (named, _, _) in GOODS.items()), *neighbours())


@pytest.mark.parametrize("sku", GOODS)
def test_goods_are_known_by_words(engine: Engine, sku: str) -> None:
    one = known(goods, engine.name).filter(sku=sku).row(0, named=True)
    assert (one["season_over_days"], one["season_running_days"]) == GOODS[sku][1:]
