"""The ledger of a run: sales, deliveries, counts and losses as they happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .arrays import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .arrays import Floats, Ints
    from .causes import Cause


class Moved(NamedTuple):
    """Units of some rows on one day."""

    day: int
    rows: Ints
    units: Floats


class Lost(NamedTuple):
    """Units that were paid for and left no trace in the books, on one day."""

    day: int
    rows: Ints
    units: Floats
    cause: Cause


class Counted(NamedTuple):
    """What a count of one day found, and what the books said before it."""

    day: int
    rows: Ints
    expected: Floats
    counted: Floats
    lost: Floats
    """Units that had truly gone since the count before it."""


@dataclass
class Delivery:
    """Order lines of one day and what became of them; one value per line."""

    day: int
    rows: Ints
    ordered: Floats
    due: Ints
    """Day on which the vendor said it would come."""
    arrives: Ints
    """Day on which it does."""
    booked_on: Ints
    """Row in whose books it was received."""
    shipped: Floats
    """Units that truly came."""
    invoiced: Floats
    booked: Floats
    """Units received in the books."""
    received: Ints
    """Day of the receipt in the books; `NEVER` before it."""
    cost: Floats
    """Dollars per unit on the day of the order."""

    @classmethod
    def of(cls, day: int, rows: Ints, units: Floats, due: Ints, cost: Floats) -> Delivery:
        """Lines just ordered that will come when they are due."""
        nothing = np.zeros(len(rows))
        return cls(
            day, rows, units, due, due.copy(), rows.copy(), nothing, nothing.copy(),
            nothing.copy(), np.full(len(rows), NEVER, dtype=np.int64), cost,
        )  # fmt: skip


@dataclass
class Ledger:
    """Everything that happened, in order of days."""

    sales: list[Moved] = field(default_factory=list)
    """Rung up; returns that were booked are below zero."""
    receipts: list[Moved] = field(default_factory=list)
    """Received in the books."""
    deliveries: list[Delivery] = field(default_factory=list)
    counts: list[Counted] = field(default_factory=list)
    losses: list[Lost] = field(default_factory=list)


def within(moves: Iterable[Moved | Lost], day: int, window: int, rows: int) -> Floats:
    """Units of each row in the window of days that ends with a day."""
    total = np.zeros(rows)
    for move in moves:
        if day - window < move.day <= day:
            np.add.at(total, move.rows, move.units)
    return total
