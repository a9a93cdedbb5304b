"""A count sheet: shelves of one department that are worth a look, in the order they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CountLine:
    """One shelf to look at."""

    sku: str
    description: str | None
    vendor: str | None
    bin: str | None
    probability: float
    """That the shelf is as suspected."""
    expected: float
    """Dollars that a look brings back, expected: probability x recoverable."""
    reason: str
    """Why to look, in one sentence with its numbers."""


@dataclass(frozen=True, kw_only=True)
class CountSheet:
    """Questions to walk through, not findings: no dollar of them is in the headline."""

    store_id: str
    department: str
    leak: str
    question: str
    """What to look for on each shelf."""
    so: str
    """What is said of a shelf that is as suspected: `empty`."""
    recovery: str
    """`once` or `per_year`: how the expected dollars come back."""
    minutes: float
    """Minutes the looks take."""
    lines: tuple[CountLine, ...]
    """In shelf order where the bins are known, else by SKU."""

    @property
    def hits(self) -> float:
        """Shelves that are expected to be as suspected."""
        return sum(line.probability for line in self.lines)

    @property
    def expected(self) -> float:
        """Dollars expected back, a sum of whole cents."""
        return round(sum(line.expected for line in self.lines), 2)
