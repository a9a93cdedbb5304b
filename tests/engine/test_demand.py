from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from builders import DAY, Cells, demand, fact, facts, known, neighbours, row, stock

if TYPE_CHECKING:
    import polars as pl

    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.settings import Settings

NAMES = ("window_days", "window_units", "season_factor", "clump", "prior_units", "prior_days",
         "velocity", "current_velocity")  # fmt: skip


def varied() -> pl.DataFrame:
    """Departments with and without seasons and clumps, large and small, in two stores."""
    dice = random.Random(7)
    rows = []
    for store, department, count, swing, lot in (
        ("1", "PLUMBING", 40, 1.0, 1),
        ("1", "LUMBER", 35, 1.1, 8),
        ("1", "LAWN", 45, 2.5, 1),
        ("1", "SMALL", 8, 1.0, 1),
        ("2", "FEED", 12, 0.4, 3),
    ):
        for number in range(count):
            year = lot * dice.choice((0, 1, 3, 8, 20, 60))
            quarter = round(swing * year * dice.uniform(0.1, 0.4) / lot) * lot
            rows.append(
                row(
                    f"{department} {number}",
                    store_id=store,
                    department=department,
                    stocking_unit=dice.choice(("EA", "FT", None)),
                    sold_365d=None if number % 9 == 8 else year,
                    sold_90d=None if number % 7 == 6 else quarter,
                    sold_ytd=year // 2,
                )
            )
    return stock(*rows)


def season_of(group: list[Cells]) -> float:
    """Rate of the last 90 days against the window's, 1 within 15 %, at most fivefold."""
    told = [one for one in group if one["sold_90d"] is not None]
    recent = sum(number(one["sold_90d"]) / 90 for one in told)
    usual = sum(units(one) / days(one) for one in told)
    ratio = recent / usual if usual else 1.0
    return 1.0 if abs(ratio - 1) <= 0.15 else min(max(ratio, 1 / 5), 5)


def clump_of(group: list[Cells], season: float, usual: float) -> float:
    """Mean chi-square of two windows; what the settings say where none can be told."""
    squares = []
    for one in group:
        if one["sold_90d"] is not None and units(one) >= 12:
            part = min(max(season * 90 / days(one), 0.01), 0.99)
            expected = units(one) * part
            square = (number(one["sold_90d"]) - expected) ** 2 / (expected * (1 - part))
            squares.append(min(square, 9.0))
    return min(max(float(np.mean(squares)) if squares else usual, 1.0), 20.0)


def number(value: object) -> float:
    assert isinstance(value, float)
    return value


def units(one: Cells) -> float:
    return number(one["sold_ytd"] if one["sold_365d"] is None else one["sold_365d"])


def days(one: Cells) -> float:
    return 181.0 if one["sold_365d"] is None else 365.0


def test_everything_agrees_with_a_second_implementation(engine: Engine, settings: Settings) -> None:
    frame = varied()
    table = facts(frame, settings, engine, *NAMES)
    everything: list[Cells] = frame.to_dicts()
    for one in everything:
        store = [other for other in everything if other["store_id"] == one["store_id"]]
        department = [other for other in store if other["department"] == one["department"]]
        alike = [other for other in department if other["stocking_unit"] == one["stocking_unit"]]
        group = next(some for some in (department, store, everything)
                     if len(some) >= 30 or some is everything)  # fmt: skip
        season = season_of(department)
        lots = 4.0 if one["department"] in {"LUMBER", "FEED"} else 1.0
        clump = clump_of(alike, season, lots)
        rates = np.array([units(other) / days(other) for other in group])
        chance = clump * rates.mean() / days(one)
        excess = max(rates.var(ddof=1) - chance, 0.05 * rates.var(ddof=1))
        prior_days = rates.mean() / excess
        prior_units = rates.mean() * prior_days
        velocity = (prior_units + units(one)) / (prior_days + days(one))
        expected = (days(one), units(one), season, clump, prior_units, prior_days, velocity,
                    velocity * season)  # fmt: skip
        sku, at = str(one["sku"]), str(one["store_id"])
        for name, value in zip(NAMES, expected, strict=True):
            assert fact(table, name, sku, at) == pytest.approx(value, rel=1e-9), (sku, name)


def test_the_varied_frame_has_seasons_and_clumps(engine: Engine) -> None:
    table = known(varied, engine.name)
    assert table["season_factor"].n_unique() > 2
    assert table["clump"].n_unique() > 3


