"""The stock of every row day by day: what is truly there, and what the books say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .arrays import NEVER
from .causes import Cause
from .ledger import within
from .receiving import Receiving
from .replenishment import outlook
from .returning import Returning
from .shelf import Shelf
from .standing import Standing
from .streams import Chance, stream

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from .arrays import Daily, Flags, Floats, Ints
    from .errors import Errors
    from .losses import Losses
    from .replenishment import Policy
    from .setting import Setting
    from .upsets import Upsets

OLDEST = 2000
"""Days before the first one beyond which no sale or receipt is remembered."""
LEAST_BULK = 3
"""Units below which nobody clears out a shelf."""
WINDOWS = (30, 60, 90, 365)
"""Days of the sales windows that are kept."""


class Events(NamedTuple):
    """What will happen whatever the stock is."""

    wanted: Daily
    """Units customers ask for."""
    errors: Errors
    losses: Losses
    costs: Daily
    """Factors by which unit costs change."""


class Stock:
    """A chain's stock under way: shelves, orders, and goods that come back."""

    def __init__(self, setting: Setting, policy: Policy, upsets: Upsets) -> None:
        self.setting, self.policy, self.upsets = setting, policy, upsets
        rng = stream(setting.parameters.seed, "stock")
        self.shelf = Shelf(setting, upsets, self._first_stock(rng))
        self._remember(rng)
        self.receiving = Receiving(setting, policy, upsets, self.shelf)
        self.returning = Returning(setting.parameters, self.shelf)
        self.walks = Chance(setting.parameters.seed, "walks")
        self.neighbour = _neighbours(setting)
        self.vanishing = np.flatnonzero(upsets.vanishes < NEVER)

    def _first_stock(self, rng: np.random.Generator) -> Floats:
        """Somewhere between order point and maximum; nothing of what is not yet introduced."""
        every = np.arange(len(self.setting))
        point, most = self.policy.levels(every, outlook(self.setting, 0))
        stock = np.round(point + (most - point) * rng.random(len(every)))
        by_hand = np.where(self.upsets.by_choice, rng.integers(0, 3, len(every)), stock)
        return np.where(self._new(), 0.0, by_hand)

    def _new(self) -> Flags:
        """Rows that did not exist before the first day: new items and successors."""
        flags: Flags = self.upsets.introduced >= 0
        successor = self.setting.assortment.successor
        flags[successor[successor >= 0]] = True
        return flags

    def _remember(self, rng: np.random.Generator) -> None:
        """Set last sale, receipt and count before the first day; nothing of what is new."""
        rows, rates, new = len(self.setting), self.setting.rates, self._new()
        gap = 365 * rates.clump / rates.annual
        alive_until = np.minimum(0, self.upsets.ended)
        sale = np.floor(alive_until - rng.exponential(gap)).astype(np.int64) - 1
        receipt = np.floor(sale - rng.exponential(25, rows) + 12).astype(np.int64)
        self.shelf.last_sale = np.where(new, -NEVER, np.maximum(sale, -OLDEST))
        self.shelf.last_receipt = np.where(new, -NEVER, np.clip(receipt, -OLDEST, -1))
        self.shelf.last_count = np.where(new, -NEVER, -rng.integers(1, 540, rows))

    def run(
        self, events: Events, keep: Collection[int], progress: Callable[[float], None] | None
    ) -> dict[int, Standing]:
        """Move through every day; return how things stood at the close of the days to keep.

        `progress` hears the share that is done.
        """
        kept = {}
        for day in range(self.setting.parameters.days):
            rows, factors = events.costs.on(day)
            np.multiply.at(self.shelf.cost, rows, factors)
            self.receiving.receive(day)
            self._lose(day, events.losses)
            self._err(day, events.errors)
            self._vanish(day)
            self._walk(day)
            self.returning.come(day)
            self._sell(day, *events.wanted.on(day))
            self.receiving.order(day)
            if progress is not None and day % 20 == 0:
                progress(day / self.setting.parameters.days)
            if day in keep:
                kept[day] = self._standing(day)
        return kept

    def _standing(self, day: int) -> Standing:
        shelf, rows = self.shelf, len(self.setting)
        return Standing(
            true=shelf.true.copy(),
            book=shelf.book.copy(),
            on_order=self.receiving.on_order.copy(),
            cost=shelf.cost.copy(),
            average=shelf.average.copy(),
            start=shelf.start,
            booked_receipts=shelf.booked_receipts.copy(),
            booked_sales=shelf.booked_sales.copy(),
            adjustments=shelf.adjustments.copy(),
            gaps=shelf.gaps.copy(),
            since=shelf.since.copy(),
            sold={window: within(shelf.ledger.sales, day, window, rows) for window in WINDOWS},
            last_sale=shelf.last_sale.copy(),
            last_receipt=shelf.last_receipt.copy(),
            last_count=shelf.last_count.copy(),
            ran_out=shelf.ran_out.copy(),
        )

    def _lose(self, day: int, losses: Losses) -> None:
        self.shelf.lose(day, *losses.stolen.on(day), Cause.THEFT)
        self.shelf.lose(day, *losses.broken.on(day), Cause.DAMAGE)
        self.shelf.write_off(day, *losses.written_off.on(day))
        rows, shares = losses.cleared_out.on(day)
        there = self.shelf.true[rows]
        units = np.where(there >= LEAST_BULK, np.ceil(shares * there), 0.0)
        self.shelf.lose(day, rows, units, Cause.BULK_THEFT)

    def _err(self, day: int, errors: Errors) -> None:
        rows, units = errors.misrung.on(day)
        units = self.shelf.take(day, rows, units)
        rows, units = rows[units > 0], units[units > 0]
        self.shelf.ring(day, self.neighbour[rows], units)
        self.shelf.part(day, Cause.MISRUNG, rows, units)
        self.shelf.part(day, Cause.MISRUNG, self.neighbour[rows], -units)
        self.shelf.count(day, *errors.counts.on(day))

    def _walk(self, day: int) -> None:
        """Walk the aisles once a week for empty pegs; some of them are noticed and counted."""
        if day % 7:
            return
        seen = (self.upsets.vanishes == NEVER) & ~self.upsets.uncounted
        empty = np.flatnonzero((self.shelf.true <= 0) & (self.shelf.book > 0) & seen)
        noticed = self.walks(empty, day) < self.setting.parameters.books.noticed
        rows = empty[noticed]
        self.shelf.count(day, rows, np.zeros(len(rows)))

    def _vanish(self, day: int) -> None:
        """Empty the shelves whose day has come and whose books would not order."""
        rows = self.vanishing
        if not rows.size:
            return
        point, _ = self.policy.levels(rows, outlook(self.setting, day))
        safe = (self.shelf.book[rows] > point + 1) & (self.receiving.on_order[rows] == 0)
        due = (self.upsets.vanishes[rows] <= day) & safe
        self.shelf.lose(day, rows[due], self.shelf.true[rows[due]], Cause.SHELF_EMPTY)
        self.vanishing = rows[~due]

    def _sell(self, day: int, rows: Ints, wanted: Floats) -> None:
        units = self.shelf.take(day, rows, wanted)
        rows, units = rows[units > 0], units[units > 0]
        self.shelf.ring(day, rows, units)
        self.returning.sold(day, rows, units)


def _neighbours(setting: Setting) -> Ints:
    """The next row of the same store, the first after the last."""
    width = setting.parameters.rows_per_store
    rows = np.arange(len(setting))
    return rows // width * width + (rows + 1) % width
