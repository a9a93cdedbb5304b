"""Cleaning: the cells of a recognised table as typed canonical columns, and what went wrong."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.columns import ColumnType
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.dates import read_dates
from profit_sentinel.ingest.day_order import Order, Votes, order_votes, votes_of
from profit_sentinel.ingest.numerals import LARGEST, comma_decides, read_numbers
from profit_sentinel.ingest.ready import NUMBERS, Column
from profit_sentinel.ingest.texts import read_ids, read_texts


class Habits(NamedTuple):
    """How a file writes what can be written in two ways, for columns that do not tell."""

    comma: bool
    """Whether the decimal mark is a comma."""
    order: Order | None
    """Order of day and month; None when no date of the file decides."""
    votes: Mapping[str, Votes]
    """What each date column says about that order, by header."""


class Cleaned(NamedTuple):
    """One cleaned column and its problems."""

    values: pl.Series
    found: pl.DataFrame
    note: str | None = None


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
    if total.order is None and total.undecided:
        total = sum(votes_of(others), total)
    return Habits(True in commas and False not in commas, total.order, own)


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
        share = column.type is ColumnType.SHARE
        ready = _share(column, column.ready) if share else column.ready
        return Cleaned(ready.alias(column.canonical), problems.none())
    if column.type in NUMBERS:
        return _clean_numbers(file, rows, column, habits)
    if column.type is ColumnType.ID:
        return _clean_ids(file, rows, column)
    return Cleaned(read_texts(column.cells).alias(column.canonical), problems.none())


def _clean_numbers(file: str, rows: pl.Series, column: Column, habits: Habits) -> Cleaned:
    read = read_numbers(column.cells, comma=habits.comma)
    values = _share(column, read.values) if column.type is ColumnType.SHARE else read.values
    no_number = reported(
        file, rows, column, read.unread & ~read.absurd, "not a number; left unknown"
    )
    reason = f"over {LARGEST:,.0f}, too large to be true; left unknown"
    absurd = reported(file, rows, column, read.absurd, reason)
    return Cleaned(values.alias(column.canonical), problems.gather([no_number, absurd]))


def _share(column: Column, values: pl.Series) -> pl.Series:
    """Percentages as fractions of one; the whole column is of one kind."""
    may_sign = column.ready is None and column.cells.dtype == pl.String
    signs = may_sign and column.cells.str.contains("%", literal=True).any()
    middle = values.abs().filter(values != 0).median()
    return values / 100 if signs or (isinstance(middle, float) and middle > 1) else values


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
