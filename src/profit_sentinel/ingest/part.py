"""Parts: one recognised file as a canonical frame, before files are put together."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.intake import Source
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.as_of import MOVEMENTS, StockDate, dates_only, stock_date
from profit_sentinel.ingest.clean import Habits, clean, habits_of, reported
from profit_sentinel.ingest.leftovers import drop_leftovers
from profit_sentinel.ingest.ready import Column, columns_of
from profit_sentinel.ingest.recognise import Understood, stores_of, used
from profit_sentinel.ingest.systems import System, fold
from profit_sentinel.ingest.table import Table
from profit_sentinel.ingest.wide import unpivot

ONLY_STORE = "main"
"""The store's name when nothing names it."""

_STORE_IN_NAME = re.compile(r"(?:store|branch|location)[ _#-]*(\d{1,4})(?!\d)", re.IGNORECASE)


class Part(NamedTuple):
    """One file, cleaned, before it is put together with the others."""

    frame: pl.DataFrame
    source: Source
    found: pl.DataFrame


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
    headers = used(understood.recognition)
    stores = stores_of(understood.recognition.columns)
    table, left_out = drop_leftovers(understood.table, headers["sku"], _all_used(understood))
    columns = columns_of(table.cells, headers)
    habits = habits_of(columns, _other_dates(table, headers))
    done = clean(table.name, table.rows, columns, habits)
    frame = pl.DataFrame([each.values for each in done])
    day = stock_date(table.name, dates_only(frame.get_columns()), modified, as_of)
    frame, future = _without_future(frame, table, columns, day.day)
    frame = _filled_down(frame.with_columns(source_row=table.rows), table, understood.system)
    wide_found: list[pl.DataFrame] = []
    if stores:
        frame, wide_found = _per_store(frame, table, stores, habits)
    blank = _no_quantity(frame, table, None if stores else headers["on_hand"])
    frame, notes = _with_store(frame, table.name, store)
    frame = frame.with_columns(_as_of(frame, day.day), source_file=pl.lit(table.name))
    found = [table.found, left_out, *(each.found for each in done), *wide_found, *future, blank]
    remarks = (
        *table.notes,
        *day.notes,
        *notes,
        *dict.fromkeys(each.note for each in done if each.note),
    )
    source = _source(understood, frame, day, remarks)
    return Part(frame, source, problems.gather(found))


def _source(
    understood: Understood, frame: pl.DataFrame, day: StockDate, notes: tuple[str, ...]
) -> Source:
    read = understood.table.cells.height
    return Source(
        understood.table.name,
        understood.recognition,
        day.day,
        day.reason,
        read,
        frame["source_row"].n_unique(),
        notes,
    )


def _all_used(understood: Understood) -> list[str]:
    return [use.header for use in understood.recognition.columns if use.canonical]


def _other_dates(table: Table, headers: Mapping[str, str]) -> list[pl.Series]:
    taken = set(headers.values())
    return [
        table.cells[name] for name in table.headers if name not in taken and "date" in fold(name)
    ]


def _without_future(
    frame: pl.DataFrame, table: Table, columns: Sequence[Column], day: date
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Movements dated after the day of the stock are unknown."""
    found = []
    moved = [column for column in columns if column.canonical in MOVEMENTS]
    late = frame.select((pl.col(column.canonical) > day).any() for column in moved)
    for column in moved:
        if late[column.canonical].item():
            future = (frame[column.canonical] > day).fill_null(value=False)
            reason = f"after the day of the stock, {day}; left unknown"
            found.append(reported(table.name, table.rows, column, future, reason))
            past = pl.when(~future).then(pl.col(column.canonical)).alias(column.canonical)
            frame = frame.with_columns(past)
    return frame, found


def _filled_down(frame: pl.DataFrame, table: Table, system: System | None) -> pl.DataFrame:
    """Values a system writes in the first row of a group only."""
    folded = {fold(header): header for header in table.headers}
    for canonical, group in (system.fill_down if system else {}).items():
        if canonical in frame.columns and group in folded:
            key = table.cells[folded[group]]
            filled = pl.col(canonical).fill_null(strategy="forward").over(key)
            frame = frame.with_columns(filled)
    return frame


def _per_store(
    frame: pl.DataFrame,
    table: Table,
    stores: Mapping[str, Mapping[str, str]],
    habits: Habits,
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """One row per store of a file with a column per store."""
    found, values = [], {}
    for store, headers in stores.items():
        done = clean(table.name, table.rows, columns_of(table.cells, headers), habits)
        found += [each.found for each in done]
        values[store] = {each.values.name: each.values for each in done}
    long = unpivot(frame, values)
    lost = ~table.rows.is_in(long["source_row"].unique().implode())
    reason = f"{problems.LEFT_OUT}in stock in no store"
    return long, [
        *found,
        problems.problems(table.name, table.rows.filter(lost), None, None, reason),
    ]


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
    frame: pl.DataFrame, file: str, store: str | None
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Name the store of every row, and say how when no column does."""
    known = "store_id" in frame.columns
    if known and not frame["store_id"].null_count():
        return frame, ()
    name, reason = _store_name(file, store)
    note = f"{'Rows without a store are' if known else 'The file names no store; it is'} {reason}."
    named = pl.col("store_id").fill_null(name) if known else pl.lit(name).alias("store_id")
    return frame.with_columns(named), () if store and not known else (note,)


def _store_name(file: str, store: str | None) -> tuple[str, str]:
    if store:
        return store, f"taken as {store!r}, as given"
    if found := _STORE_IN_NAME.search(file):
        return found[1], f"taken as {found[1]!r}, after the file name"
    return ONLY_STORE, f"taken as {ONLY_STORE!r}"


def _as_of(frame: pl.DataFrame, day: date) -> pl.Expr:
    if "as_of" in frame.columns:
        return pl.col("as_of").fill_null(day)
    return pl.lit(day).alias("as_of")