WINDOWS: list[tuple[date, Cells, float, float]] = [
    (date(2026, 6, 30), {"sold_365d": 1, "sold_ytd": 2, "sold_90d": 3}, 365, 1),
    (date(2026, 6, 30), {"sold_ytd": 2, "sold_90d": 3, "sold_30d": 4}, 181, 2),
    (date(2026, 3, 31), {"sold_ytd": 2, "sold_90d": 3, "sold_30d": 4}, 90, 2),
    (date(2026, 3, 30), {"sold_ytd": 2, "sold_90d": 3, "sold_30d": 4}, 90, 3),
    (date(2026, 3, 30), {"sold_ytd": 2, "sold_30d": 4}, 89, 2),
    (date(2026, 1, 30), {"sold_ytd": 2, "sold_30d": 4}, 30, 2),
    (date(2026, 1, 29), {"sold_ytd": 2, "sold_30d": 4}, 30, 4),
    (date(2026, 1, 29), {"sold_ytd": 2}, 29, 2),
    (date(2028, 12, 31), {"sold_ytd": 2}, 366, 2),
    (date(2026, 6, 30), {"sold_365d": -5}, 365, 0),
]
"""Day of the file, what it tells, and the days and units of the window."""


def windows() -> pl.DataFrame:
    plain: Cells = {"sold_365d": None, "last_sale_date": None, "last_receipt_date": None}
    return stock(
        *(row(str(n), as_of=day) | plain | held for n, (day, held, _, _) in enumerate(WINDOWS))
    )


@pytest.mark.parametrize("case", range(len(WINDOWS)))
def test_the_longest_window_is_used(engine: Engine, case: int) -> None:
    table = known(windows, engine.name)
    _, _, days, units = WINDOWS[case]
    assert fact(table, "window_days", str(case)) == days
    assert fact(table, "window_units", str(case)) == units


def plain() -> pl.DataFrame:
    return stock(
        row("none", sold_365d=0),
        row("many", sold_365d=100),
        row("dollars only", sold_365d=None, sales_dollars_ytd=900),
        *neighbours(),
    )


def test_sold_dollars_are_no_units(engine: Engine) -> None:
    table = known(plain, engine.name)
    assert table.filter(sku="dollars only")["window_units"].item() is None


def test_demand_lies_between_its_own_rate_and_its_kind(engine: Engine) -> None:
    table = known(plain, engine.name)
    assert 0 < fact(table, "velocity", "none") < fact(table, "velocity", "many") < 100 / 365
    assert fact(table, "velocity", "many") == pytest.approx(demand(plain(), "many").velocity)


def swings() -> pl.DataFrame:
    return stock(
        *(
            row(f"{quarter} {n}", department=str(quarter), sold_365d=365, sold_90d=quarter)
            for quarter in (103, 104, 76, 77, 1, 900)
            for n in range(3)
        )
    )


@pytest.mark.parametrize(
    ("quarter", "factor"), [(103, 1), (104, 104 / 90), (77, 1), (76, 76 / 90), (1, 1 / 5), (900, 5)]
)
def test_small_swings_are_no_season_and_large_ones_are_capped(
    engine: Engine, quarter: int, factor: float
) -> None:
    found = fact(known(swings, engine.name), "season_factor", f"{quarter} 0")
    assert found == pytest.approx(factor, rel=1e-9)


def even() -> pl.DataFrame:
    """SKUs that differ by less than chance alone would make them."""
    return stock(*(row(f"item {n}", sold_365d=20 + n % 5) for n in range(40)))


def test_a_twentieth_of_the_variance_is_real_at_least(engine: Engine) -> None:
    rates = np.array([20 + n % 5 for n in range(40)]) / 365
    assert rates.var(ddof=1) < rates.mean() / 365
    prior_days = rates.mean() / (0.05 * rates.var(ddof=1))
    assert fact(known(even, engine.name), "prior_days", "item 0") == pytest.approx(prior_days)


def test_a_swing_of_the_first_half_year_is_no_season(engine: Engine, settings: Settings) -> None:
    day = date(2026, 6, 28)
    frame = stock(row("item", sold_365d=None, sold_ytd=90, sold_90d=90, as_of=day))
    assert (day - date(2025, 12, 31)).days == 179
    table = facts(frame, settings, engine, "season_factor")
    assert fact(table, "season_factor", "item") == 1
    assert (DAY - date(2025, 12, 31)).days == 181
