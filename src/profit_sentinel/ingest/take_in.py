"""Taking in: the files of one stock list as one canonical frame plus a list of problems."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.columns import COLUMNS
from profit_sentinel.domain.intake import Intake, Source, Upload
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.duplicates import merge_duplicates
from profit_sentinel.ingest.long import Memory, Shelf, can_be_long, head_of, is_long, long_part
from profit_sentinel.ingest.opening import open_frame, open_tables
from profit_sentinel.ingest.part import Part, clean_part
from profit_sentinel.ingest.recognise import Understood, check_names, understand
from profit_sentinel.ingest.refusals import (
    check_quantities,
    check_stock,
    refuse_copies,
    refuse_snapshots,
)
from profit_sentinel.ingest.systems import System
from profit_sentinel.ingest.table import Table


class Request(NamedTuple):
    """What a person said about the files."""

    columns: Mapping[str, str]
    store: str | None
    as_of: date | None
    systems: Sequence[System] | None
    shelf: Callable[[], Shelf] = Memory


class _Clock:
    """Milliseconds spent per step."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.spent[name] = self.spent.get(name, 0.0) + (perf_counter() - start) * 1000


def take_in(  # noqa: PLR0913 - one option per question a person may ask
    uploads: Sequence[Upload],
    *,
    columns: Mapping[str, str] | None = None,
    store: str | None = None,
    as_of: date | None = None,
    systems: Sequence[System] | None = None,
    shelf: Callable[[], Shelf] = Memory,
) -> Intake:
    """Take in the files of one stock list, which may be cut by store or department.

    Args:
        uploads: The files.
        columns: Canonical column to header, where a person chose.
        store: Name of the store for files that do not name one.
        as_of: The day the stock was read; None finds it in each file.
        systems: Known systems; None takes those of this package.
        shelf: Makes a place for the rows of each file that is too long to be taken in at once.

    Raises:
        UnusableFileError: A file cannot be read, or is no stock list.
        UnknownColumnError: `columns` names a column or header that does not exist.
    """
    request = Request(columns or {}, store, as_of, systems, shelf)
    check_names(request.columns)
    clock = _Clock()
    refuse_copies(uploads)
    parts = [
        _long_part(upload, request, clock) or _whole_part(upload, request, clock)
        for upload in uploads
    ]
    refuse_snapshots(parts)
    return _together(parts, clock)


def take_in_frame(  # noqa: PLR0913 - one option per question a person may ask
    frame: pl.DataFrame,
    *,
    modified: date,
    name: str = "frame",
    columns: Mapping[str, str] | None = None,
    store: str | None = None,
    as_of: date | None = None,
) -> Intake:
    """Take in a ready frame, whose columns are recognised as those of a file are.

    Args:
        frame: One row per item; any names, any types.
        modified: The day of the stock when neither `as_of` nor the frame tells it.
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
    part = _part(open_frame(name, frame), modified, request, clock)
    return _together([part], clock)


def _long_part(upload: Upload, request: Request, clock: _Clock) -> Part | None:
    """A long file, block by block; None when it is not long or its rows hang together."""
    if not is_long(upload):
        return None
    understood = _understood(head_of(upload), request, clock)
    if not can_be_long(understood):
        return None
    with clock.step("clean"):
        return long_part(
            understood, upload, request.shelf(), store=request.store, as_of=request.as_of
        )


def _whole_part(upload: Upload, request: Request, clock: _Clock) -> Part:
    with clock.step("read"):
        tables = open_tables(upload)
    return _part(tables, upload.modified, request, clock)


def _part(tables: Sequence[Table], modified: date, request: Request, clock: _Clock) -> Part:
    understood = _understood(tables, request, clock)
    with clock.step("clean"):
        part = clean_part(understood, modified, store=request.store, as_of=request.as_of)
    check_quantities(understood, part)
    return part


def _understood(tables: Sequence[Table], request: Request, clock: _Clock) -> Understood:
    with clock.step("recognise"):
        understood = understand(tables, request.columns, request.systems)
        check_stock(understood)
    return understood


def _together(parts: Sequence[Part], clock: _Clock) -> Intake:
    with clock.step("merge"):
        stocks = [part.stock for part in parts]
        merged = merge_duplicates(pl.concat(stocks, how="diagonal") if stocks else _empty())
        found = problems.gather([*(part.found for part in parts), merged.found])
        held = merged.stock.collect_schema()
        order = [column.name for column in COLUMNS if column.name in held]
        stock = merged.stock.select(*order, "source_file", pl.col("source_row").cast(pl.Int64))
    sources = tuple(_noted(part.source, merged.found) for part in parts)
    return Intake(stock, sources, found, clock.spent)


def _noted(source: Source, doubled: pl.DataFrame) -> Source:
    count = doubled.filter(pl.col("file") == source.name).height
    if not count:
        return source
    rows = "1 row repeats" if count == 1 else f"{count:,} rows repeat"
    note = f"{rows} a SKU of the same store; the quantities are added up."
    return replace(source, notes=(*source.notes, note))


def _empty() -> pl.LazyFrame:
    schema = {"store_id": pl.String, "sku": pl.String, "on_hand": pl.Float64, "as_of": pl.Date}
    return pl.LazyFrame(schema={**schema, "source_file": pl.String, "source_row": pl.Int64})
