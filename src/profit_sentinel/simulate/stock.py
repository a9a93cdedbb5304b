"""The stock of every row day by day: what is truly there, and what the books say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from .arrays import NEVER
from .replenishment import outlook
from .seasons import weekday
from .standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from .arrays import Daily, Flags, Floats, Ints
    from .errors import Errors
    from .replenishment import Policy
    from .setting import Setting
    from .upsets import Upsets

OLDEST = 2000
"""Days before the first one beyond which no sale or receipt is remembered."""
WINDOWS = (30, 60, 90, 365)
"""Days of the sales windows that are kept."""


class Stock:
    """True and book stock of every row, moved on day by day.

    The attributes are those of `Standing`, and what is under way.
    """

    def __init__(
        self, setting: Setting, policy: Policy, upsets: Upsets, rng: np.random.Generator
    ) -> None:
        rows = len(setting)
        self.setting, self.policy, self.upsets, self.rng = setting, policy, upsets, rng
        self.cost, self.average = setting.cost.copy(), setting.cost.copy()
        self.successor = setting.assortment.successor
        self.neighbour = _neighbours(setting)
        self.true = self._first_stock()
        self.book, self.start = self.true.copy(), self.true.copy()
        self.on_order, self.booked_receipts = np.zeros(rows), np.zeros(rows)
        self.booked_sales, self.adjustments = np.zeros(rows), np.zeros(rows)
        self.sales: list[tuple[int, Ints, Floats]] = []
        self.last_sale, self.last_receipt, self.last_count = self._before()
        self.ran_out = np.full(rows, NEVER, dtype=np.int64)
        self.emptied = np.full(rows, NEVER, dtype=np.int64)
        self.arrivals: dict[int, list[tuple[Ints, Floats]]] = defaultdict(list)
        self.purges: dict[int, list[tuple[Ints, Floats]]] = defaultdict(list)
        self.vanishing = np.flatnonzero(upsets.vanishes < NEVER)

    def _first_stock(self) -> Floats:
        """Somewhere between order point and maximum; nothing of what is not yet introduced."""
        every = np.arange(len(self.setting))
        point, most = self.policy.levels(every, outlook(self.setting, 0))
        stock = np.round(point + (most - point) * self.rng.random(len(every)))
        by_hand = np.where(self.upsets.by_choice, self.rng.integers(0, 3, len(every)), stock)
        return np.where(self._new(), 0.0, by_hand)

    def _new(self) -> Flags:
        """Rows that did not exist before the first day: new items and successors."""
        flags: Flags = self.upsets.introduced >= 0
        flags[self.successor[self.successor >= 0]] = True
        return flags

    def _before(self) -> tuple[Ints, Ints, Ints]:
        """Last sale, receipt and count before the first day; `-NEVER` for what is new."""
        rows, rates, new = len(self.setting), self.setting.rates, self._new()
        gap = 365 * rates.clump / rates.annual
        alive_until = np.minimum(0, self.upsets.ended)
        sale = np.floor(alive_until - self.rng.exponential(gap)).astype(np.int64) - 1
        receipt = np.floor(sale - self.rng.exponential(25, rows) + 12).astype(np.int64)
        count = -self.rng.integers(1, 540, rows)
        return (
            np.where(new, -NEVER, np.maximum(sale, -OLDEST)),
            np.where(new, -NEVER, np.clip(receipt, -OLDEST, -1)),
            np.where(new, -NEVER, count),
        )

    def run(
        self,
        wanted: Daily,
        errors: Errors,
        costs: Daily,
        keep: Collection[int],
        progress: Callable[[float], None] | None,
    ) -> dict[int, Standing]:
        """Move through every day; return how things stood at the close of the days to keep.

        `progress` hears the share that is done.
        """
        kept = {}
        for day in range(self.setting.parameters.days):
            rows, factors = costs.on(day)
            np.multiply.at(self.cost, rows, factors)
            self._receive(day)
            self._err(day, errors)
            self._vanish(day)
            self._walk(day)
            self._sell(day, *wanted.on(day))
            self._order(day)
            if progress is not None and day % 20 == 0:
                progress(day / self.setting.parameters.days)
            if day in keep:
                kept[day] = self._standing(day)
        return kept

    def _standing(self, day: int) -> Standing:
        return Standing(
            true=self.true.copy(),
            book=self.book.copy(),
            on_order=self.on_order.copy(),
            cost=self.cost.copy(),
            average=self.average.copy(),
            start=self.start,
            booked_receipts=self.booked_receipts.copy(),
            booked_sales=self.booked_sales.copy(),
            adjustments=self.adjustments.copy(),
            sold={window: self._sold(day, window) for window in WINDOWS},
            last_sale=self.last_sale.copy(),
            last_receipt=self.last_receipt.copy(),
            last_count=self.last_count.copy(),
            ran_out=self.ran_out.copy(),
            emptied=self.emptied.copy(),
        )

    def _sold(self, day: int, window: int) -> Floats:
        """Units rung up in the window that ends with a day."""
        within = [(rows, units) for when, rows, units in self.sales if when > day - window]
        rows, units = (np.concatenate(parts) for parts in zip(*within, strict=True))
        sold = np.zeros(len(self.true))
        np.add.at(sold, rows, units)
        return sold

    def _receive(self, day: int) -> None:
        for rows, units in self.purges.pop(day, ()):
            self.on_order[rows] -= units
        for rows, units in self.arrivals.pop(day, ()):
            self.true[rows] += units
            booked = self.upsets.unbooked[rows] > day
            self.on_order[rows[booked]] -= units[booked]
            self.purges[day + self.policy.habits.purged_after].append(
                (rows[~booked], units[~booked])
            )
            self._book_receipt(day, rows[booked], units[booked])
        rows, units = self.upsets.deals.on(day)
        self.true[rows] += units
        self._book_receipt(day, rows, units)
        late, units = self.upsets.late_orders.on(day)
        self.on_order[late] += units

    def _book_receipt(self, day: int, rows: Ints, units: Floats) -> None:
        target = np.where(self.upsets.switched[rows] <= day, self.successor[rows], rows)
        held = np.maximum(self.book[target], 0)
        value = held * self.average[target] + units * self.cost[target]
        self.average[target] = value / (held + units)
        self.book[target] += units
        self.booked_receipts[target] += units
        self.last_receipt[target] = day

    def _err(self, day: int, errors: Errors) -> None:
        rows, units = errors.lost.on(day)
        self._take(day, rows, units)
        rows, units = errors.misrung.on(day)
        units = self._take(day, rows, units)
        self._ring(day, self.neighbour[rows[units > 0]], units[units > 0])
        rows, units = errors.misread.on(day)
        self.book[rows] += units
        self.booked_receipts[rows] += units
        rows, _ = errors.counts.on(day)
        self._count(day, rows)

    def _count(self, day: int, rows: Ints) -> None:
        """Set the books to what is on the shelf."""
        self.adjustments[rows] += self.true[rows] - self.book[rows]
        self.book[rows] = self.true[rows]
        self.last_count[rows] = day

    def _walk(self, day: int) -> None:
        """Walk the aisles once a week for empty pegs; some of them are noticed and counted."""
        if day % 7:
            return
        empty = np.flatnonzero((self.true <= 0) & (self.book > 0) & (self.upsets.vanishes == NEVER))
        self._count(day, empty[self.rng.random(len(empty)) < self.setting.parameters.books.noticed])

    def _vanish(self, day: int) -> None:
        """Empty the shelves whose day has come and whose books would not order."""
        rows = self.vanishing
        if not rows.size:
            return
        point, _ = self.policy.levels(rows, outlook(self.setting, day))
        safe = (self.book[rows] > point + 1) & (self.on_order[rows] == 0)
        due = (self.upsets.vanishes[rows] <= day) & safe
        self._take(day, rows[due], self.true[rows[due]])
        self.emptied[rows[due]] = day
        self.vanishing = rows[~due]

    def _sell(self, day: int, rows: Ints, wanted: Floats) -> None:
        units = self._take(day, rows, wanted)
        some = units > 0
        self._ring(day, rows[some], units[some])

    def _take(self, day: int, rows: Ints, wanted: Floats) -> Floats:
        """Take units off the shelf as far as they are there; return what was taken."""
        units: Floats = np.minimum(wanted, self.true[rows])
        self.true[rows] -= units
        self.ran_out[rows[(units > 0) & (self.true[rows] <= 0)]] = day
        return units

    def _ring(self, day: int, rows: Ints, units: Floats) -> None:
        self.book[rows] -= units
        self.booked_sales[rows] += units
        self.last_sale[rows] = day
        self.sales.append((day, rows, units))

    def _order(self, day: int) -> None:
        today = weekday(self.setting.parameters, day)
        rows = np.flatnonzero(
            (self.policy.weekday == today)
            & (self.upsets.stopped > day)
            & (self.upsets.introduced - self.policy.lead <= day)
        )
        units = self.policy.order(rows, self._position(day, rows), outlook(self.setting, day))
        some = units > 0
        rows, units = rows[some], units[some]
        self.on_order[rows] += units
        self._promise(day, rows, units)

    def _position(self, day: int, rows: Ints) -> Floats:
        """Stock and orders as the buyer sees them.

        A negative book, or stock under two numbers, sends the buyer to the shelf.
        """
        doubted = (self.book[rows] < 0) | (self.upsets.switched[rows] <= day)
        stock = np.where(doubted, self.true[rows], self.book[rows])
        position: Floats = stock + self.on_order[rows]
        return position

    def _promise(self, day: int, rows: Ints, units: Floats) -> None:
        """Set the day on which ordered goods arrive."""
        late = self.rng.random(len(rows)) < self.policy.habits.late_share
        arrival = day + self.policy.lead[rows] + np.where(late, self.policy.habits.late_days, 0)
        for due in np.unique(arrival):
            mine = arrival == due
            self.arrivals[int(due)].append((rows[mine], units[mine]))


def _neighbours(setting: Setting) -> Ints:
    """The next row of the same store, the first after the last."""
    width = setting.parameters.rows_per_store
    rows = np.arange(len(setting))
    return rows // width * width + (rows + 1) % width
