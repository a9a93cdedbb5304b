"""Beside the stock: companion files as clean frames of their kind."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.intake import Companion, FileKind, Source
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.as_of import date_in_name
from profit_sentinel.ingest.clean import clean, habits_of
from profit_sentinel.ingest.companions import banner_columns, lacking, not_shipped
from profit_sentinel.ingest.leftovers import drop_leftovers, drop_totals
from profit_sentinel.ingest.ready import columns_of, other_dates
from profit_sentinel.ingest.recognise import Understood, used
from profit_sentinel.ingest.table import Table

_DAYS = ("date", "receipt_date", "invoice_date", "order_date", "effective_date")
_CHARGE = r"^0+$"
_LABEL = re.compile(r"^([^:]{2,30}):\s*(.*)$")


class Beside(NamedTuple):
    """One companion file, cleaned."""

    kind: FileKind
    frame: pl.DataFrame
    source: Source
    found: pl.DataFrame


def clean_companion(understood: Understood, modified: date) -> Beside:
    """Clean one companion file.

    Args:
        understood: The file, its columns named as its kind does.
        modified: Day the file was last written.

    Returns:
        Its lines: canonical columns, `source_file` and `source_row`.
    """
    kind, headers = understood.recognition.kind, used(understood.recognition)
    table, left_out = _without_leftovers(understood.table, headers)
    table, headers = _with_banner(table, kind, headers)
    columns = columns_of(table.cells, headers)
    habits = habits_of(columns, other_dates(table.cells, headers))
    done = clean(table.name, table.rows, columns, habits)
    rows = table.rows.cast(pl.Int64).alias("source_row")
    frame = pl.DataFrame([*(each.values for each in done), rows])
    frame = frame.with_columns(source_file=pl.lit(table.name))
    frame, charges = _without_charges(frame, table.name, kind, headers.get("sku"))
    frame, shipped = _as_shipped(frame, understood)
    frame, summed = _with_amount(frame, kind, headers)
    day, reason = _day_of(frame, table.name, modified)
    notes = (
        *table.notes, *dict.fromkeys(each.note for each in done if each.note), *shipped, *summed,
        *(f"No column for the {need}." for need in lacking(kind, frame.columns)),
    )  # fmt: skip
    source = Source(
        table.name,
        understood.recognition,
        day,
        reason,
        understood.table.height,
        frame.height,
        notes,
    )
    told = [table.above, table.found, left_out, *(each.found for each in done), charges]
    found = problems.gather(told)
    return Beside(kind, frame, source, found)


def together(each: Iterable[Beside], stock: pl.LazyFrame) -> dict[FileKind, Companion]:
    """Companion files by kind.

    Args:
        each: The files.
        stock: The stock list they go with.
    """
    kinds: dict[FileKind, list[Beside]] = {}
    for one in each:
        kinds.setdefault(one.kind, []).append(one)
    return {
        kind: _companion(kind, ones, pl.concat([one.frame for one in ones], how="diagonal"), stock)
        for kind, ones in kinds.items()
    }


def _companion(
    kind: FileKind, ones: Sequence[Beside], frame: pl.DataFrame, stock: pl.LazyFrame
) -> Companion:
    sources = tuple(one.source for one in ones)
    found = problems.gather(one.found for one in ones)
    return Companion(kind, frame, sources, found, _said(frame, stock))


def _said(frame: pl.DataFrame, stock: pl.LazyFrame) -> str:
    """How many lines there are, of which days, and how many are of items in the stock list."""
    days = [frame[name].drop_nulls() for name in _DAYS if name in frame.columns]
    dated = next((day for day in days if day.len()), None)
    parts = ["1 line" if frame.height == 1 else f"{frame.height:,} lines"]
    if dated is not None:
        first, last = str(dated.min()), str(dated.max())
        parts[0] += f" of {first}" if first == last else f" from {first} to {last}"
    if "sku" in frame.columns:
        items = stock.select(pl.col("sku").unique()).collect()
        count = frame.join(items, on="sku", how="semi").height
        parts.append(f"{count:,} of them of SKUs in the stock list")
    return f"{', '.join(parts)}; no leak uses them yet."


def _without_leftovers(table: Table, headers: Mapping[str, str]) -> tuple[Table, pl.DataFrame]:
    key = headers.get("sku") or headers.get("barcode")
    if key is None:
        return drop_totals(table, list(headers.values()))
    return drop_leftovers(table, key, list(headers.values()))


def _with_banner(
    table: Table, kind: FileKind, headers: Mapping[str, str]
) -> tuple[Table, dict[str, str]]:
    """The table with what stands once above the header and holds for every line."""
    above = dict(_labelled(table.banner))
    found = banner_columns(above, kind)
    new = {
        column: label
        for column, label in found.items()
        if column not in headers and label not in table.headers
    }
    said = [pl.lit(above[label]).alias(label) for label in dict.fromkeys(new.values())]
    return replace(table, cells=table.cells.with_columns(said)), {**headers, **new}


def _labelled(banner: Iterable[tuple[str | None, ...]]) -> Iterator[tuple[str, str]]:
    """Labels above the header with what stands behind them, in the cell or in the next."""
    for record in banner:
        cells = [cell.strip() for cell in record if cell and cell.strip()]
        for cell, following in pairwise([*cells, ""]):
            label = _LABEL.match(cell)
            if label and label[2]:
                yield label[1], label[2].strip()
            elif following and ":" not in following:
                yield cell.rstrip(":"), following


def _without_charges(
    frame: pl.DataFrame, name: str, kind: FileKind, header: str | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """An order without the lines of a service charge, which stand under an item of zeros."""
    if header is None or kind is not FileKind.PURCHASE_ORDERS:
        return frame, problems.none()
    charge = frame["sku"].str.contains(_CHARGE).fill_null(value=False)
    if not charge.any():
        return frame, problems.none()
    out = frame.filter(charge)
    reason = f"{problems.LEFT_OUT}a charge, not an item"
    found = problems.problems(name, out["source_row"], header, out["sku"], reason)
    return frame.filter(~charge), found


def _as_shipped(
    frame: pl.DataFrame, understood: Understood
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Lines marked as not shipped, of which nothing was billed."""
    sign = not_shipped(understood.recognition.system)
    if sign is None or "status" not in frame.columns or "invoiced" not in frame.columns:
        return frame, ()
    out = (pl.col("status") == sign).fill_null(value=False)
    count = frame.select(out.sum()).item()
    marked = frame.with_columns(
        invoiced=pl.when(out).then(0.0).otherwise("invoiced"),
        status=pl.when(out).then(pl.lit("not shipped")).otherwise("status"),
    )
    lines = "1 line was" if count == 1 else f"{count:,} lines were"
    return marked, (f"{lines} not shipped and not billed.",) if count else ()


def _with_amount(
    frame: pl.DataFrame, kind: FileKind, headers: Mapping[str, str]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Amounts of a sales line that the file leaves to be multiplied."""
    held = set(frame.columns)
    if kind is not FileKind.SALES or "amount" in held or not {"quantity", "price"} <= held:
        return frame, ()
    note = f"The amount of a line is its quantity times {headers['price']}."
    return frame.with_columns(amount=pl.col("quantity") * pl.col("price")), (note,)


def _day_of(frame: pl.DataFrame, name: str, modified: date) -> tuple[date, str]:
    """How far a companion file reaches."""
    if named := date_in_name(name):
        return named, f"date in the file name {name}"
    for column in _DAYS:
        if column in frame.columns:
            newest = frame[column].max()
            if isinstance(newest, date):
                return newest, f"newest date in {column}"
    return modified, "day the file was last written"
