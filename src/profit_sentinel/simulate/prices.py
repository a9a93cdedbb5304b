"""Costs and prices: how they move over the chain, and what goes wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from . import mispricing, promotions
from .arrays import by_day
from .mispricing import Wrong
from .streams import stream
from .words import vendors

if TYPE_CHECKING:
    from .arrays import Daily, Flags, Floats, Ints
    from .causes import Picker
    from .promotions import Promotions
    from .setting import Setting
    from .upsets import Upsets

NINES, HALVES, WHOLES = 1.0, 10.0, 50.0
"""Prices in dollars from which each kind of ending is used."""


@dataclass(frozen=True)
class Prices:
    """Prices and the state of the cost records of every row on one day."""

    price: Floats
    """Price in the item's record."""
    list_price: Floats
    record_factor: Floats
    """What the cost in the records is to the true unit cost: 1, 0, a pack or one over it."""


@dataclass(frozen=True)
class _Rises:
    """Cost rises by round (first axis) and SKU (second axis)."""

    days: Ints
    factors: Floats
    at_once: Flags
    """Whether the price follows on the same day."""
    later: int
    """Days after which it follows else."""

    skipped: Flags
    """Whether a row (second axis) does not follow a round with the others."""

    def paid(self, day: int) -> Floats:
        """What each SKU costs on a day, relative to the first."""
        relative: Floats = np.where(self.days <= day, self.factors, 1.0).prod(axis=0)
        return relative

    def followed(self, day: int | Ints, rows: Ints, sku: Ints) -> Floats:
        """The cost the price of some rows knows of on a day, relative to the first."""
        prompt = self.at_once[:, sku] & ~self.skipped[:, rows]
        since = self.days[:, sku] + np.where(prompt, 0, self.later)
        relative: Floats = np.where(since <= day, self.factors[:, sku], 1.0).prod(axis=0)
        return relative


@dataclass(frozen=True)
class Pricing:
    """How costs and prices move, for any day."""

    setting: Setting
    changes: Daily
    """Factors by which the unit costs of rows change."""
    clearance: Ints
    """First day of each row's clearance."""
    rises: _Rises
    local: Floats
    """Each row's price relative to the chain's."""
    cut: Floats
    """Share each row loses in a clearance."""
    listed: Floats
    """Each SKU's list price relative to its price."""
    promotions: Promotions
    typed_over: Promotions
    """Those of them that stand in the item's own price."""
    wrong: Wrong
    records: Wrong

    def _meant(self, day: int | Ints, rows: Ints) -> Floats:
        """Price of some rows before rounding, by the cost the store knows of."""
        goods, sku = self.setting.catalogue, self.setting.assortment.sku[rows]
        full = goods.cost / (1 - goods.margin)
        price: Floats = full[sku] * self.rises.followed(day, rows, sku)
        return price

    def right(self, day: int | Ints, rows: Ints) -> Floats:
        """Price of some rows as it should stand in the till, promotions apart."""
        meant = self._meant(day, rows)
        local = meant >= self.setting.parameters.repricing.local_from
        return ending(meant * np.where(local, self.local[rows], 1.0))

    def till(self, day: int | Ints, rows: Ints) -> Floats:
        """Price a customer pays on a day, or for each row on a day of its own."""
        return self._price(day, rows, self.promotions)

    def recorded(self, day: int | Ints, rows: Ints) -> Floats:
        """Price in the item's record, where most promotions do not stand."""
        return self._price(day, rows, self.typed_over)

    def _price(self, day: int | Ints, rows: Ints, promotions: Promotions) -> Floats:
        """Price with promotions, clearance, and all that is wrong."""
        right = self.right(day, rows)
        promoted = promotions.on(day, rows)
        price = np.where(promoted < 1, np.round(right * promoted, 2), right)
        price = self.wrong.on(day, price, rows)
        return np.where(self.clearance[rows] <= day, ending(price * (1 - self.cut[rows])), price)

    def on(self, day: int) -> Prices:
        """Prices of every row on a day."""
        rows = np.arange(len(self.setting))
        listed = ending(self._meant(day, rows) * self.listed[self.setting.assortment.sku])
        factor = self.records.on(day, np.ones(len(rows)), rows)
        return Prices(self.recorded(day, rows), listed, factor)


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


def plan(setting: Setting, upsets: Upsets, picker: Picker) -> Pricing:
    """Let costs rise, prices follow as a rule, and a few of both go wrong."""
    parameters, rows = setting.parameters, len(setting)
    habits, rng = parameters.repricing, stream(parameters.seed, "costs")
    rises = _rises(setting, rng)
    flyers = promotions.plan(setting)
    smooth = Pricing(
        setting=setting,
        changes=_changes(setting, rises, mispricing.dear_sources(setting, picker)),
        clearance=upsets.clearance,
        rises=rises,
        local=np.clip(np.exp(rng.normal(0, habits.local_spread, rows)), 0.965, 1.04),
        cut=rng.uniform(*habits.clearance_cuts, rows),
        listed=rng.uniform(1.0, 1.12, parameters.skus),
        promotions=flyers,
        typed_over=flyers.typed_over(),
        wrong=Wrong.nowhere(rows),
        records=mispricing.record_factors(setting, picker),
    )
    last = parameters.last_day
    paid = (setting.catalogue.cost * rises.paid(last))[setting.assortment.sku]
    right = smooth.right(last, np.arange(rows))
    return replace(
        smooth, wrong=mispricing.misprice(setting, right, paid, smooth.typed_over, picker)
    )


def _rises(setting: Setting, rng: np.random.Generator) -> _Rises:
    """Each vendor raises its costs about once a year, on one day for the whole chain."""
    parameters, catalogue = setting.parameters, setting.catalogue
    rounds, known = max(round(parameters.days / 300), 1), len(vendors())
    shape, habits = (rounds, parameters.skus), parameters.repricing
    days = rng.integers(5, parameters.days - 5, (rounds, known))[:, catalogue.vendor]
    rise = np.maximum(rng.normal(habits.rise, habits.rise_spread, shape), 0.005)
    rise *= np.where(rng.random(shape) < habits.big_rise, 3, 1)
    factors = np.where(rng.random(shape) < habits.touched, 1 + rise, 1.0)
    at_once = rng.random(shape) < habits.pass_through
    lots = stream(parameters.seed, "skipped rises").random((rounds, known * parameters.stores))
    skipped = (lots < habits.skipped)[:, setting.delivery]
    return _Rises(days, factors, at_once, habits.caught_up_after, skipped)


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
