"""Parts: one recognised file as a canonical frame, before files are put together."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.domain.intake import Recognition, Source
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.as_of import MOVEMENTS, Days, days_of, stock_date
from profit_sentinel.ingest.clean import Habits, clean, habits_of
from profit_sentinel.ingest.leftovers import drop_leftovers
from profit_sentinel.ingest.of_system import (
    appended,
    filled_down,
    leave_out,
    split,
    with_formats,
)
from profit_sentinel.ingest.ready import columns_of, other_dates
from profit_sentinel.ingest.recognise import Understood, stores_of, used
from profit_sentinel.ingest.table import Table
from profit_sentinel.ingest.untracked import without_untracked
from profit_sentinel.ingest.wide import became, unpivot

ONLY_STORE = "main"
"""The store's name when nothing names it."""

_STORE_IN_NAME = re.compile(r"(?:store|branch|location)[ _#-]*(\d{1,4})(?!\d)", re.IGNORECASE)


class Part(NamedTuple):
    """One file, cleaned, before it is put together with the others."""

    stock: pl.LazyFrame
    source: Source
    found: pl.DataFrame


class Rows(NamedTuple):
    """Rows of one file as canonical columns, before the file is looked at as a whole.

    Attributes:
        frame: Canonical columns and `source_row`.
        found: Problems.
        notes: Remarks for the data-quality report.
        habits: How these rows write numbers and dates.
        percents: Columns of shares in which some cell has a per cent sign.
        read: Number of rows there were, those left out included.
    """

    frame: pl.DataFrame
    found: pl.DataFrame
    notes: tuple[str, ...]
    habits: Habits
    percents: frozenset[str]
    read: int


def clean_part(
    understood: Understood, modified: date, *, store: str | None, as_of: date | None
) -> Part:
    """Clean one recognised stock list.

    Args:
        understood: The table and what its columns are.
        modified: Day the file was last written.
        store: Name of the store when no column names it.
        as_of: The day of the stock when a person gave it.
    """
    rows = clean_rows(understood)
    days = days_of(rows.frame)
    in_one_piece = rows.frame.rechunk().lazy()
    return whole_part(understood, in_one_piece, rows, days, modified, store, as_of)


def clean_rows(understood: Understood, habits: Habits | None = None) -> Rows:
    """Clean rows of a recognised stock list.

    Args:
        understood: The rows as a table, and what its columns are.
        habits: How the file writes numbers and dates; None learns it from these rows.

    Returns:
        The rows; their own habits even where they were read by those of the file.
    """
    headers = used(understood.recognition)
    stores = stores_of(understood.recognition.columns)
    system = understood.system
    table, no_stock = leave_out(understood.table, system)
    table, left_out = drop_leftovers(table, headers["sku"], _all_used(understood))
    columns = columns_of(table.cells, headers)
    own = with_formats(habits_of(columns, other_dates(table.cells, headers)), system)
    habits = habits or own
    done = clean(table.name, table.rows, columns, habits)
    frame = pl.DataFrame([each.values for each in done]).with_columns(source_row=table.rows)
    frame = split(appended(filled_down(frame, table, system), table, system), system)
    wide_found: list[pl.DataFrame] = []
    notes = list(table.notes)
    if stores:
        frame, wide_found, note = _per_store(frame, table, stores, habits)
        notes.append(note)
    blank = _no_quantity(frame, table, None if stores else headers["on_hand"])
    frame, untracked = without_untracked(frame, table)
    found = [
        table.above,
        table.found,
        no_stock,
        left_out,
        *(each.found for each in done),
        *wide_found,
        blank,
        untracked,
    ]
    return Rows(
        frame,
        problems.gather(found),
        (*notes, *dict.fromkeys(each.note for each in done if each.note)),
        own,
        frozenset(each.values.name for each in done if each.percent),
        understood.table.height,
    )


def whole_part(  # noqa: PLR0913, PLR0917 - what a person said and what was read
    understood: Understood,
    stock: pl.LazyFrame,
    rows: Rows,
    days: Days,
    modified: date,
    store: str | None,
    as_of: date | None,
) -> Part:
    """A file from all of its rows: its day, its store, its shares as fractions of one.

    Args:
        understood: A table of the file, and what its columns are.
        stock: All rows; the columns of `rows.frame`.
        rows: What is known of them beside.
        days: The days of all rows.
        modified: Day the file was last written.
        store: Name of the store when no column names it.
        as_of: The day of the stock when a person gave it.
    """
    name = understood.table.name
    day = stock_date(name, days, modified, as_of)
    stock, future = _without_future(stock, name, understood.recognition, days, day.day)
    stock = _shares(stock, rows.percents)
    stock, notes = _with_store(stock, name, store)
    stock = stock.with_columns(_as_of(stock, day.day), source_file=pl.lit(name))
    several = bool(stores_of(understood.recognition.columns))
    rows_used = pl.col("source_row").n_unique() if several else pl.len()
    used_rows = stock.select(rows_used).collect().item()
    source = Source(
        name,
        understood.recognition,
        day.day,
        day.reason,
        rows.read,
        used_rows,
        (*rows.notes, *day.notes, *notes),
    )
    return Part(stock, source, problems.gather([rows.found, *future]))


