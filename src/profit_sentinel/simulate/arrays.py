"""Names of the array types the simulator passes around, and events grouped by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

NEVER = 1_000_000
"""A day that does not come within any simulation."""


def distinct(rows: Ints) -> Iterator[Ints]:
    """Places of some rows in lots, so that no row is twice in a lot."""
    left = np.arange(len(rows))
    while len(left):
        first = np.unique(rows[left], return_index=True)[1]
        yield left[first]
        left = np.delete(left, first)


@dataclass(frozen=True)
class Daily:
    """Events in order of their day: `rows[i]` gets `amounts[i]`.

    The events of day `d` are `starts[d]:starts[d + 1]`.
    """

    rows: Ints
    amounts: Floats
    starts: Ints

    def on(self, day: int) -> tuple[Ints, Floats]:
        """Rows and amounts of one day."""
        span = slice(self.starts[day], self.starts[day + 1])
        return self.rows[span], self.amounts[span]


def by_day(days: Ints, rows: Ints, amounts: Floats, length: int) -> Daily:
    """Group events by day, 0 to `length - 1`; other days are left out."""
    inside = (days >= 0) & (days < length)
    days, rows, amounts = days[inside], rows[inside], amounts[inside]
    order = np.argsort(days, kind="stable")
    starts = np.searchsorted(days[order], np.arange(length + 1))
    return Daily(rows[order], amounts[order], starts)


def summed_by_day(days: Ints, rows: Ints, amounts: Floats, length: int) -> Daily:
    """Group events by day and add up those of one row on one day."""
    inside = (days >= 0) & (days < length)
    width = int(rows.max(initial=0)) + 1
    keys, where = np.unique(days[inside] * width + rows[inside], return_inverse=True)
    sums = np.bincount(where, weights=amounts[inside], minlength=len(keys))
    return by_day(keys // width, keys % width, sums.astype(np.float64), length)


def together(one: Daily, other: Daily) -> Daily:
    """Two lots of events as one; those of one row on one day are added up."""
    length = len(one.starts) - 1
    days = [np.repeat(np.arange(length), np.diff(each.starts)) for each in (one, other)]
    rows, amounts = np.r_[one.rows, other.rows], np.r_[one.amounts, other.amounts]
    return summed_by_day(np.concatenate(days), rows, amounts, length)
