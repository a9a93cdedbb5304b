"""Promotions: a flyer now and then, lower prices and more customers between two dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .arrays import Daily, summed_by_day
from .streams import stream

if TYPE_CHECKING:
    from .arrays import Flags, Floats, Ints
    from .setting import Setting

LEAST_PRICE = 2.0
"""Price in dollars below which nothing is promoted."""
STEP = 0.05
"""Price cuts come in steps of this."""


@dataclass(frozen=True)
class Promotions:
    """One value per promoted row and flyer."""

    rows: Ints
    first: Ints
    last: Ints
    """First and last day."""
    cut: Floats
    """Share taken off the price."""
    lift: Floats
    """Demand relative to an ordinary day."""
    typed: Flags
    """Whether the price is typed over the regular one; else the system keeps it beside, by date."""

    def typed_over(self) -> Promotions:
        """Those that stand in the item's own price."""
        return self.only(np.flatnonzero(self.typed))

    def on(self, day: int | Ints, rows: Ints) -> Floats:
        """What each row's price is multiplied by on a day (or each on a day of its own)."""
        order = np.argsort(self.rows, kind="stable")
        factor = np.ones(len(rows))
        place = np.searchsorted(self.rows[order], rows)
        for step in range(int(np.bincount(self.rows, minlength=1).max())):
            here = np.minimum(place + step, len(order) - 1)
            found = order[here]
            active = (self.first[found] <= day) & (day <= self.last[found])
            mine = (self.rows[found] == rows) & (place + step < len(order))
            factor = np.where(active & mine, np.minimum(factor, 1 - self.cut[found]), factor)
        return factor

    def ended(self, day: int, nearest: int, farthest: int) -> Promotions:
        """The promotions that ended so many days before a day; the latest of each row."""
        ago = day - self.last
        which = np.flatnonzero((ago >= nearest) & (ago <= farthest))
        order = which[np.lexsort((ago[which], self.rows[which]))]
        _, first = np.unique(self.rows[order], return_index=True)
        return self.only(order[first])

    def of(self, rows: Ints) -> Promotions:
        """Those of some rows, in the order of the rows; each must have one."""
        order = np.argsort(self.rows, kind="stable")
        return self.only(order[np.searchsorted(self.rows[order], rows)])

    def only(self, which: Ints) -> Promotions:
        """Some of them, by place."""
        return Promotions(
            self.rows[which],
            self.first[which],
            self.last[which],
            self.cut[which],
            self.lift[which],
            self.typed[which],
        )


def plan(setting: Setting) -> Promotions:
    """Draw the flyers of the whole chain; every store that carries an item takes part."""
    parameters, habits = setting.parameters, setting.parameters.promotions
    rng = stream(parameters.seed, "promotions")
    number = round(habits.flyers * (parameters.days + habits.length) / 365)
    starts = np.linspace(-habits.length + 1, parameters.days - 1, max(number, 1)).astype(np.int64)
    shape = (len(starts), parameters.skus)
    worth = setting.catalogue.cost / (1 - setting.catalogue.margin) >= LEAST_PRICE
    flyer, sku = np.nonzero((rng.random(shape) < habits.share) & worth)
    low, high = habits.cuts
    first = starts[flyer]
    cut = np.round(np.round(rng.uniform(low, high, len(sku)) / STEP) * STEP, 2)
    lift = rng.uniform(*habits.lifts, len(sku))
    typed = rng.random(len(sku)) < habits.typed_over
    last = first + habits.length - 1
    return _everywhere(setting, Promotions(sku, first, last, cut, lift, typed))


def _everywhere(setting: Setting, flyers: Promotions) -> Promotions:
    """The same promotion in every store that carries the SKU."""
    rows = setting.assortment.row[:, flyers.rows]
    _, which = np.nonzero(rows >= 0)
    return replace(flyers.only(which), rows=rows[rows >= 0])


def purchases(setting: Setting, planned: Promotions, lives: tuple[Ints, Ints]) -> Daily:
    """Units wanted on top of ordinary demand while a promotion runs."""
    parameters, rates = setting.parameters, setting.rates
    rng = stream(parameters.seed, "promotion demand")
    length = parameters.promotions.length
    season = setting.seasons.smooth[setting.department[planned.rows], np.maximum(planned.first, 0)]
    daily = (rates.annual / rates.clump)[planned.rows] / 365 * season * (planned.lift - 1)
    number = rng.poisson(daily * length)
    rows, first = np.repeat(planned.rows, number), np.repeat(planned.first, number)
    days = first + rng.integers(0, length, len(rows))
    units = rng.geometric(1 / rates.clump[rows]).astype(np.float64)
    lived = (lives[0][rows] <= days) & (days < lives[1][rows])
    return summed_by_day(days[lived], rows[lived], units[lived], parameters.days)
