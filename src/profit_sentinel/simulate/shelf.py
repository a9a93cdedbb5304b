"""True and book stock of every row, and the few ways in which they may move.

Whatever parts them is noted under its cause: `book - true` is the sum of the gaps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .arrays import NEVER
from .causes import Cause
from .ledger import Counted, Ledger, Lost, Moved

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .setting import Setting
    from .upsets import Upsets

GAPS = (
    Cause.SHELF_EMPTY,
    Cause.BULK_THEFT,
    Cause.THEFT,
    Cause.DAMAGE,
    Cause.SHORT_SHIPPED,
    Cause.CASE_RECEIPT,
    Cause.MISREAD,
    Cause.MISRUNG,
    Cause.RETURN_UNBOOKED,
    Cause.RETURN_SPOILT,
    Cause.COUNT_WRONG,
    Cause.RECEIPT_UNBOOKED,
    Cause.REPLACED_BADLY,
)
"""Causes that part the books from the shelf."""
GONE = [0, 1, 2, 3, 4, 9]
"""Places of the causes by which goods are gone, not merely booked wrong."""
PLACE = {cause: place for place, cause in enumerate(GAPS)}


class Shelf:
    """What is there, what the books say, and why they differ."""

    def __init__(self, setting: Setting, upsets: Upsets, stock: Floats) -> None:
        rows = len(setting)
        self.upsets, self.successor = upsets, setting.assortment.successor
        self.true, self.book, self.start = stock, stock.copy(), stock.copy()
        self.cost, self.average = setting.cost.copy(), setting.cost.copy()
        self.booked_receipts, self.booked_sales = np.zeros(rows), np.zeros(rows)
        self.adjustments = np.zeros(rows)
        self.gaps = np.zeros((len(GAPS), rows))
        self.since = np.full((len(GAPS), rows), NEVER, dtype=np.int64)
        self.last_sale = np.full(rows, -NEVER, dtype=np.int64)
        self.last_receipt, self.last_count = self.last_sale.copy(), self.last_sale.copy()
        self.ran_out = np.full(rows, NEVER, dtype=np.int64)
        self.ledger = Ledger()

    def part(self, day: int, cause: Cause, rows: Ints, units: Floats) -> None:
        """Note that a cause has raised the books over the shelf, or below zero lowered them."""
        place, some = PLACE[cause], units != 0
        rows, units = rows[some], units[some]
        self.gaps[place, rows] += units
        self.since[place, rows] = np.minimum(self.since[place, rows], day)

    def take(self, day: int, rows: Ints, wanted: Floats) -> Floats:
        """Take units off the shelf as far as they are there; return what was taken."""
        units: Floats = np.minimum(wanted, self.true[rows])
        self.true[rows] -= units
        self.ran_out[rows[(units > 0) & (self.true[rows] <= 0)]] = day
        return units

    def lose(self, day: int, rows: Ints, wanted: Floats, cause: Cause) -> None:
        """Let units go without the books knowing."""
        units = self.take(day, rows, wanted)
        self.part(day, cause, rows, units)
        self.ledger.losses.append(Lost(day, rows, units, cause))

    def ring(self, day: int, rows: Ints, units: Floats) -> None:
        """Book a sale, or below zero a return."""
        self.book[rows] -= units
        self.booked_sales[rows] += units
        self.last_sale[rows[units > 0]] = day
        self.ledger.sales.append(Moved(day, rows, units))

    def write_off(self, day: int, rows: Ints, wanted: Floats) -> None:
        """Take broken units off the shelf and off the books."""
        units = self.take(day, rows, wanted)
        self.book[rows] -= units
        self.adjustments[rows] -= units

    def receive(self, day: int, rows: Ints, units: Floats) -> Ints:
        """Book a receipt; return the rows in whose books it went."""
        target = np.where(self.upsets.switched[rows] <= day, self.successor[rows], rows)
        held = np.maximum(self.book[target], 0)
        value = held * self.average[target] + units * self.cost[target]
        self.average[target] = value / (held + units)
        self.book[target] += units
        self.booked_receipts[target] += units
        self.last_receipt[target] = day
        moved = target != rows
        self.part(day, Cause.REPLACED_BADLY, rows[moved], -units[moved])
        self.part(day, Cause.REPLACED_BADLY, target[moved], units[moved])
        self.ledger.receipts.append(Moved(day, target, units))
        return target

    def count(self, day: int, rows: Ints, errors: Floats) -> None:
        """Set the books to what is on the shelf, or to what the counter took for it."""
        counted = np.maximum(self.true[rows] + errors, 0)
        lost = self.gaps[GONE][:, rows].sum(axis=0)
        self.ledger.counts.append(Counted(day, rows, self.book[rows], counted, lost))
        self.adjustments[rows] += counted - self.book[rows]
        self.book[rows] = counted
        self.gaps[:, rows], self.since[:, rows] = 0, NEVER
        wrong = counted != self.true[rows]
        missed = (counted - self.true[rows])[wrong]
        self.part(day, Cause.COUNT_WRONG, rows[wrong], missed)
        self.last_count[rows] = day
