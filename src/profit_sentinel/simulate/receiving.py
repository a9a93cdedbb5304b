"""Orders and what becomes of them: late, short, booked wrong, or not booked at all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from .arrays import distinct
from .causes import Cause
from .ledger import Delivery, Lost
from .replenishment import outlook
from .seasons import weekday
from .streams import Chance, stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .arrays import Flags, Floats, Ints
    from .replenishment import Policy
    from .setting import Setting
    from .shelf import Shelf
    from .upsets import Upsets

PLAUSIBLE = 1_000
"""Units above which nobody believes a receipt booked by the case."""
SHORT_BY = 0.4
"""Largest share of a line that is missing when it comes short."""
CONCERNS = (
    "late deliveries",
    "sent less",
    "short shipments",
    "missing units",
    "trusted invoices",
    "case receipts",
    "misread receipts",
    "misread by",
)
"""What chance decides about each order line."""
BAD_VENDORS = 0.5
"""Shape of the gamma by which vendors differ in coming short; small is lumpy."""


class Receiving:
    """Everything on order, from the order to the books."""

    def __init__(self, setting: Setting, policy: Policy, upsets: Upsets, shelf: Shelf) -> None:
        self.setting, self.policy, self.upsets, self.shelf = setting, policy, upsets, shelf
        self.on_order = np.zeros(len(setting))
        self.arrivals: dict[int, list[tuple[Delivery, Ints]]] = defaultdict(list)
        self.purges: dict[int, list[tuple[Ints, Floats]]] = defaultdict(list)
        self.chance = {concern: Chance(setting.parameters.seed, concern) for concern in CONCERNS}
        self.pack = setting.catalogue.pack[setting.assortment.sku]
        self.short = setting.parameters.buying.short_shipped * _carelessness(setting)

    def order(self, day: int) -> None:
        """Order what is due for its weekly look."""
        today = weekday(self.setting.parameters, day)
        rows = np.flatnonzero(
            (self.policy.weekday == today)
            & (self.upsets.stopped > day)
            & (self.upsets.introduced - self.policy.lead <= day)
        )
        units = self.policy.order(rows, self._position(day, rows), outlook(self.setting, day))
        rows, units = rows[units > 0], units[units > 0]
        lines = Delivery.of(day, rows, units, day + self.policy.lead[rows], self.shelf.cost[rows])
        late = self.chance["late deliveries"](rows, day) < self.policy.habits.late_share
        lines.arrives = lines.due + np.where(late, self.policy.habits.late_days, 0)
        self._expect(lines)

    def _position(self, day: int, rows: Ints) -> Floats:
        """Stock and orders as the buyer sees them.

        A negative book, or stock under two numbers, sends the buyer to the shelf.
        """
        doubted = (self.shelf.book[rows] < 0) | (self.upsets.switched[rows] <= day)
        stock = np.where(doubted, self.shelf.true[rows], self.shelf.book[rows])
        position: Floats = stock + self.on_order[rows]
        return position

    def _expect(self, lines: Delivery) -> None:
        if not len(lines.rows):
            return
        self.on_order[lines.rows] += lines.ordered
        self.shelf.ledger.deliveries.append(lines)
        for when in np.unique(lines.arrives):
            self.arrivals[int(when)].append((lines, np.flatnonzero(lines.arrives == when)))

    def receive(self, day: int) -> None:
        """Put out what arrives, and book it as well as the store does."""
        for rows, units in self.purges.pop(day, ()):
            self.on_order[rows] -= units
        self._order_beyond_need(day)
        lots = self.arrivals.pop(day, ())
        if lots:
            rows, ordered = (
                np.concatenate(parts)
                for parts in zip(*((a.rows[i], a.ordered[i]) for a, i in lots), strict=True)
            )
            lines = Delivery.of(day, rows, ordered, rows, ordered)
            for which in distinct(rows):
                self._arrive(day, lines, which)
            _write_back(lines, lots)

    def _order_beyond_need(self, day: int) -> None:
        """Deals arrive, and orders go out, that no order point asked for."""
        last = self.setting.parameters.last_day
        for (rows, units), ordered, due in (
            (self.upsets.deals.on(day), day - self.policy.lead, day),
            (self.upsets.late_orders.on(day), day, last + 3),
        ):
            if len(rows):
                when = np.full(len(rows), due, dtype=np.int64)
                start = int(np.min(np.broadcast_to(ordered, len(self.on_order))[rows]))
                self._expect(Delivery.of(start, rows, units, when, self.shelf.cost[rows]))

    def _arrive(self, day: int, lines: Delivery, which: Ints) -> None:
        rows, ordered = lines.rows[which], lines.ordered[which]
        shipped, invoiced = self._sent(day, rows, ordered)
        lines.shipped[which], lines.invoiced[which] = shipped, invoiced
        self.shelf.true[rows] += shipped
        seen = self.upsets.unbooked[rows] > day
        self.on_order[rows[seen]] -= ordered[seen]
        self.purges[day + self.policy.habits.purged_after].append((rows[~seen], ordered[~seen]))
        self.shelf.part(day, Cause.RECEIPT_UNBOOKED, rows[~seen], -shipped[~seen])
        booked = self._booked(day, rows[seen], shipped[seen], invoiced[seen])
        target = self.shelf.receive(day, rows[seen], booked)
        lines.booked[which[seen]], lines.booked_on[which[seen]] = booked, target
        lines.received[which[seen]] = day

    def _sent(self, day: int, rows: Ints, ordered: Floats) -> tuple[Floats, Floats]:
        """Units that come, and units billed: fewer may be sent, fewer may come than are billed."""
        missing = self.chance["missing units"](rows, day) * SHORT_BY * ordered
        left = np.maximum(ordered - np.ceil(missing), 1)
        less = self.chance["sent less"](rows, day) < self.policy.habits.sent_less
        short = self.chance["short shipments"](rows, day) < self.short[rows]
        return np.where(less | short, left, ordered), np.where(less & ~short, left, ordered)

    def _booked(self, day: int, rows: Ints, shipped: Floats, invoiced: Floats) -> Floats:
        """Units received in the books; every difference to what came is noted."""
        books = self.setting.parameters.books
        trusting = self.chance["trusted invoices"](rows, day) >= books.short_noticed
        booked = np.where(trusting, invoiced, shipped)
        lost = booked > shipped
        self.shelf.part(day, Cause.SHORT_SHIPPED, rows, booked - shipped)
        self._lose(day, rows[lost], (booked - shipped)[lost])
        for cause, wrongly in (
            (Cause.CASE_RECEIPT, self._by_case),
            (Cause.MISREAD, self._misread),
        ):
            units = wrongly(day, rows, booked)
            self.shelf.part(day, cause, rows, units - booked)
            booked = units
        return booked

    def _lose(self, day: int, rows: Ints, units: Floats) -> None:
        self.shelf.ledger.losses.append(Lost(day, rows, units, Cause.SHORT_SHIPPED))

    def _by_case(self, day: int, rows: Ints, units: Floats) -> Floats:
        """Units after cases were booked as pieces, or pieces as cases."""
        pack, draw = self.pack[rows], self.chance["case receipts"](rows, day)
        rate = self.setting.parameters.books.case_receipts
        cased: Flags = (pack > 1) & (units % pack == 0)
        fewer = cased & (draw < rate / 2)
        more = cased & (draw > 1 - rate / 2) & (units * pack <= PLAUSIBLE)
        return np.select([fewer, more], [units / pack, units * pack], units)

    def _misread(self, day: int, rows: Ints, units: Floats) -> Floats:
        """Units after some receipts were booked a little too high or, as often, too low."""
        rate = self.setting.parameters.books.misread
        draw = self.chance["misread receipts"](rows, day)
        by = np.ceil(self.chance["misread by"](rows, day) * np.maximum(units / 4, 1))
        high, low = draw < rate / 2, (draw > 1 - rate / 2) & (units > by)
        return np.select([high, low], [units + by, units - by], units)


def _write_back(arrived: Delivery, lots: Sequence[tuple[Delivery, Ints]]) -> None:
    """Enter what became of the lines of a day in the orders they belong to."""
    start = 0
    for lines, which in lots:
        here = slice(start, start + len(which))
        for name in ("shipped", "invoiced", "booked", "booked_on", "received"):
            getattr(lines, name)[which] = getattr(arrived, name)[here]
        start += len(which)


def _carelessness(setting: Setting) -> Floats:
    """How much more or less often than the average each row's vendor sends short."""
    rng = stream(setting.parameters.seed, "careless vendors")
    vendor = setting.catalogue.vendor
    factors = rng.gamma(BAD_VENDORS, 1 / BAD_VENDORS, int(vendor.max()) + 1)[vendor]
    every: Floats = (factors / factors.mean())[setting.assortment.sku]
    return every
