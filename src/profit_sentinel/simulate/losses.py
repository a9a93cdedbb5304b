"""Goods that go without a sale: theft unit by unit and in bulk, and breakage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .arrays import Daily, by_day, summed_by_day
from .causes import LUMPINESS
from .streams import stream

if TYPE_CHECKING:
    from .arrays import Floats
    from .setting import Setting

TEMPTING, DULL = 3.0, 0.2
"""How much more and less often handy dear goods, and cut lengths and loads, are stolen."""
HANDY = (5.0, 150.0)
"""Unit costs in dollars between which goods are worth taking and easily carried."""
BULK = (0.4, 1.0)
"""Least and largest share of a shelf that is taken at once."""


@dataclass(frozen=True)
class Losses:
    """What leaves the shelf unpaid."""

    stolen: Daily
    """Units taken one or a few at a time."""
    cleared_out: Daily
    """Shares of the shelf taken at once."""
    broken: Daily
    """Units thrown away without a note."""
    written_off: Daily
    """Units thrown away and taken off the books."""


def draw(setting: Setting) -> Losses:
    """Draw every loss of the simulation, each kind from a stream of its own."""
    habits, seed = setting.parameters.losses, setting.parameters.seed
    annual, weights = setting.rates.annual, _temptation(setting)
    stolen = weights * annual * habits.theft * _scale(setting, weights)
    bulk = weights / weights.mean() * habits.bulk_thefts
    broken = annual * habits.damage
    return Losses(
        stolen=_units(setting, stolen, "theft"),
        cleared_out=_shares(setting, bulk, stream(seed, "bulk theft")),
        broken=_units(setting, broken * (1 - habits.written_off), "damage"),
        written_off=_units(setting, broken * habits.written_off, "written off"),
    )


def _temptation(setting: Setting) -> Floats:
    """How often each row is stolen from, relative to what it sells: uneven between aisles."""
    sku, goods = setting.assortment.sku, setting.catalogue
    rng = stream(setting.parameters.seed, "thieves")
    lumps = rng.gamma(LUMPINESS, 1 / LUMPINESS, int(setting.aisle.max()) + 1) + 0.1
    handy = (setting.cost >= HANDY[0]) & (setting.cost <= HANDY[1])
    dull = (goods.cut | goods.loads)[sku]
    weights: Floats = lumps[setting.aisle] * np.select([dull, handy], [DULL, TEMPTING], 1.0)
    return weights


def _scale(setting: Setting, weights: Floats) -> float:
    """What makes the dollars of theft, at retail, the wanted share of the dollars sold."""
    price = setting.cost / (1 - setting.catalogue.margin[setting.assortment.sku])
    sales = setting.rates.annual * price
    return float(sales.sum() / (weights * sales).sum())


def _units(setting: Setting, yearly: Floats, concern: str) -> Daily:
    """Events of a few units that come to so many units of each row a year."""
    days, rng = setting.parameters.days, stream(setting.parameters.seed, concern)
    size = np.minimum(setting.rates.clump, 3.0)
    number = rng.poisson(yearly / size * days / 365)
    rows = np.repeat(np.arange(len(number)), number)
    units = rng.geometric(1 / size[rows]).astype(np.float64)
    return summed_by_day(rng.integers(0, days, len(rows)), rows, units, days)


def _shares(setting: Setting, yearly: Floats, rng: np.random.Generator) -> Daily:
    days = setting.parameters.days
    number = rng.poisson(yearly * days / 365)
    rows = np.repeat(np.arange(len(number)), number)
    return by_day(rng.integers(0, days, len(rows)), rows, rng.uniform(*BULK, len(rows)), days)
