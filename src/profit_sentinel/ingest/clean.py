"""Cleaning: the cells of a recognised table as typed canonical columns, and what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.columns import ColumnType
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.dates import read_dates
from profit_sentinel.ingest.day_order import Order, Votes, order_votes, votes_of
from profit_sentinel.ingest.numerals import LARGEST, comma_decides, read_numbers
from profit_sentinel.ingest.ready import NUMBERS, Column
from profit_sentinel.ingest.texts import read_ids, read_texts


@dataclass(frozen=True)
class Habits:
    """How a file writes what can be written in two ways.

    Attributes:
        commas: What the columns that decide it say: True that the decimal mark is a comma.
        votes: What each date column says about the order of day and month, by header.
        others: What columns say that are not used, where those do not decide.
    """

    commas: frozenset[bool]
    votes: Mapping[str, Votes]
    others: Votes = field(default_factory=Votes)

    def __add__(self, other: "Habits") -> "Habits":
        """The habits of two pieces of one file."""
        votes = {name: self.votes.get(name, Votes()) + vote for name, vote in other.votes.items()}
        return Habits(
            self.commas | other.commas, {**self.votes, **votes}, self.others + other.others
        )

    @property
    def comma(self) -> bool:
        """Whether the decimal mark is a comma in columns that leave it open."""
        return self.commas == {True}

    @property
    def order(self) -> Order | None:
        """Order of day and month where a column leaves it open; None when none decides."""
        total = sum(self.votes.values(), Votes())
        return total.order or (total + self.others if total.undecided else total).order

    @property
    def decisions(self) -> tuple[bool, Order | None, tuple[Order | None, ...]]:
        """All that follows from them; equal for pieces of a file that are read alike."""
        return self.comma, self.order, tuple(vote.order for vote in self.votes.values())


class Cleaned(NamedTuple):
    """One cleaned column and its problems."""

    values: pl.Series
    found: pl.DataFrame
    note: str | None = None
    percent: bool = False
    """Whether some cell of a column of shares has a per cent sign."""


def habits_of(columns: Sequence[Column], others: Sequence[pl.Series]) -> Habits:
    """Learn how a file writes numbers and dates from the columns that leave no doubt.

    Args:
        columns: The columns that are used.
        others: Cells of columns that are not used and may hold dates.
    """
    commas = [
        comma_decides(column.cells)
        for column in columns
        if column.type in NUMBERS and column.ready is None
    ]
    dated = _dated(columns)
    votes = votes_of([column.cells for column in dated])
    own = {column.header: vote for column, vote in zip(dated, votes, strict=True)}
    total = sum(own.values(), Votes())
    open_still = total.order is None and total.undecided
    return Habits(
        frozenset(comma for comma in commas if comma is not None),
        own,
        sum(votes_of(others), Votes()) if open_still else Votes(),
    )


def _dated(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.type is ColumnType.DATE]


def clean(file: str, rows: pl.Series, columns: Sequence[Column], habits: Habits) -> list[Cleaned]:
    """Clean the columns of a table.

    Args:
        file: Name of the file.
        rows: Lines of the cells.
        columns: What to clean.
        habits: How the file writes numbers and dates.

    Returns:
        For each column its values, named by the canonical column: String, Float64 or Date.
    """
    dates = _clean_dates(file, rows, _dated(columns), habits)
    return [dates.get(column.header) or _clean(file, rows, column, habits) for column in columns]


def _clean(file: str, rows: pl.Series, column: Column, habits: Habits) -> Cleaned:
    grouped = habits.comma and column.type in NUMBERS and column.cells.dtype == pl.String
    if column.ready is not None and not grouped:
        return Cleaned(column.ready.alias(column.canonical), problems.none())
    if column.type in NUMBERS:
        return _clean_numbers(file, rows, column, habits)
    if column.type is ColumnType.ID:
        return _clean_ids(file, rows, column)
    return Cleaned(read_texts(column.cells).alias(column.canonical), problems.none())


def _clean_numbers(file: str, rows: pl.Series, column: Column, habits: Habits) -> Cleaned:
    read = read_numbers(column.cells, comma=habits.comma)
    no_number = reported(
        file, rows, column, read.unread & ~read.absurd, "not a number; left unknown"
    )
    reason = f"over {LARGEST:,.0f}, too large to be true; left unknown"
    absurd = reported(file, rows, column, read.absurd, reason)
    found = problems.gather([no_number, absurd])
    return Cleaned(read.values.alias(column.canonical), found, percent=_signed(column))


def _signed(column: Column) -> bool:
    """Whether a share of a column stands as a percentage."""
    if column.type is not ColumnType.SHARE or column.cells.dtype != pl.String:
        return False
    return bool(column.cells.str.contains("%", literal=True).any())


def _clean_dates(
    file: str, rows: pl.Series, columns: Sequence[Column], habits: Habits
) -> dict[str, Cleaned]:
    """Cleaned dates by header."""
    votes = [habits.votes.get(column.header) or order_votes(column.cells) for column in columns]
    orders = [vote.order or habits.order or Order.MONTH_FIRST for vote in votes]
    read = read_dates([column.cells for column in columns], orders)
    done = {}
    for column, vote, order, days in zip(columns, votes, orders, read, strict=True):
        found = reported(file, rows, column, days.unread, "not a possible date; left unknown")
        doubt = vote.undecided and vote.order is None and habits.order is None
        note = f"No date in the file tells day from month; {column.header} is read {order}."
        values = days.values.alias(column.canonical)
        done[column.header] = Cleaned(values, found, note if doubt else None)
    return done


def _clean_ids(file: str, rows: pl.Series, column: Column) -> Cleaned:
    read = read_ids(column.cells)
    reason = "an id rounded by a spreadsheet; left unknown"
    found = reported(file, rows, column, read.rounded, reason)
    if not found.height:
        return Cleaned(read.values.alias(column.canonical), found)
    kept = read.values.zip_with(~read.rounded, pl.Series([None], dtype=pl.String))
    return Cleaned(kept.alias(column.canonical), found)


def reported(
    file: str, rows: pl.Series, column: Column, mask: pl.Series, reason: str
) -> pl.DataFrame:
    """Problems of the cells of a column where `mask` is true."""
    if not mask.any():
        return problems.none()
    return problems.problems(
        file, rows.filter(mask), column.header, column.cells.filter(mask), reason
    )
