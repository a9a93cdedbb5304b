"""Causes of leaks: their names, and how rows are picked for them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from .arrays import NEVER
from .streams import stream

if TYPE_CHECKING:
    from .arrays import Flags, Floats, Ints


LUMPINESS = 0.4
"""Shape of the gamma by which a cause differs between groups of rows; small is lumpy."""


class Cause(StrEnum):
    """Why a row leaks: what happened in the store."""

    SHELF_EMPTY = "shelf empty, books not"
    DEMAND_ENDED = "customers stopped coming in this store"
    DEMAND_ENDED_EVERYWHERE = "customers stopped coming in every store"
    SLOW = "too slow to sell through"
    UNSOLD_YEAR = "no sale for a year, though customers still come"
    OVER_BOUGHT = "bought too deep at a deal"
    REORDERED = "ordered again although there is too much"
    SEASON_BOUGHT_DEEP = "bought too deep for its season"
    OUT_OF_SEASON = "left over from its season"
    ORDERING_STOPPED = "nobody orders it"
    BETWEEN_ORDERS = "sold out before the next order"
    RECEIPT_UNBOOKED = "goods put out without a receipt"
    CUT_NEVER_RECEIVED = "rolls never received"
    LOADS_UNBOOKED = "loads never received"
    REPLACED = "replaced by a new number"
    REPLACED_BADLY = "sold on the old number, received on the new"
    RECORD_ERROR = "everyday record errors"
    THEFT = "taken piece by piece"
    BULK_THEFT = "taken in bulk"
    DAMAGE = "broken and thrown away without a note"
    SHORT_SHIPPED = "less came than was billed"
    CASE_RECEIPT = "cases booked as pieces or pieces as cases"
    MISREAD = "receipt miscounted"
    MISRUNG = "rung up on another number"
    RETURN_UNBOOKED = "put back on the shelf without a note"
    RETURN_SPOILT = "taken back though it cannot be sold again"
    COUNT_WRONG = "miscounted"
    MIS_KEYED = "price typed wrong"
    STALE_PRICE = "price stayed behind in this store"
    RISE_NOT_PASSED = "cost rises not passed on"
    PROMOTION_LEFT_ON = "price of a promotion left on"
    COST_MIS_KEYED = "cost typed wrong"
    DISCOUNTS = "discounts beyond the usual"
    COST_MISSING = "entered without a cost"
    CASE_COST = "cost of a case in the cost of each"
    PIECE_COST = "cost of one piece where the case is sold"
    DEAR_SOURCE = "bought from a dearer source"
    PRICE_DRIFT = "price and cost drifted apart"
    DISCONTINUED_ORDER = "ordered although discontinued"


class Picker:
    """Picks rows for causes; a row is picked once at most.

    Attributes:
        started: For each cause, the day it began in each row (`NEVER` where it does not).
    """

    def __init__(self, seed: int, rows: int, last_day: int) -> None:
        self.seed, self.rows, self.last_day = seed, rows, last_day
        self.taken: Flags = np.zeros(rows, dtype=np.bool_)
        self.started: dict[Cause, Ints] = {}

    def rng(self, cause: Cause) -> np.random.Generator:
        """The random stream of one cause."""
        return stream(self.seed, f"cause {cause.name}")

    def pick(self, cause: Cause, share: float, weights: Floats | Flags) -> Ints:
        """Pick `share` of all rows among the free ones, with chances by weight.

        Each row waits for its turn (Efraimidis and Spirakis 2006), so that a row another cause has
        taken changes nothing for the rest.
        """
        chances = np.where(self.taken, 0.0, weights)
        count = min(round(share * self.rows), int(np.count_nonzero(chances)))
        if count == 0:
            return np.empty(0, dtype=np.int64)
        with np.errstate(divide="ignore"):
            turn = self.rng(cause).exponential(size=self.rows) / chances
        rows = np.sort(np.argpartition(turn, count - 1)[:count])
        self.taken[rows] = True
        return rows

    def uneven(self, cause: Cause, groups: Ints, weights: Floats | Flags) -> Floats:
        """Weights by which a cause strikes some groups of rows much more than others.

        Trouble comes in lumps: one vendor's deliveries in one store, one aisle.
        """
        rng = stream(self.seed, f"lumps of {cause.name}")
        lumps: Floats = rng.gamma(LUMPINESS, 1 / LUMPINESS, int(groups.max()) + 1)[groups]
        return lumps * weights

    def ago(self, cause: Cause, rows: Ints, nearest: int, farthest: int) -> Ints:
        """Draw the day each row's cause began, between two distances from the last day."""
        rng = stream(self.seed, f"day of {cause.name}")
        days = self.last_day - rng.integers(nearest, farthest + 1, self.rows)[rows]
        self.begin(cause, rows, days)
        return days

    def begin(self, cause: Cause, rows: Ints, days: Ints | int) -> None:
        """Write down that a cause began."""
        record = self.started.setdefault(cause, np.full(self.rows, NEVER, dtype=np.int64))
        record[rows] = days
