"""Seasons and weekdays: how much more or less is bought on a day than on an average one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from .words import departments

if TYPE_CHECKING:
    from .arrays import Floats
    from .parameters import ChainParameters

AHEAD = 366
"""Days known beyond the last simulated one, for looking ahead."""


@dataclass(frozen=True)
class Seasons:
    """Demand of each department (first axis) on each day (second axis), 1 on average."""

    weights: Floats
    """Season and weekday; days 0 to `days - 1`."""
    smooth: Floats
    """Season alone; days 0 to `days - 1 + AHEAD`."""

    def ahead(self, day: int, length: int) -> Floats:
        """Mean season of each department over the `length` days after `day`."""
        mean: Floats = self.smooth[:, day + 1 : day + 1 + length].mean(axis=1)
        return mean


def build(parameters: ChainParameters) -> Seasons:
    """Months joined by straight lines from mid-month to mid-month."""
    days = [parameters.date_of(day) for day in range(parameters.days + AHEAD)]
    of_year = np.array([day.timetuple().tm_yday for day in days], dtype=np.float64)
    middles = (np.arange(12) + 0.5) * 365.25 / 12
    smooth = np.array(
        [np.interp(of_year, middles, hall.season, period=365.25) for hall in departments()]
    )
    smooth = smooth**parameters.trade.seasons
    smooth /= smooth[:, -AHEAD:].mean(axis=1, keepdims=True)
    usual = np.array(parameters.trade.weekdays) * 7 / sum(parameters.trade.weekdays)
    week = usual[[day.weekday() for day in days[: parameters.days]]]
    return Seasons(smooth[:, : parameters.days] * week, smooth)


def weekday(parameters: ChainParameters, day: int) -> int:
    """Weekday of a day number, 0 Monday."""
    return (parameters.as_of - timedelta(days=parameters.last_day - day)).weekday()
