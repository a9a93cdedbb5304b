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


def order_votes(cells: pl.Series) -> Votes:
    """Count the cells of a column, each different one once, that decide the order of its dates."""
    return votes_of([cells])[0]


def votes_of(columns: Sequence[pl.Series]) -> list[Votes]:
    """The votes of every column of a table."""
    texts = {f"{place}": cells for place, cells in enumerate(columns) if cells.dtype == pl.String}
    parts = pl.DataFrame(texts).select(
        pl.all().unique().str.strip_chars().str.extract_groups(PARTS).implode()
    )
    counts = parts.select(_counts(pl.col(name).explode()).alias(name) for name in texts)
    votes = {name: Votes(**counts[name].item()) for name in texts}
    return [votes.get(f"{place}", Votes()) for place in range(len(columns))]


def _counts(parts: pl.Expr) -> pl.Expr:
    """The fields of `Votes`, given the parts of the different cells."""
    first, second = (parts.struct.field(group).cast(pl.Int32, strict=False) for group in ("1", "2"))
    either = (first <= _MONTHS) & (second <= _MONTHS) & (first != second)
    return pl.struct(
        month_first=((second > _MONTHS) & (first <= _MONTHS)).sum(),
        day_first=((first > _MONTHS) & (second <= _MONTHS)).sum(),
        undecided=either.sum(),
    )