def _all_used(understood: Understood) -> list[str]:
    return [use.header for use in understood.recognition.columns if use.canonical]


def _without_future(
    stock: pl.LazyFrame,
    name: str,
    recognition: Recognition,
    days: Days,
    day: date,
) -> tuple[pl.LazyFrame, list[pl.DataFrame]]:
    """Movements dated after the day of the stock are unknown."""
    found, headers = [], used(recognition)
    for column in MOVEMENTS:
        if column in days and (days[column]["day"] > day).any():
            rows = stock.filter(pl.col(column) > day).select("source_row", column)
            late = rows.unique(maintain_order=True).collect()
            reason = f"after the day of the stock, {day}; left unknown"
            found.append(
                problems.problems(name, late["source_row"], headers[column], late[column], reason)
            )
            stock = stock.with_columns(pl.when(pl.col(column) <= day).then(column).alias(column))
    return stock, found


def _shares(stock: pl.LazyFrame, percents: Collection[str]) -> pl.LazyFrame:
    """Percentages as fractions of one; a whole column is of one kind."""
    names = [name for name in stock.collect_schema() if _is_share(name)]
    if not names:
        return stock
    known = (pl.col(names) != 0).sum().name.prefix("known ")
    large = (pl.col(names).abs() > 1).sum().name.prefix("large ")
    counts = stock.select(known, large).collect(engine="streaming").row(0, named=True)
    mostly = {name for name in names if 2 * counts[f"large {name}"] >= counts[f"known {name}"] > 0}
    over = [name for name in names if name in percents or name in mostly]
    return stock.with_columns(pl.col(over) / 100)


def _is_share(name: str) -> bool:
    return name in BY_NAME and BY_NAME[name].type is ColumnType.SHARE


def _per_store(
    frame: pl.DataFrame,
    table: Table,
    stores: Mapping[str, Mapping[str, str]],
    habits: Habits,
) -> tuple[pl.DataFrame, list[pl.DataFrame], str]:
    """One row per store of a file with a column per store, and a note that says so."""
    found, values = [], {}
    for store, headers in stores.items():
        done = clean(table.name, table.rows, columns_of(table.cells, headers), habits)
        found += [each.found for each in done]
        values[store] = {each.values.name: each.values for each in done}
    long = unpivot(frame, values)
    lost = ~table.rows.is_in(long["source_row"].unique().implode())
    reason = f"{problems.LEFT_OUT}in stock in no store"
    left = problems.problems(table.name, table.rows.filter(lost), None, None, reason)
    return long, [*found, left], became(long)


def _no_quantity(frame: pl.DataFrame, table: Table, header: str | None) -> pl.DataFrame:
    if header is None or not frame["on_hand"].null_count():
        return problems.none()
    blank = table.rows.filter(frame["on_hand"].is_null() & _is_blank(table.cells[header]))
    reason = "no quantity on hand; the row is kept with its stock unknown"
    return problems.problems(table.name, blank, header, None, reason)


def _is_blank(cells: pl.Series) -> pl.Series:
    if cells.dtype != pl.String:
        return cells.is_null()
    return cells.is_null() | (cells.str.strip_chars() == "")


def _with_store(
    stock: pl.LazyFrame, file: str, store: str | None
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Name the store of every row, and say how when no column does."""
    known = "store_id" in stock.collect_schema()
    if known and not stock.filter(pl.col("store_id").is_null()).head(1).collect().height:
        return stock, ()
    name, reason = _store_name(file, store)
    note = f"{'Rows without a store are' if known else 'The file names no store; it is'} {reason}."
    named = pl.col("store_id").fill_null(name) if known else pl.lit(name).alias("store_id")
    return stock.with_columns(named), () if store and not known else (note,)


def _store_name(file: str, store: str | None) -> tuple[str, str]:
    if store:
        return store, f"taken as {store!r}, as given"
    if found := _STORE_IN_NAME.search(file):
        return found[1], f"taken as {found[1]!r}, after the file name"
    return ONLY_STORE, f"taken as {ONLY_STORE!r}"


def _as_of(stock: pl.LazyFrame, day: date) -> pl.Expr:
    if "as_of" in stock.collect_schema():
        return pl.col("as_of").fill_null(day)
    return pl.lit(day).alias("as_of")
