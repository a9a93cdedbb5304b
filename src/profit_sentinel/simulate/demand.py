"""Demand: how many units customers want of each row on each day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .arrays import Daily, summed_by_day
from .words import departments

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .assortment import Assortment
    from .catalogue import Catalogue
    from .parameters import ChainParameters
    from .setting import Setting


@dataclass(frozen=True)
class Rates:
    """True demand of each row while it lives, at season 1."""

    annual: Floats
    """Units per year."""
    clump: Floats
    """Mean units per purchase."""

    @property
    def spread(self) -> Floats:
        """Variance over mean of the units of a period (geometric clumps)."""
        return 2 * self.clump - 1


def rates(
    parameters: ChainParameters,
    catalogue: Catalogue,
    assortment: Assortment,
    rng: np.random.Generator,
) -> Rates:
    """Draw gamma-distributed rates by SKU, and by store around the SKU's."""
    halls, trade = departments(), parameters.trade
    pace = np.array([halls[place].pace for place in catalogue.department])
    purchases_weight = catalogue.clump**-0.35
    own = trade.floor + (1 - trade.floor) * rng.gamma(trade.shape, 1 / trade.shape, parameters.skus)
    dear = (catalogue.cost / 5) ** trade.dearness
    by_sku = trade.purchases * pace * dear * own * purchases_weight
    followed = np.flatnonzero(catalogue.successor >= 0)
    by_sku[catalogue.successor[followed]] = by_sku[followed]
    sizes = np.resize(trade.store_sizes, parameters.stores)
    store = rng.gamma(trade.store_shape, 1 / trade.store_shape, len(assortment))
    store *= sizes[assortment.store]
    clump = catalogue.clump[assortment.sku]
    return Rates(by_sku[assortment.sku] * np.maximum(store, 0.3) * clump, clump)


def purchases(setting: Setting, lives: tuple[Ints, Ints], rng: np.random.Generator) -> Daily:
    """Draw every purchase of the simulation.

    Purchases are Poisson, their sizes geometric, rates gamma: the units of a day are negative
    binomial over rows.

    Args:
        setting: The chain.
        lives: First day and day after the last on which each row has customers.
        rng: Source of chance.

    Returns:
        Units wanted, one entry per row and day with demand.
    """
    known, weights, department = setting.rates, setting.seasons.weights, setting.department
    total = weights.sum(axis=1)
    number = rng.poisson(known.annual / known.clump / 365 * total[department])
    row = np.repeat(np.arange(len(number)), number)
    day = _days(weights, department[row], rng)
    units = rng.geometric(1 / known.clump[row]).astype(np.float64)
    lived = (lives[0][row] <= day) & (day < lives[1][row])
    return summed_by_day(day[lived], row[lived], units[lived], setting.parameters.days)


def _days(weights: Floats, department: Ints, rng: np.random.Generator) -> Ints:
    """A day for each purchase, by the weights of its department (first axis) and day."""
    days = np.zeros(len(department), dtype=np.int64)
    chance = rng.random(len(department))
    for number, each in enumerate(weights):
        mine = department == number
        edges = np.cumsum(each) / each.sum()
        days[mine] = np.minimum(np.searchsorted(edges, chance[mine]), len(each) - 1)
    return days
