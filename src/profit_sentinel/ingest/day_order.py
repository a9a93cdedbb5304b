"""Day order: whether a file writes the day or the month first, told by days above twelve."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

PARTS = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})(?:[ t,].*)?$"
"""Two numbers, of which one is the month, and a year."""
_MONTHS = 12


class Order(StrEnum):
    """Which of the first two numbers of a date is the month."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


@dataclass(frozen=True)
class Votes:
    """How many different cells of a column can only be read one way."""

    month_first: int = 0
    day_first: int = 0
    undecided: int = 0

    def __add__(self, other: "Votes") -> "Votes":
        """The votes of two columns together."""
        return Votes(
            self.month_first + other.month_first,
            self.day_first + other.day_first,
            self.undecided + other.undecided,
        )

    @property
    def order(self) -> Order | None:
        """The order most cells demand; None without a majority."""
        if self.month_first == self.day_first:
            return None
        return Order.MONTH_FIRST if self.month_first > self.day_first else Order.DAY_FIRST


def order_votes(columns: Sequence[pl.Series]) -> list[Votes]:
    """Count the cells, each different one of a column once, that decide the order of its dates."""
    texts = {str(place): cells for place, cells in enumerate(columns) if cells.dtype == pl.String}
    counts = pl.DataFrame(texts).select(_votes(name).alias(name) for name in texts)
    return [
        Votes(**counts[str(place)].item()) if str(place) in texts else Votes()
        for place in range(len(columns))
    ]


def _votes(name: str) -> pl.Expr:
    parts = pl.col(name).unique().str.strip_chars().str.extract_groups(PARTS).struct
    first, second = (parts.field(group).cast(pl.Int32, strict=False) for group in ("1", "2"))
    return pl.struct(
        month_first=((second > _MONTHS) & (first <= _MONTHS)).sum(),
        day_first=((first > _MONTHS) & (second <= _MONTHS)).sum(),
        undecided=((first <= _MONTHS) & (second <= _MONTHS) & (first != second)).sum(),
    )
