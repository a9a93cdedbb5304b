"""What goes wrong with single prices and costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .causes import Cause, Picker

if TYPE_CHECKING:
    from .arrays import Flags, Floats, Ints
    from .assortment import Assortment
    from .setting import Setting

BLOCK = 6
"""Rows of one fineline and store that miss a cost rise together, on average."""
ONE_STORE = 0.3
"""Share of the missed rises that only one store missed."""


def misprice(setting: Setting, price: Floats, cost: Floats, picker: Picker) -> Floats:
    """Prices after typing errors, neglect and forgotten promotions.

    Args:
        setting: The chain.
        price: Price of each row as it should stand in the till.
        cost: Unit cost of each row.
        picker: Chooses the rows.

    Returns:
        The prices that do stand in the till.
    """
    leaks, price = setting.parameters.leaks, price.copy()
    ordinary = cost > 0.25  # noqa: PLR2004 - below a quarter a price has no digits to lose
    typed = picker.pick(Cause.MIS_KEYED, leaks.mis_keyed, ordinary)
    picker.ago(Cause.MIS_KEYED, typed, 5, 200)
    price[typed] = _mis_key(price[typed], cost[typed], picker.rng(Cause.MIS_KEYED))

    stale = picker.pick(Cause.STALE_PRICE, leaks.stale_price, price > 2)  # noqa: PLR2004
    picker.ago(Cause.STALE_PRICE, stale, 60, 450)
    keep = picker.rng(Cause.STALE_PRICE).uniform(0.76, 0.91, len(stale))
    price[stale] = np.round(price[stale] * keep, 2)

    rows = _blocks(setting, leaks.rise_not_passed, picker)
    picker.ago(Cause.RISE_NOT_PASSED, rows, 30, 400)
    lag = picker.rng(Cause.RISE_NOT_PASSED).uniform(0.80, 0.91, len(rows))
    price[rows] = np.round(price[rows] * lag, 2)

    left = picker.pick(Cause.PROMOTION_LEFT_ON, leaks.promotion_left_on, price > 2)  # noqa: PLR2004
    picker.ago(Cause.PROMOTION_LEFT_ON, left, 15, 200)
    off = picker.rng(Cause.PROMOTION_LEFT_ON).choice([0.10, 0.15, 0.20, 0.25], len(left))
    price[left] = np.round(price[left] * (1 - off), 2)
    return price


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
    rows = picker.pick(cause, parameters.leaks.dear_source, common[assortment.sku])
    days = picker.ago(cause, rows, 30, min(400, parameters.last_day))
    return rows, days, picker.rng(cause).uniform(1.07, 1.28, len(rows))


def record_factors(setting: Setting, picker: Picker) -> Floats:
    """What the cost in each record is to the true cost: 1, 0, a pack, or one over it."""
    leaks, factor = setting.parameters.leaks, np.ones(len(setting))
    missing = picker.pick(Cause.COST_MISSING, leaks.cost_missing, ~picker.taken)
    picker.ago(Cause.COST_MISSING, missing, 10, 400)
    factor[missing] = 0.0
    pack = setting.catalogue.pack[setting.assortment.sku]
    cased = (pack >= 4) & ~setting.catalogue.cut[setting.assortment.sku]  # noqa: PLR2004 - smaller packs look like prices
    wrong = picker.pick(Cause.CASE_COST, leaks.case_cost, cased)
    by_case = picker.rng(Cause.CASE_COST).random(len(wrong)) < 0.75  # noqa: PLR2004 - the usual direction
    factor[wrong] = np.where(by_case, pack[wrong], 1 / pack[wrong])
    picker.ago(Cause.CASE_COST, wrong[by_case], 10, 400)
    picker.ago(Cause.PIECE_COST, wrong[~by_case], 10, 400)
    return factor
