"""Cleaning: the cells of a recognised table as typed canonical columns, and what went wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.dates import Order, Votes, order_votes, read_dates
from profit_sentinel.ingest.numerals import comma_decides, read_numbers
from profit_sentinel.ingest.texts import read_ids, read_texts, sound_columns

_NUMBERS = (ColumnType.QUANTITY, ColumnType.MONEY, ColumnType.SHARE)


@dataclass(frozen=True)
class Column:
    """One column to be cleaned.

    Attributes:
        canonical: Its canonical name.
        header: Its name in the file.
        cells: Its cells as they stand.
        ready: Its values when they need no cleaning, None otherwise.
    """

    canonical: str
    header: str
    cells: pl.Series
    ready: pl.Series | None = None

    @property
    def type(self) -> ColumnType:
        """How its values are read."""
        return BY_NAME[self.canonical].type


@dataclass(frozen=True)
class Habits:
    """How a file writes what can be written in two ways, for columns that do not tell."""

    comma: bool
    """Whether the decimal mark is a comma."""
    order: Order | None
    """Order of day and month; None when no date of the file decides."""
    votes: Mapping[str, Votes]
    """What each date column says about that order, by header."""


@dataclass(frozen=True)
class Cleaned:
    """One cleaned column and its problems."""

    values: pl.Series
    found: pl.DataFrame
    note: str | None = None


def habits_of(columns: Iterable[Column], others: Iterable[pl.Series]) -> Habits:
    """Learn how a file writes numbers and dates from the columns that leave no doubt.

    Args:
        columns: The columns that are used.
        others: Cells of columns that are not used and may hold dates.
    """
    listed = list(columns)
    votes = [
        comma_decides(column.cells)
        for column in listed
        if column.type in _NUMBERS and column.ready is None
    ]
    dated = [column for column in listed if column.type is ColumnType.DATE]
    own = {column.header: order_votes(column.cells) for column in dated}
    total = sum(own.values(), Votes())
    if total.order is None and total.undecided:
        total = sum((order_votes(cells) for cells in others), total)
    return Habits(True in votes and False not in votes, total.order, own)


def clean(file: str, rows: pl.Series, column: Column, habits: Habits) -> Cleaned:
    """Clean one column.

    Args:
        file: Name of the file.
        rows: Lines of the cells.
        column: What to clean.
        habits: How the file writes numbers and dates.

    Returns:
        Values named by the canonical column: String, Float64 or Date.
    """
    grouped = habits.comma and column.type in _NUMBERS and column.cells.dtype == pl.String
    if column.ready is not None and not grouped and column.type is not ColumnType.SHARE:
        return Cleaned(column.ready.alias(column.canonical), problems.none())
    if column.type in _NUMBERS:
        return _clean_numbers(file, rows, column, habits)
    if column.type is ColumnType.DATE:
        return _clean_dates(file, rows, column, habits)
    if column.type is ColumnType.ID:
        return _clean_ids(file, rows, column)
    return Cleaned(read_texts(column.cells).alias(column.canonical), problems.none())


def _clean_numbers(file: str, rows: pl.Series, column: Column, habits: Habits) -> Cleaned:
    read = read_numbers(column.cells, comma=habits.comma)
    values = _share(column, read.values) if column.type is ColumnType.SHARE else read.values
    found = reported(file, rows, column, read.unread, "not a number; left unknown")
    return Cleaned(values.alias(column.canonical), found)


def _share(column: Column, values: pl.Series) -> pl.Series:
    """Percentages as fractions of one; the whole column is of one kind."""
    signs = column.cells.dtype == pl.String and column.cells.str.contains("%", literal=True).any()
    middle = values.abs().filter(values != 0).median()
    return values / 100 if signs or (isinstance(middle, float) and middle > 1) else values


def _clean_dates(file: str, rows: pl.Series, column: Column, habits: Habits) -> Cleaned:
    votes = habits.votes.get(column.header) or order_votes(column.cells)
    order = votes.order or habits.order or Order.MONTH_FIRST
    read = read_dates(column.cells, order)
    found = reported(file, rows, column, read.unread, "not a possible date; left unknown")
    doubt = votes.undecided and votes.order is None and habits.order is None
    note = f"No date in the file tells day from month; {column.header} is read {order}."
    return Cleaned(read.values.alias(column.canonical), found, note if doubt else None)


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


def columns_of(cells: pl.DataFrame, headers: Mapping[str, str]) -> list[Column]:
    """The columns of a table, given their headers by canonical name."""
    ready = {**_ready_numbers(cells, headers), **_ready_texts(cells, headers)}
    return [
        Column(canonical, header, cells[header], ready.get(header))
        for canonical, header in headers.items()
    ]


def _ready_numbers(cells: pl.DataFrame, headers: Mapping[str, str]) -> dict[str, pl.Series]:
    names = [header for canonical, header in headers.items() if BY_NAME[canonical].type in _NUMBERS]
    plain = cells.select(pl.col(names).cast(pl.Float64, strict=False))
    finite = plain.select(pl.all().is_finite().all()).row(0) if names else ()
    return {
        name: plain[name]
        for name, sound in zip(names, finite, strict=True)
        if sound and plain[name].null_count() == cells[name].null_count()
    }


def _ready_texts(cells: pl.DataFrame, headers: Mapping[str, str]) -> dict[str, pl.Series]:
    of = {
        kind: [header for canonical, header in headers.items() if BY_NAME[canonical].type is kind]
        for kind in (ColumnType.ID, ColumnType.TEXT)
    }
    sound = sound_columns(cells, of[ColumnType.ID], of[ColumnType.TEXT])
    return {name: cells[name] for name in sound}
