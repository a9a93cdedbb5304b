"""Taking in: the files of one stock list as one canonical frame plus a list of problems."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from time import perf_counter

import polars as pl

from profit_sentinel.domain.columns import COLUMNS
from profit_sentinel.domain.intake import Intake, Source, Upload
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.as_of import MOVEMENTS, StockDate, dates_only, stock_date
from profit_sentinel.ingest.clean import Column, Habits, clean, columns_of, habits_of, reported
from profit_sentinel.ingest.duplicates import merge_duplicates
from profit_sentinel.ingest.leftovers import drop_leftovers
from profit_sentinel.ingest.opening import frame_table, open_tables
from profit_sentinel.ingest.recognise import Understood, check_names, stores_of, understand, used
from profit_sentinel.ingest.refusals import check_stock
from profit_sentinel.ingest.systems import System, fold
from profit_sentinel.ingest.table import Table
from profit_sentinel.ingest.wide import unpivot

ONLY_STORE = "main"
"""The store's name when nothing names it."""

_STORE_IN_NAME = re.compile(r"(?:store|branch|location)[ _#-]*(\d{1,4})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Request:
    """What a person said about the files."""

    columns: Mapping[str, str]
    store: str | None
    as_of: date | None
    systems: Sequence[System] | None


@dataclass(frozen=True)
class Part:
    """One file, cleaned, before it is put together with the others."""

    frame: pl.DataFrame
    source: Source
    found: pl.DataFrame


class _Clock:
    """Milliseconds spent per step."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.spent[name] = self.spent.get(name, 0.0) + (perf_counter() - start) * 1000


def take_in(
    uploads: Sequence[Upload],
    *,
    columns: Mapping[str, str] | None = None,
    store: str | None = None,
    as_of: date | None = None,
    systems: Sequence[System] | None = None,
) -> Intake:
    """Take in the files of one stock list, which may be cut by store or department.

    Args:
        uploads: The files.
        columns: Canonical column to header, where a person chose.
        store: Name of the store for files that do not name one.
        as_of: The day the stock was read; None finds it in each file.
        systems: Known systems; None takes those of this package.

    Raises:
        UnusableFileError: A file cannot be read, or is no stock list.
        UnknownColumnError: `columns` names a column or header that does not exist.
    """
    request = Request(columns or {}, store, as_of, systems)
    check_names(request.columns)
    clock, parts = _Clock(), []
    for upload in uploads:
        with clock.step("read"):
            tables = open_tables(upload)
        parts.append(_part(tables, upload.modified, request, clock))
    return _together(parts, clock)


def take_in_frame(
    frame: pl.DataFrame,
    *,
    name: str = "frame",
    columns: Mapping[str, str] | None = None,
    store: str | None = None,
    as_of: date | None = None,
) -> Intake:
    """Take in a ready frame, whose columns are recognised as those of a file are.

    Args:
        frame: One row per item; any names, any types.
        name: What problems call it.
        columns: Canonical column to name in the frame, where a person chose.
        store: Name of the store when the frame does not name one.
        as_of: The day the stock was read.

    Raises:
        UnusableFileError: The frame is no stock list.
        UnknownColumnError: `columns` names a column that does not exist.
    """
    clock = _Clock()
    request = Request(columns or {}, store, as_of, None)
    part = _part([frame_table(name, frame)], datetime.now(UTC).date(), request, clock)
    return _together([part], clock)


def _part(tables: Sequence[Table], modified: date, request: Request, clock: _Clock) -> Part:
    with clock.step("recognise"):
        understood = understand(tables, request.columns, request.systems)
        check_stock(understood)
    with clock.step("clean"):
        return _clean_part(understood, modified, request)


def _clean_part(understood: Understood, modified: date, request: Request) -> Part:
    headers = used(understood.recognition)
    stores = stores_of(understood.recognition.columns)
    table, left_out = drop_leftovers(understood.table, headers["sku"], _all_used(understood))
    columns = columns_of(table.cells, headers)
    habits = habits_of(columns, _other_dates(table, headers))
    done = [clean(table.name, table.rows, column, habits) for column in columns]
    frame = pl.DataFrame([each.values for each in done])
    day = stock_date(table.name, dates_only(frame.get_columns()), modified, request.as_of)
    frame, future = _without_future(frame, table, columns, day.day)
    frame = _filled_down(frame.with_columns(source_row=table.rows), table, understood.system)
    wide_found: list[pl.DataFrame] = []
    if stores:
        frame, wide_found = _per_store(frame, table, stores, habits)
    blank = _no_quantity(frame, table, headers.get("on_hand"))
    frame, notes = _with_store(frame, table.name, request.store)
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


def _other_dates(table: Table, headers: Mapping[str, str]) -> Iterator[pl.Series]:
    taken = set(headers.values())
    return (
        table.cells[name] for name in table.headers if name not in taken and "date" in fold(name)
    )


def _without_future(
    frame: pl.DataFrame, table: Table, columns: Sequence[Column], day: date
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Movements dated after the day of the stock are unknown."""
    found = []
    for column in columns:
        if column.canonical not in MOVEMENTS:
            continue
        future = (frame[column.canonical] > day).fill_null(value=False)
        if future.any():
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
        done = [
            clean(table.name, table.rows, column, habits)
            for column in columns_of(table.cells, headers)
        ]
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


def _together(parts: Sequence[Part], clock: _Clock) -> Intake:
    with clock.step("merge"):
        frames = [part.frame for part in parts]
        whole = pl.concat(frames, how="diagonal") if frames else _empty()
        merged = merge_duplicates(whole)
        found = problems.gather([*(part.found for part in parts), merged.found])
        order = [column.name for column in COLUMNS if column.name in merged.frame.columns]
        frame = merged.frame.select(*order, "source_file", pl.col("source_row").cast(pl.Int64))
    sources = tuple(_noted(part.source, merged.found) for part in parts)
    return Intake(frame, sources, found, clock.spent)


def _noted(source: Source, doubled: pl.DataFrame) -> Source:
    count = doubled.filter(pl.col("file") == source.name).height
    if not count:
        return source
    note = f"{count:,} rows repeat a SKU of the same store; their quantities are added up."
    return replace(source, notes=(*source.notes, note))


def _empty() -> pl.DataFrame:
    schema = {"store_id": pl.String, "sku": pl.String, "on_hand": pl.Float64, "as_of": pl.Date}
    return pl.DataFrame(schema={**schema, "source_file": pl.String, "source_row": pl.Int64})
