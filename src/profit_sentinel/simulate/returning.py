"""What customers bring back: booked and on the shelf again, or only one of the two."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from .arrays import distinct
from .causes import Cause
from .streams import Chance

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .parameters import ChainParameters
    from .shelf import Shelf

WITHIN = 25
"""Days within which goods come back."""


class Returning:
    """Goods that will come back."""

    def __init__(self, parameters: ChainParameters, shelf: Shelf) -> None:
        self.books, self.shelf = parameters.books, shelf
        self.whether, self.how_many, self.wait, self.note = (
            Chance(parameters.seed, concern)
            for concern in ("returns", "units returned", "days to return", "notes of returns")
        )
        self.coming: dict[int, list[tuple[Ints, Floats]]] = defaultdict(list)

    def sold(self, day: int, rows: Ints, units: Floats) -> None:
        """Decide which of the goods sold today come back, and when."""
        back = self.whether(rows, day) < self.books.returns
        rows, units = rows[back], units[back]
        some = np.ceil(units * self.how_many(rows, day))
        after = 1 + (self.wait(rows, day) * WITHIN).astype(np.int64)
        for days in np.unique(after):
            mine = after == days
            self.coming[day + int(days)].append((rows[mine], some[mine]))

    def come(self, day: int) -> None:
        """Take back what comes today."""
        lots = self.coming.pop(day, ())
        if lots:
            rows, units = (np.concatenate(parts) for parts in zip(*lots, strict=True))
            for lot in distinct(rows):
                self._take_back(day, rows[lot], units[lot])

    def _take_back(self, day: int, rows: Ints, units: Floats) -> None:
        """Without a note, or without use, now and then."""
        draw = self.note(rows, day)
        unbooked = draw < self.books.returns_unbooked
        spoilt = draw > 1 - self.books.returns_spoilt
        self.shelf.true[rows[~spoilt]] += units[~spoilt]
        self.shelf.ring(day, rows[~unbooked], -units[~unbooked])
        self.shelf.part(day, Cause.RETURN_UNBOOKED, rows[unbooked], -units[unbooked])
        self.shelf.part(day, Cause.RETURN_SPOILT, rows[spoilt], units[spoilt])
