"""Taking in: the files of one stock list as one canonical frame plus a list of problems."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from time import perf_counter
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.columns import COLUMNS
from profit_sentinel.domain.intake import FileKind, Intake, Source, UnusableFileError, Upload
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.aliases import propose
from profit_sentinel.ingest.archive import unpack
from profit_sentinel.ingest.beside import clean_companion, together
from profit_sentinel.ingest.duplicates import merge_duplicates
from profit_sentinel.ingest.long import can_be_long, is_long, long_part
from profit_sentinel.ingest.opening import open_frame
from profit_sentinel.ingest.papers import (
    Paper,
    beside,
    check_columns,
    check_headers,
    goes_with,
    in_whole,
    left,
    look_at,
    may_be_left,
    opened,
)
from profit_sentinel.ingest.part import Part, clean_part
from profit_sentinel.ingest.price_list import fill
from profit_sentinel.ingest.recognise import Understood, understand
from profit_sentinel.ingest.refusals import (
    check_quantities,
    check_stock,
    refuse_copies,
    refuse_snapshots,
)
from profit_sentinel.ingest.renaming import Confirmed, confirmed, rename, without
from profit_sentinel.ingest.sheets import choose_sheets
from profit_sentinel.ingest.shelf import Memory, Shelf
from profit_sentinel.ingest.systems import System, fold


class Request(NamedTuple):
    """What a person said about the files."""

    columns: Mapping[str, str]
    store: str | None
    as_of: date | None
    systems: Sequence[System] | None
    shelf: Callable[[], Shelf] = Memory
    aliases: Confirmed = Confirmed()


class _Sorted(NamedTuple):
    """The files that arrived: stock lists taken in, what goes with them, notes on the others."""

    parts: list[Part]
    beside: list[Paper]
    notes: list[str]


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
    notes: Sequence[str] = (),
    aliases: Mapping[str, str] | None = None,
) -> Intake:
    """Take in the files of one stock list, which may be cut by store or department.

    Args:
        uploads: The files.
        columns: Canonical column to header, where a person chose.
        store: Name of the store for files that do not name one.
        as_of: The day the stock was read; None finds it in each file.
        systems: Known systems; None takes those of this package.
        notes: Sentences about files that were left out before.
        shelf: Makes a place for the rows of each file that is too long to be taken in at once.
        aliases: Names of one store or SKU a person confirmed: `store:01` to `1`,
            `sku` to `all`.

    Raises:
        UnusableFileError: A file cannot be read, or is no stock list.
        UnknownColumnError: `columns` names a column or header that does not exist.
    """
    request = Request(columns or {}, store, as_of, systems, shelf, confirmed(aliases or {}))
    check_columns(request.columns)
    clock = _Clock()
    arrived = unpack(uploads)
    refuse_copies(arrived.uploads)
    sorted_out = _sort_out(arrived.uploads, request, clock)
    refuse_snapshots(sorted_out.parts)
    intake = _together(sorted_out.parts, clock, request.aliases)
    with clock.step("companions"):
        intake = _with_companions(intake, sorted_out.beside, request)
    return replace(intake, notes=(*notes, *arrived.notes, *sorted_out.notes))


def take_in_frame(  # noqa: PLR0913 - one option per question a person may ask
    frame: pl.DataFrame,
    *,
    modified: date,
    name: str = "frame",
    columns: Mapping[str, str] | None = None,
    store: str | None = None,
    as_of: date | None = None,
    systems: Sequence[System] | None = None,
    aliases: Mapping[str, str] | None = None,
) -> Intake:
    """Take in a ready frame, whose columns are recognised as those of a file are.

    Args:
        frame: One row per item; any names, any types.
        modified: The day of the stock when neither `as_of` nor the frame tells it.
        name: What problems call it.
        columns: Canonical column to name in the frame, where a person chose.
        store: Name of the store when the frame does not name one.
        as_of: The day the stock was read.
        systems: Known systems; None takes those of this package.
        aliases: Names of one store or SKU a person confirmed: `store:01` to `1`,
            `sku` to `all`.

    Raises:
        UnusableFileError: The frame is no stock list.
        UnknownColumnError: `columns` names a column that does not exist.
    """
    clock = _Clock()
    with clock.step("recognise"):
        understood = understand(open_frame(name, frame), columns or {}, systems)
        check_stock(understood)
    part = _part(understood, modified, store, as_of, clock)
    return _together([part], clock, confirmed(aliases or {}))


def _sort_out(uploads: Sequence[Upload], request: Request, clock: _Clock) -> _Sorted:
    """Take in the stock lists among the files; what goes with them waits."""
    sorted_out, headers = _Sorted([], [], []), set[str]()
    refused: list[UnusableFileError] = []
    for upload in uploads:
        paper = None
        try:
            paper = _looked_at(upload, request, clock, alone=len(uploads) == 1)
            headers.update(fold(header) for header in paper.best.table.headers)
            if goes_with(paper):
                sorted_out.beside.append(paper)
                continue
            check_stock(paper.best)
        except UnusableFileError as error:
            if not may_be_left(upload, read=paper is not None):
                raise
            refused.append(error)
            continue
        sorted_out.parts.extend(_parts(paper, request, clock))
    if not sorted_out.parts:
        _refuse(sorted_out.beside, refused)
    if len(uploads) > 1:
        check_headers(request.columns, headers)
    sorted_out.notes.extend(map(left, refused))
    return sorted_out


def _refuse(papers: Sequence[Paper], refused: Sequence[UnusableFileError]) -> None:
    """Say why there is no stock list among the files."""
    for paper in papers:
        check_stock(paper.best)
    for error in refused:
        raise error


def _looked_at(upload: Upload, request: Request, clock: _Clock, *, alone: bool) -> Paper:
    with clock.step("recognise" if is_long(upload) else "read"):
        tables, whole = opened(upload)
    with clock.step("recognise"):
        return look_at(upload, tables, request.columns, request.systems, whole=whole, alone=alone)


def _parts(paper: Paper, request: Request, clock: _Clock) -> list[Part]:
    """The parts of the stock list that a file holds: one, or one per sheet."""
    store, as_of = request.store, request.as_of
    if not paper.whole and can_be_long(paper.best):
        with clock.step("clean"):
            return [long_part(paper.best, paper.upload, request.shelf(), store=store, as_of=as_of)]
    with clock.step("read"):
        paper = in_whole(paper)
    sheets = choose_sheets(paper.best, paper.each)
    return [
        _part(sheet, paper.upload.modified, own or store, as_of, clock)
        for sheet, own in zip(sheets.taken, sheets.stores, strict=True)
    ]


def _part(
    understood: Understood, modified: date, store: str | None, as_of: date | None, clock: _Clock
) -> Part:
    with clock.step("clean"):
        part = clean_part(understood, modified, store=store, as_of=as_of)
    check_quantities(understood, part)
    return part


def _with_companions(intake: Intake, papers: Sequence[Paper], request: Request) -> Intake:
    """Take in what goes with the stock list, and fill from price lists what it does not know."""
    if not papers:
        return intake
    each = [
        clean_companion(beside(paper, request.columns), paper.upload.modified)
        for paper in map(in_whole, papers)
    ]
    companions = together(each, intake.stock)
    prices = companions.get(FileKind.PRICE_LIST)
    if prices is None:
        return replace(intake, companions=companions)
    filled = fill(intake.stock, prices)
    companions[FileKind.PRICE_LIST] = replace(prices, used=filled.said)
    return replace(intake, stock=in_order(filled.stock), companions=companions)


def _together(parts: Sequence[Part], clock: _Clock, aliases: Confirmed) -> Intake:
    with clock.step("merge"):
        stocks = [part.stock for part in parts]
        renamed = rename(pl.concat(stocks, how="diagonal") if stocks else _empty(), aliases)
        merged = merge_duplicates(renamed.stock)
        found = problems.gather([*(part.found for part in parts), renamed.found, merged.found])
        stock = in_order(merged.stock)
    with clock.step("aliases"):
        names = (*renamed.aliases, *propose(stock))
    sources = tuple(_noted(without(part.source, renamed.found), merged.found) for part in parts)
    return Intake(stock, sources, found, clock.spent, aliases=names)


def in_order(stock: pl.LazyFrame) -> pl.LazyFrame:
    """The canonical columns in their order, then where each row comes from."""
    held = stock.collect_schema()
    order = [column.name for column in COLUMNS if column.name in held]
    return stock.select(*order, "source_file", pl.col("source_row").cast(pl.Int64))


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
