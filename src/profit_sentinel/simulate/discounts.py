"""What is given away at the till: usual discounts, and more than the usual on some goods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .arrays import NEVER
from .causes import Cause
from .streams import Chance

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .causes import Picker
    from .parameters import ChainParameters
    from .setting import Setting

OFTEN = 0.7
"""Share of the sales of a row on which too much is given, once that has begun."""
DEPTH = (0.12, 0.35)
"""Least and largest share that is given then."""


@dataclass(frozen=True)
class Discounts:
    """Where more than the usual is given away."""

    parameters: ChainParameters
    since: Ints
    """Day it began in each row; `NEVER` where it does not."""
    depth: Floats
    """Share that is given away then."""

    def given(self, day: Ints, rows: Ints) -> Floats:
        """Share given away on the sale of each row on its day."""
        habits = self.parameters.promotions
        draw = Chance(self.parameters.seed, "discounts").each(rows, day)
        too_much = (self.since[rows] <= day) & (draw < OFTEN)
        usual = np.where(draw > 1 - habits.discounted, habits.discount, 0.0)
        return np.where(too_much, self.depth[rows], usual)

    def expected(self, day: int) -> Floats:
        """Share of the price each row is expected to lose beyond the usual."""
        excess: Floats = np.where(self.since <= day, OFTEN * self.depth, 0.0)
        return excess


def plan(setting: Setting, picker: Picker) -> Discounts:
    """Let clerks give too much away on some rows, more so in some aisles."""
    rows, cause = len(setting), Cause.DISCOUNTS
    weights = picker.uneven(cause, setting.aisle, np.sqrt(setting.rates.annual))
    chosen = picker.pick(cause, setting.parameters.leaks.discounts, weights)
    since = np.full(rows, NEVER, dtype=np.int64)
    since[chosen] = picker.ago(cause, chosen, 30, 300)
    return Discounts(setting.parameters, since, picker.rng(cause).uniform(*DEPTH, rows))
