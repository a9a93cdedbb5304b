"""The stock of every row day by day: what is truly there, and what the books say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from .arrays import NEVER, Daily, by_day
from .seasons import weekday

if TYPE_CHECKING:
    from collections.abc import Callable

    from .arrays import Flags, Floats, Ints
    from .assortment import Assortment
    from .demand import Rates
    from .errors import Errors
    from .parameters import ChainParameters
    from .replenishment import Policy
    from .seasons import Seasons
    from .upsets import Upsets

SEASON_AHEAD = 50
"""Days the order points look ahead."""
PURGED_AFTER = 45
"""Days after which an order line that was never received in the books is struck off."""
LATE_SHARE, LATE_DAYS = 0.03, 21
"""Share of the orders that come late, and how late."""
WINDOWS = (30, 60, 90, 365)
"""Days of the sales windows that are kept."""


class Stock:
    """True and book stock of every row, moved on by `day`.

    Attributes, one value per row:
        true: Units on the shelf; never negative.
        book: Units in the books; `start + booked_receipts - booked_sales + adjustments`.
        on_order: Units ordered and not yet received in the books.
        average: Average cost of the booked stock in dollars.
        sold: Units rung up in each of `WINDOWS`.
    """

    def __init__(  # noqa: PLR0913 - everything that moves stock meets here
        self,
        parameters: ChainParameters,
        assortment: Assortment,
        rates: Rates,
        policy: Policy,
        upsets: Upsets,
        seasons: Seasons,
        cost: Floats,
        rng: np.random.Generator,
    ) -> None:
        rows = len(assortment)
        self.parameters, self.policy, self.upsets, self.seasons = parameters, policy, upsets, seasons
        self.cost, self.average, self.rng = cost.copy(), cost.copy(), rng
        self.successor = assortment.successor
        self.true = self._first_stock(rates)
        self.book, self.start = self.true.copy(), self.true.copy()
        self.on_order, self.booked_receipts = np.zeros(rows), np.zeros(rows)
        self.booked_sales, self.adjustments = np.zeros(rows), np.zeros(rows)
        self.sold = {window: np.zeros(rows) for window in WINDOWS}
        self.last_sale, self.last_receipt, self.last_count = self._before(rates)
        self.emptied = np.full(rows, NEVER, dtype=np.int64)
        self.arrivals: dict[int, list[tuple[Ints, Floats]]] = defaultdict(list)
        self.purges: dict[int, list[tuple[Ints, Floats]]] = defaultdict(list)
        self.vanishing = np.flatnonzero(upsets.vanishes < NEVER)

    def _first_stock(self, rates: Rates) -> Floats:
        """Somewhere between order point and maximum; nothing of what is not yet introduced."""
        every = np.arange(len(rates.annual))
        point, most = self.policy.levels(every, self.seasons.ahead(0, SEASON_AHEAD))
        stock = np.round(point + (most - point) * self.rng.random(len(every)))
        by_hand = np.where(self.upsets.by_choice, self.rng.integers(0, 3, len(every)), stock)
        present = (self.upsets.introduced < 0) & ~self._replacement()
        return np.where(present, by_hand, 0.0)

    def _replacement(self) -> Flags:
        """Rows that come in as the successor of another."""
        flags = np.zeros(len(self.successor), dtype=np.bool_)
        flags[self.successor[self.successor >= 0]] = True
        return flags

    def _before(self, rates: Rates) -> tuple[Ints, Ints, Ints]:
        """Last sale, receipt and count before the first day; `-NEVER` for what is new."""
        rows = len(rates.annual)
        gap = 365 * rates.clump / rates.annual
        alive_until = np.minimum(0, self.upsets.ended)
        sale = np.floor(alive_until - self.rng.exponential(gap)).astype(np.int64) - 1
        receipt = np.floor(sale - self.rng.exponential(25, rows) + 12).astype(np.int64)
        count = -self.rng.integers(1, 540, rows)
        new = self.start_empty()
        return (
            np.where(new, -NEVER, sale),
            np.where(new, -NEVER, np.minimum(receipt, -1)),
            np.where(new, -NEVER, count),
        )

    def start_empty(self) -> Flags:
        """Rows that did not exist on the first day."""
        return (self.upsets.introduced >= 0) | self._replacement()

    def run(
        self,
        wanted: Daily,
        errors: Errors,
        costs: Daily,
        progress: Callable[[float], None] | None,
    ) -> None:
        """Move through every day; `progress` hears the share that is done."""
        for day in range(self.parameters.days):
            rows, factors = costs.on(day)
            np.multiply.at(self.cost, rows, factors)
            self._receive(day)
            self._err(day, errors)
            self._vanish(day)
            self._sell(day, *wanted.on(day))
            self._order(day)
            if progress is not None and day % 20 == 0:
                progress(day / self.parameters.days)

    def _receive(self, day: int) -> None:
        for rows, units in self.purges.pop(day, ()):
            self.on_order[rows] -= units
        for rows, units in self.arrivals.pop(day, ()):
            self.true[rows] += units
            booked = self.upsets.unbooked[rows] > day
            self.on_order[rows[booked]] -= units[booked]
            self.purges[day + PURGED_AFTER].append((rows[~booked], units[~booked]))
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
        self.true[rows] = np.maximum(self.true[rows] - units, 0)
        rows, units = errors.misrung.on(day)
        units = np.minimum(units, self.true[rows])
        self.true[rows] -= units
        self._ring(day, np.minimum(rows + 1, len(self.true) - 1)[units > 0], units[units > 0])
        rows, units = errors.misread.on(day)
        self.book[rows] += units
        self.booked_receipts[rows] += units
        rows, _ = errors.counts.on(day)
        self.adjustments[rows] += self.true[rows] - self.book[rows]
        self.book[rows] = self.true[rows]
        self.last_count[rows] = day

    def _vanish(self, day: int) -> None:
        """Empty the shelves whose day has come and whose books would not order."""
        rows = self.vanishing
        if not rows.size:
            return
        point, _ = self.policy.levels(rows, self.seasons.ahead(day, SEASON_AHEAD))
        safe = (self.book[rows] > point + 1) & (self.on_order[rows] == 0)
        due = (self.upsets.vanishes[rows] <= day) & safe
        self.true[rows[due]] = 0
        self.emptied[rows[due]] = day
        self.vanishing = rows[~due]

    def _sell(self, day: int, rows: Ints, wanted: Floats) -> None:
        units = np.minimum(wanted, self.true[rows])
        some = units > 0
        rows, units = rows[some], units[some]
        self.true[rows] -= units
        self._ring(day, rows, units)

    def _ring(self, day: int, rows: Ints, units: Floats) -> None:
        self.book[rows] -= units
        self.booked_sales[rows] += units
        self.last_sale[rows] = day
        for window, sold in self.sold.items():
            if day > self.parameters.last_day - window:
                sold[rows] += units

    def _order(self, day: int) -> None:
        today = weekday(self.parameters, day)
        rows = np.flatnonzero(
            (self.policy.weekday == today)
            & (self.upsets.stopped > day)
            & (self.upsets.introduced - self.policy.lead <= day)
        )
        units = self.policy.order(rows, self._position(day, rows), self.seasons.ahead(day, SEASON_AHEAD))
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
        late = self.rng.random(len(rows)) < LATE_SHARE
        arrival = day + self.policy.lead[rows] + np.where(late, LATE_DAYS, 0)
        for due in np.unique(arrival):
            mine = arrival == due
            self.arrivals[int(due)].append((rows[mine], units[mine]))
