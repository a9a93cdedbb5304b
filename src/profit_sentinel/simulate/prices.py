"""Costs and prices: how they move over the chain, and what goes wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import mispricing
from .arrays import by_day
from .streams import stream
from .words import vendors

if TYPE_CHECKING:
    from .arrays import Daily, Flags, Floats, Ints
    from .catalogue import Catalogue
    from .causes import Picker
    from .parameters import ChainParameters
    from .setting import Setting
    from .upsets import Upsets

TOUCHED = 0.6
"""Share of a vendor's items a cost change touches."""
RISE, RISE_SPREAD, BIG_RISE = 0.032, 0.02, 0.06
"""Mean and spread of a cost rise, and the share of rises that are three times as large."""
CAUGHT_UP_AFTER = 120
"""Days after which a rise that was not passed on at once has reached the price."""
LOCAL_SPREAD = 0.012
"""Spread of the logarithm of a store's price around the chain's."""
LOCAL_FROM = 2.0
"""Below this price in dollars the stores of a chain keep one price."""
NINES, HALVES, WHOLES = 1.0, 10.0, 50.0
"""Prices in dollars from which each kind of ending is used."""
CLEARANCE_CUTS = (0.25, 0.55)
"""Least and largest share taken off in a clearance."""


@dataclass(frozen=True)
class Prices:
    """Costs and prices of every row on the last day, and the costs' way there."""

    changes: Daily
    """Factors by which unit costs change."""
    price: Floats
    """Shelf price."""
    fair_price: Floats
    """The price the store means to ask: today's cost at the margin it wants."""
    list_price: Floats
    record_factor: Floats
    """What the cost in the records is to the true unit cost: 1, 0, a pack or one over it."""


def ending(price: Floats) -> Floats:
    """Round a price up to the endings shoppers know: cents, then x.x9, .49 and .99, then .99."""
    cents = np.ceil(np.round(price * 100, 6)) / 100
    nines = np.ceil(np.round(price * 10, 6)) / 10 - 0.01
    halves = np.ceil(np.round(price * 2, 6)) / 2 - 0.01
    wholes = np.ceil(np.round(price, 6)) - 0.01
    rounded = np.select(
        [price < NINES, price < HALVES, price < WHOLES], [cents, nines, halves], wholes
    )
    result: Floats = np.round(np.maximum(rounded, 0.02), 2)
    return result


def move(setting: Setting, upsets: Upsets, picker: Picker) -> Prices:
    """Let costs rise, prices follow as a rule, and a few of both go wrong."""
    parameters, catalogue, sku = setting.parameters, setting.catalogue, setting.assortment.sku
    rng = stream(parameters.seed, "costs")
    rises = _rises(parameters, catalogue, rng)
    wanted = catalogue.margin[sku]
    paid = catalogue.cost * rises.factors.prod(axis=0)
    followed = catalogue.cost * np.where(rises.passed, rises.factors, 1.0).prod(axis=0)
    meant = followed[sku] / (1 - wanted)
    local = np.clip(np.exp(rng.normal(0, LOCAL_SPREAD, len(sku))), 0.965, 1.04)
    price = ending(meant * np.where(meant >= LOCAL_FROM, local, 1.0))
    price = mispricing.misprice(setting, price, paid[sku], picker)
    price = _clear(parameters, upsets, price, rng)
    dear, days, factors = mispricing.dear_sources(setting, picker)
    return Prices(
        changes=_changes(setting, rises, (dear, days, factors)),
        price=price,
        fair_price=ending(paid[sku] / (1 - wanted)),
        list_price=ending(meant * rng.uniform(1.0, 1.12, parameters.skus)[sku]),
        record_factor=mispricing.record_factors(setting, picker),
    )


@dataclass(frozen=True)
class _Rises:
    """Cost rises by round (first axis) and SKU (second axis)."""

    days: Ints
    factors: Floats
    passed: Flags


def _rises(parameters: ChainParameters, catalogue: Catalogue, rng: np.random.Generator) -> _Rises:
    """Each vendor raises its costs about once a year, on one day for the whole chain."""
    rounds, known = max(round(parameters.days / 300), 1), len(vendors())
    shape = (rounds, parameters.skus)
    days = rng.integers(5, parameters.days - 5, (rounds, known))[:, catalogue.vendor]
    rise = np.maximum(rng.normal(RISE, RISE_SPREAD, shape), 0.005)
    rise *= np.where(rng.random(shape) < BIG_RISE, 3, 1)
    factors = np.where(rng.random(shape) < TOUCHED, 1 + rise, 1.0)
    at_once = rng.random(shape) < parameters.pass_through
    return _Rises(days, factors, at_once | (parameters.last_day - days > CAUGHT_UP_AFTER))


def _changes(setting: Setting, rises: _Rises, dear: tuple[Ints, Ints, Floats]) -> Daily:
    """Cost changes of the chain and of single rows, by day."""
    sku = setting.assortment.sku
    rounds = [
        (rises.days[number][sku], np.arange(len(sku)), factors[sku])
        for number, factors in enumerate(rises.factors)
    ]
    rounds.append((dear[1], dear[0], dear[2]))
    days, rows, factors = (np.concatenate(parts) for parts in zip(*rounds, strict=True))
    moved = factors != 1.0
    return by_day(days[moved], rows[moved], factors[moved], setting.parameters.days)


def _clear(
    parameters: ChainParameters, upsets: Upsets, price: Floats, rng: np.random.Generator
) -> Floats:
    cut = rng.uniform(*CLEARANCE_CUTS, len(price))
    cleared = upsets.clearance <= parameters.last_day
    return np.where(cleared, ending(price * (1 - cut)), price)
