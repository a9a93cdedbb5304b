"""What was rung up: lines with their units and dollars."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .chain import Chain


class Lines(NamedTuple):
    """Sales lines in order of their day; one value per line."""

    day: Ints
    row: Ints
    units: Floats
    """Below zero for what was taken back."""
    price: Floats
    """Dollars that were paid for one unit, after promotion and discount."""


def lines(chain: Chain, window: int) -> Lines:
    """Lines of the window of days that ends with the chain's day."""
    moves = [move for move in chain.ledger.sales if chain.day - window < move.day <= chain.day]
    day = np.repeat([move.day for move in moves], [len(move.rows) for move in moves])
    row = np.concatenate([move.rows for move in moves])
    units = np.concatenate([move.units for move in moves])
    full = chain.pricing.till(day, row)
    price = np.round(full * (1 - chain.discounts.given(day, row)), 2)
    return Lines(day, row, units, price)


def totals(chain: Chain, window: int) -> tuple[Floats, Floats]:
    """Units and dollars of every row in the window."""
    sold, rows = lines(chain, window), len(chain.setting)
    units = np.bincount(sold.row, weights=sold.units, minlength=rows).astype(np.float64)
    dollars = np.bincount(sold.row, weights=sold.units * sold.price, minlength=rows)
    rounded: Floats = np.round(dollars, 2)
    return units, rounded
