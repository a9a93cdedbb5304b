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
    from .assortment import Assortment
    from .catalogue import Catalogue
    from .causes import Picker
    from .parameters import ChainParameters
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
CLEARANCE_CUTS = (0.25, 0.55)
"""Least and largest share taken off in a clearance."""


@dataclass(frozen=True)
class Prices:
    """Costs and prices of every row on the last day, and the costs' way there."""

    first_cost: Floats
    """Unit cost on the first day."""
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
    """Round a price to the endings shoppers know: cents below $1, then 9s, .49 and .99."""
    nines = np.ceil(np.round(price * 10, 6)) / 10 - 0.01
    halves = np.where(price % 1 <= 0.5, np.floor(price) + 0.49, np.floor(price) + 0.99)  # noqa: PLR2004 - half a dollar
    whole = np.floor(price) + 0.99
    rounded = np.select([price < 1, price < 10, price < 50], [np.ceil(price * 100) / 100, nines, halves], whole)  # noqa: PLR2004 - price bands
    result: Floats = np.round(np.maximum(rounded, 0.02), 2)
    return result


def move(
    parameters: ChainParameters,
    catalogue: Catalogue,
    assortment: Assortment,
    upsets: Upsets,
    picker: Picker,
) -> Prices:
    """Let costs rise, prices follow as a rule, and a few of both go wrong."""
    rng = stream(parameters.seed, "costs")
    rises = _rises(parameters, catalogue, rng)
    sku, wanted = assortment.sku, catalogue.margin[assortment.sku]
    paid = catalogue.cost * rises.factors.prod(axis=0)
    followed = catalogue.cost * np.where(rises.passed, rises.factors, 1.0).prod(axis=0)
    meant = followed[sku] / (1 - wanted)
    local = np.clip(np.exp(rng.normal(0, LOCAL_SPREAD, len(sku))), 0.965, 1.04)
    price = ending(meant * np.where(meant >= LOCAL_FROM, local, 1.0))
    price = mispricing.misprice(parameters, catalogue, assortment, price, paid[sku], picker)
    price = _clear(parameters, upsets, price, rng)
    dear, days, factors = mispricing.dear_sources(parameters, assortment, picker)
    return Prices(
        first_cost=catalogue.cost[sku],
        changes=_changes(parameters, assortment, rises, (dear, days, factors)),
        price=price,
        fair_price=ending(paid[sku] / (1 - wanted)),
        list_price=ending(meant * rng.uniform(1.0, 1.12, parameters.skus)[sku]),
        record_factor=mispricing.record_factors(parameters, catalogue, assortment, picker),
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


def _changes(
    parameters: ChainParameters,
    assortment: Assortment,
    rises: _Rises,
    dear: tuple[Ints, Ints, Floats],
) -> Daily:
    """Cost changes of the chain and of single rows, by day."""
    rounds = [
        (rises.days[number][assortment.sku], np.arange(len(assortment)), factors[assortment.sku])
        for number, factors in enumerate(rises.factors)
    ]
    rounds.append((dear[1], dear[0], dear[2]))
    days, rows, factors = (np.concatenate(parts) for parts in zip(*rounds, strict=True))
    moved = factors != 1.0
    return by_day(days[moved], rows[moved], factors[moved], parameters.days)


def _clear(
    parameters: ChainParameters, upsets: Upsets, price: Floats, rng: np.random.Generator
) -> Floats:
    cut = rng.uniform(*CLEARANCE_CUTS, len(price))
    cleared = upsets.clearance <= parameters.last_day
    return np.where(cleared, ending(price * (1 - cut)), price)
