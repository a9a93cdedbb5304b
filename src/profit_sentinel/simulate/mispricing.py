"""What goes wrong with single prices and costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .causes import Cause, Picker

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .assortment import Assortment
    from .catalogue import Catalogue
    from .parameters import ChainParameters

BLOCK = 6
"""Rows of one fineline and store that miss a cost rise together, on average."""


def misprice(  # noqa: PLR0913 - the whole chain is looked at
    parameters: ChainParameters,
    catalogue: Catalogue,
    assortment: Assortment,
    price: Floats,
    cost: Floats,
    picker: Picker,
) -> Floats:
    """Prices after typing errors, neglect and forgotten promotions.

    Args:
        parameters: The chain.
        catalogue: Its SKUs.
        assortment: Its rows.
        price: Price of each row as it should stand in the till.
        cost: Unit cost of each row.
        picker: Chooses the rows.

    Returns:
        The prices that do stand in the till.
    """
    leaks, price = parameters.leaks, price.copy()
    ordinary = cost > 0.25  # noqa: PLR2004 - below a quarter a price has no digits to lose
    typed = picker.pick(Cause.MIS_KEYED, leaks.mis_keyed, ordinary)
    picker.ago(Cause.MIS_KEYED, typed, 5, 200)
    price[typed] = _mis_key(price[typed], cost[typed], picker.rng(Cause.MIS_KEYED))

    stale = picker.pick(Cause.STALE_PRICE, leaks.stale_price, price > 2)  # noqa: PLR2004
    picker.ago(Cause.STALE_PRICE, stale, 60, 450)
    keep = picker.rng(Cause.STALE_PRICE).uniform(0.76, 0.91, len(stale))
    price[stale] = np.round(price[stale] * keep, 2)

    rows = _blocks(catalogue, assortment, leaks.rise_not_passed, picker)
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


def _blocks(
    catalogue: Catalogue, assortment: Assortment, share: float, picker: Picker
) -> Ints:
    """Rows of some finelines in some stores, as a whole rise is missed at once."""
    cause = Cause.RISE_NOT_PASSED
    rng = picker.rng(cause)
    wanted = round(share * len(assortment))
    seeds = rng.choice(len(assortment), max(wanted // BLOCK, 1), replace=False)
    fineline = np.unique(catalogue.fineline, return_inverse=True)[1][assortment.sku]
    group = fineline * (assortment.store.max() + 1) + assortment.store
    members = [np.flatnonzero((group == group[seed]) & ~picker.taken) for seed in seeds]
    rows = [rng.choice(block, min(len(block), BLOCK), replace=False) for block in members]
    chosen = np.unique(np.concatenate(rows))
    picker.taken[chosen] = True
    return chosen


def dear_sources(
    parameters: ChainParameters, assortment: Assortment, picker: Picker
) -> tuple[Ints, Ints, Floats]:
    """Rows one store buys dearer, since when, and by what factor; whole chains only."""
    cause = Cause.DEAR_SOURCE
    common = (assortment.row >= 0).all(axis=0)[assortment.sku]
    rows = picker.pick(cause, parameters.leaks.dear_source, common)
    days = picker.ago(cause, rows, 30, min(400, parameters.last_day))
    return rows, days, picker.rng(cause).uniform(1.07, 1.28, len(rows))


def record_factors(
    parameters: ChainParameters, catalogue: Catalogue, assortment: Assortment, picker: Picker
) -> Floats:
    """What the cost in each record is to the true cost: 1, 0, a pack, or one over it."""
    factor = np.ones(len(assortment))
    missing = picker.pick(Cause.COST_MISSING, parameters.leaks.cost_missing, ~picker.taken)
    picker.ago(Cause.COST_MISSING, missing, 10, 400)
    factor[missing] = 0.0
    pack = catalogue.pack[assortment.sku]
    cased = (pack >= 4) & ~catalogue.cut[assortment.sku]  # noqa: PLR2004 - smaller packs look like prices
    wrong = picker.pick(Cause.CASE_COST, parameters.leaks.case_cost, cased)
    by_case = picker.rng(Cause.CASE_COST).random(len(wrong)) < 0.75  # noqa: PLR2004 - the usual direction
    factor[wrong] = np.where(by_case, pack[wrong], 1 / pack[wrong])
    picker.ago(Cause.CASE_COST, wrong[by_case], 10, 400)
    picker.ago(Cause.PIECE_COST, wrong[~by_case], 10, 400)
    return factor
