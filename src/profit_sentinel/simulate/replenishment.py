"""Replenishment: order points and maximums that follow the season, and weekly orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .words import vendors

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .assortment import Assortment
    from .catalogue import Catalogue
    from .demand import Rates
    from .seasons import Seasons
    from .upsets import Upsets

REVIEW = 7
"""Days between two orders to one vendor."""
SAFETY = 1.2
"""Standard deviations of demand kept against surprise."""
COVER = 75
"""Days an order should last."""
BELIEF_SPREAD = 0.3
"""Spread of the logarithm of believed over true demand."""
PACK_DAYS = 150
"""A maker's case is broken by the wholesaler when it would last longer than this."""


@dataclass(frozen=True)
class Policy:
    """How each row is ordered."""

    daily: Floats
    """Believed demand in units a day at season 1."""
    spread: Floats
    """Variance over mean of demand."""
    department: Ints
    lead: Ints
    """Days from order to receipt."""
    weekday: Ints
    """Day of the weekly order."""
    multiple: Ints
    """Units an order is a multiple of."""
    display: Ints
    kept: Floats
    """1 where the row is kept in stock, 0 where it is ordered for customers only."""

    def levels(self, rows: Ints, season: Floats) -> tuple[Floats, Floats]:
        """Order point and maximum of some rows, given each department's season ahead."""
        pace = self.daily[rows] * season[self.department[rows]]
        waiting = pace * (self.lead[rows] + REVIEW)
        point = np.ceil(waiting + SAFETY * np.sqrt(self.spread[rows] * waiting))
        most = point + np.maximum(np.ceil(pace * COVER), np.where(pace > 0, 1, 0))
        point, most = point + self.display[rows], most + self.display[rows]
        return np.maximum(point, 1) * self.kept[rows], np.maximum(most, 2) * self.kept[rows]

    def order(self, rows: Ints, position: Floats, season: Floats) -> Floats:
        """Units to order for some rows whose stock and orders come to `position`."""
        point, most = self.levels(rows, season)
        wanted = np.where(position <= point, most - position, 0.0)
        packs: Floats = np.ceil(wanted / self.multiple[rows]) * self.multiple[rows]
        return packs


def policy(
    catalogue: Catalogue,
    assortment: Assortment,
    rates: Rates,
    upsets: Upsets,
    rng: np.random.Generator,
) -> Policy:
    """Set up ordering from demand as the store believes it to be."""
    rows, known = len(assortment), vendors()
    vendor = catalogue.vendor[assortment.sku]
    daily = rates.annual / 365 * np.exp(rng.normal(0, BELIEF_SPREAD, rows))
    pack = catalogue.pack[assortment.sku]
    return Policy(
        daily=daily,
        spread=rates.spread,
        department=catalogue.department[assortment.sku],
        lead=np.array([each.lead for each in known])[vendor] + rng.integers(0, 3, rows),
        weekday=np.array([each.weekday for each in known])[vendor],
        multiple=np.where(daily * PACK_DAYS >= pack, pack, 1),
        display=upsets.display,
        kept=np.where(upsets.by_choice, 0.0, 1.0),
    )
