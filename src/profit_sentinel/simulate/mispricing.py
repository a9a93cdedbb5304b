"""What goes wrong with single prices and costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .arrays import NEVER
from .causes import Cause, Picker

if TYPE_CHECKING:
    from .arrays import Flags, Floats, Ints
    from .assortment import Assortment
    from .promotions import Promotions
    from .setting import Setting

BLOCK = 6
"""Rows of one fineline and store that miss a cost rise together, on average."""
CHEAP = 2.0
"""Price in dollars below which nothing is promoted or forgotten alone."""
ONE_STORE = 0.3
"""Share of the missed rises that only one store missed."""


@dataclass(frozen=True)
class Wrong:
    """What stands in the records of some rows in place of the right value, and since when."""

    value: Floats
    since: Ints
    """First day; `NEVER` where the record is right."""

    @classmethod
    def nowhere(cls, rows: int) -> Wrong:
        """Nothing is wrong yet."""
        return cls(np.ones(rows), np.full(rows, NEVER, dtype=np.int64))

    def put(self, rows: Ints, value: Floats, since: Ints) -> None:
        """Let a value stand in some rows from a day on, in whole cents."""
        self.value[rows] = np.maximum(np.round(value, 2), 0.01)
        self.since[rows] = since

    def on(self, day: int | Ints, right: Floats, rows: Ints) -> Floats:
        """What stands in the records of some rows on a day."""
        return np.where(self.since[rows] <= day, self.value[rows], right)


def misprice(
    setting: Setting, price: Floats, cost: Floats, flyers: Promotions, picker: Picker
) -> Wrong:
    """Prices after typing errors, neglect and forgotten promotions.

    Args:
        setting: The chain.
        price: Price of each row as it should stand in the till.
        cost: Unit cost of each row.
        flyers: The promotions typed over the price, some of which are left on.
        picker: Chooses the rows.

    Returns:
        The prices that do stand in the till, and since when.
    """
    leaks, wrong = setting.parameters.leaks, Wrong.nowhere(len(price))
    ordinary = cost > 0.25  # noqa: PLR2004 - below a quarter a price has no digits to lose
    typed = picker.pick(Cause.MIS_KEYED, leaks.mis_keyed, ordinary)
    typo = _mis_key(price[typed], cost[typed], picker.rng(Cause.MIS_KEYED))
    wrong.put(typed, typo, picker.ago(Cause.MIS_KEYED, typed, 5, 200))

    weights = picker.uneven(Cause.STALE_PRICE, setting.aisle, price > CHEAP)
    stale = picker.pick(Cause.STALE_PRICE, leaks.stale_price, weights)
    keep = picker.rng(Cause.STALE_PRICE).uniform(0.76, 0.91, len(stale))
    wrong.put(stale, price[stale] * keep, picker.ago(Cause.STALE_PRICE, stale, 60, 450))

    rows = _blocks(setting, leaks.rise_not_passed, picker)
    lag = picker.rng(Cause.RISE_NOT_PASSED).uniform(0.80, 0.91, len(rows))
    wrong.put(rows, price[rows] * lag, picker.ago(Cause.RISE_NOT_PASSED, rows, 30, 400))

    over = flyers.ended(setting.parameters.last_day, 15, 200)
    promoted = np.zeros(len(price), dtype=np.bool_)
    promoted[over.rows] = True
    left = picker.pick(Cause.PROMOTION_LEFT_ON, leaks.promotion_left_on, promoted)
    kept = over.of(left)
    picker.begin(Cause.PROMOTION_LEFT_ON, left, kept.last + 1)
    wrong.put(left, price[left] * (1 - kept.cut), kept.last + 1)
    return wrong


def _mis_key(price: Floats, cost: Floats, rng: np.random.Generator) -> Floats:
    """Lose a digit, shift the point, or type the old cost as the price: always below cost."""
    shifted = price / 10
    lost = np.where(price >= 10, price % 10 ** np.floor(np.log10(np.maximum(price, 10))), shifted)  # noqa: PLR2004 - two digits
    typed_cost = cost * rng.uniform(0.80, 0.97, len(price))
    kind = rng.random(len(price))
    wrong = np.select([kind < 0.35, kind < 0.6], [shifted, lost], typed_cost)  # noqa: PLR2004 - shares
    below = np.where(wrong < 0.97 * cost, wrong, typed_cost)
    result: Floats = np.maximum(np.round(below, 2), 0.01)
    return result


def _blocks(setting: Setting, share: float, picker: Picker) -> Ints:
    """Rows of some finelines in some stores, as a whole rise is missed at once."""
    assortment, rng = setting.assortment, picker.rng(Cause.RISE_NOT_PASSED)
    wanted = round(share * len(assortment))
    seeds = rng.choice(len(assortment), max(wanted // BLOCK, 2), replace=False)
    fineline = np.unique(setting.catalogue.fineline, return_inverse=True)[1][assortment.sku]
    blocks = [
        _block(np.flatnonzero(fineline == fineline[seed]), seed, assortment, rng) for seed in seeds
    ]
    chosen = np.setdiff1d(np.concatenate(blocks), np.flatnonzero(picker.taken))
    picker.taken[chosen] = True
    return chosen


def _block(fineline: Ints, seed: int, assortment: Assortment, rng: np.random.Generator) -> Ints:
    """About `BLOCK` rows of a fineline: of one store, or some SKUs wherever they are carried."""
    here = fineline[assortment.store[fineline] == assortment.store[seed]]
    if rng.random() < ONE_STORE:
        return rng.choice(here, min(len(here), BLOCK), replace=False)
    wide = max(BLOCK // len(assortment.row), 2)
    skus = assortment.sku[rng.choice(here, min(len(here), wide), replace=False)]
    rows = assortment.row[:, skus].ravel()
    return rows[rows >= 0]


def dear_sources(setting: Setting, picker: Picker) -> tuple[Ints, Ints, Floats]:
    """Rows one store buys dearer, since when, and by what factor; whole chains only."""
    cause = Cause.DEAR_SOURCE
    parameters, assortment = setting.parameters, setting.assortment
    common: Flags = np.all(assortment.row >= 0, axis=0)
    weights = picker.uneven(cause, setting.delivery, common[assortment.sku])
    rows = picker.pick(cause, parameters.leaks.dear_source, weights)
    days = picker.ago(cause, rows, 30, min(400, parameters.last_day))
    return rows, days, picker.rng(cause).uniform(1.07, 1.28, len(rows))


def record_factors(setting: Setting, picker: Picker) -> Wrong:
    """What the cost in each record is to the true cost: 1, 0, a pack, or one over it."""
    leaks, factor = setting.parameters.leaks, Wrong.nowhere(len(setting))
    weights = picker.uneven(Cause.COST_MISSING, setting.delivery, ~picker.taken)
    missing = picker.pick(Cause.COST_MISSING, leaks.cost_missing, weights)
    factor.value[missing] = 0.0
    factor.since[missing] = picker.ago(Cause.COST_MISSING, missing, 10, 400)
    pack = setting.catalogue.pack[setting.assortment.sku]
    cased = (pack >= 4) & ~setting.catalogue.cut[setting.assortment.sku]  # noqa: PLR2004 - smaller packs look like prices
    wrong = picker.pick(Cause.CASE_COST, leaks.case_cost, cased)
    by_case = picker.rng(Cause.CASE_COST).random(len(wrong)) < 0.75  # noqa: PLR2004 - the usual direction
    factor.value[wrong] = np.where(by_case, pack[wrong], 1 / pack[wrong])
    cases, pieces = wrong[by_case], wrong[~by_case]
    factor.since[cases] = picker.ago(Cause.CASE_COST, cases, 10, 400)
    factor.since[pieces] = picker.ago(Cause.PIECE_COST, pieces, 10, 400)
    return _mis_key_costs(factor, leaks.cost_mis_keyed, picker)


def _mis_key_costs(factor: Wrong, share: float, picker: Picker) -> Wrong:
    """Costs with the point one place off, or two digits in the wrong order."""
    cause = Cause.COST_MIS_KEYED
    rows = picker.pick(cause, share, ~picker.taken)
    slips = np.array([10.0, 0.1, 1.8, 0.55])
    factor.value[rows] = picker.rng(cause).choice(slips, len(rows), p=[0.35, 0.25, 0.2, 0.2])
    factor.since[rows] = picker.ago(cause, rows, 5, 300)
    return factor
