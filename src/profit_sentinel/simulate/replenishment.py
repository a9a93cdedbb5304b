"""Replenishment: order points and maximums that follow the season, and weekly orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .words import vendors

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .habits import Buying
    from .setting import Setting
    from .upsets import Upsets

REVIEW = 7
"""Days between two orders to one vendor."""


@dataclass(frozen=True)
class Outlook:
    """Season of each department ahead of a day, 1 on average."""

    near: Floats
    far: Floats


def outlook(setting: Setting, day: int) -> Outlook:
    """What a buyer who knows the seasons expects on a day."""
    seasons, buying = setting.seasons, setting.parameters.buying
    return Outlook(seasons.ahead(day, buying.near), seasons.ahead(day, buying.far))


@dataclass(frozen=True)
class Policy:
    """How each row is ordered."""

    habits: Buying
    daily: Floats
    """Believed demand in units a day at season 1."""
    spread: Floats
    """Variance over mean of demand."""
    department: Ints
    lead: Ints
    """Days from order to receipt."""
    weekday: Ints
    """Day of the weekly order."""
    pack: Ints
    """Units of the maker's case."""
    display: Ints
    kept: Floats
    """1 where the row is kept in stock, 0 where it is ordered for customers only."""

    def levels(self, rows: Ints, outlook: Outlook) -> tuple[Floats, Floats]:
        """Order point and maximum of some rows, given the season ahead."""
        near = self.daily[rows] * outlook.near[self.department[rows]]
        far = self.daily[rows] * outlook.far[self.department[rows]]
        waiting = near * (self.lead[rows] + REVIEW)
        least = np.where(near * 365 < self.habits.one_on_the_peg, 0, 1)
        surprise = self.habits.safety * np.sqrt(self.spread[rows] * waiting)
        point = np.maximum(np.ceil(waiting + surprise), least)
        point = np.where(least == 0, 0, point)
        most = point + np.maximum(np.ceil(far * self.habits.cover), 1)
        shown, kept = self.display[rows], self.kept[rows]
        return (point + shown) * kept, (most + shown) * kept

    def order(self, rows: Ints, position: Floats, outlook: Outlook) -> Floats:
        """Units to order for some rows whose stock and orders come to `position`."""
        point, most = self.levels(rows, outlook)
        wanted = np.where(position <= point, most - position, 0.0)
        far = self.daily[rows] * outlook.far[self.department[rows]]
        lasting = far * self.habits.pack_days
        multiple = np.where(lasting >= self.pack[rows], self.pack[rows], 1)
        units: Floats = np.ceil(wanted / multiple) * multiple
        return units


def policy(setting: Setting, upsets: Upsets, rng: np.random.Generator) -> Policy:
    """Set up ordering from demand as the store believes it to be."""
    rows, known, sku = len(setting), vendors(), setting.assortment.sku
    vendor, buying = setting.catalogue.vendor[sku], setting.parameters.buying
    lead = np.array([each.lead for each in known])[vendor] + buying.extra_lead
    return Policy(
        habits=buying,
        daily=setting.rates.annual / 365 * np.exp(rng.normal(0, buying.belief_spread, rows)),
        spread=setting.rates.spread,
        department=setting.department,
        lead=lead + rng.integers(0, 3, rows),
        weekday=np.array([each.weekday for each in known])[vendor],
        pack=setting.catalogue.pack[sku],
        display=upsets.display,
        kept=np.where(upsets.by_choice, 0.0, 1.0),
    )
