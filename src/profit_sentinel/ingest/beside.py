"""Beside the stock: companion files as clean frames of their kind."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.columns import ColumnType
from profit_sentinel.domain.companions import COMPANIONS, TYPES
from profit_sentinel.domain.intake import Companion, FileKind, Source
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.as_of import date_in_name
from profit_sentinel.ingest.clean import clean, habits_of
from profit_sentinel.ingest.companions import banner_column, lacking, not_shipped
from profit_sentinel.ingest.leftovers import drop_leftovers
from profit_sentinel.ingest.ready import Column, columns_of
from profit_sentinel.ingest.recognise import Understood, used
from profit_sentinel.ingest.systems import fold
from profit_sentinel.ingest.table import Table

UNUSED = "Read, and not used yet by a leak."
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
    columns = columns_of(table.cells, headers)
    habits = habits_of(columns, _other_dates(table, headers))
    done = clean(table.name, table.rows, columns, habits)
    frame = pl.DataFrame([each.values for each in done]).with_columns(
        source_file=pl.lit(table.name), source_row=table.rows.cast(pl.Int64)
    )
    frame = frame.with_columns(_from_banner(understood, columns))
    frame, charges = _without_charges(frame, table.name, headers.get("sku"))
    frame, shipped = _as_shipped(frame, understood)
    frame, summed = _line_sums(frame, kind, headers)
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
    found = problems.gather([table.above, table.found, left_out, *(each.found for each in done), charges])
    return Beside(kind, frame, source, found)


def together(each: Iterable[Beside]) -> dict[FileKind, Companion]:
    """Companion files by kind."""
    kinds: dict[FileKind, list[Beside]] = {}
    for one in each:
        kinds.setdefault(one.kind, []).append(one)
    return {
        kind: Companion(
            kind,
            pl.concat([one.frame for one in ones], how="diagonal"),
            tuple(one.source for one in ones),
            problems.gather(one.found for one in ones),
            UNUSED,
        )
        for kind, ones in kinds.items()
    }


def _without_leftovers(table: Table, headers: Mapping[str, str]) -> tuple[Table, pl.DataFrame]:
    key = headers.get("sku") or headers.get("barcode")
    if key is None:
        return table, problems.none()
    return drop_leftovers(table, key, list(headers.values()))


def _other_dates(table: Table, headers: Mapping[str, str]) -> list[pl.Series]:
    taken = set(headers.values())
    names = (name for name in table.headers if name not in taken and "date" in fold(name))
    return [table.cells[name] for name in names]


def _from_banner(understood: Understood, columns: Iterable[Column]) -> Iterator[pl.Expr]:
    """What stands once above the header and holds for every line."""
    kind, held = understood.recognition.kind, {column.canonical for column in columns}
    known = {column.name for column in COMPANIONS[kind]} - held
    for label, value in _labelled(understood.table.banner):
        column = banner_column(label, kind)
        if column in known and TYPES[column] is not ColumnType.DATE:
            known.discard(column)
            yield pl.lit(value).alias(column)


def _labelled(banner: Iterable[tuple[str | None, ...]]) -> Iterator[tuple[str, str]]:
    """Labels above the header with what stands behind them, in the cell or in the next."""
    for record in banner:
        cells = [cell.strip() for cell in record if cell and cell.strip()]
        for cell, following in zip(cells, [*cells[1:], ""], strict=True):
            label = _LABEL.match(cell)
            if label and label[2]:
                yield label[1], label[2].strip()
            elif following and ":" not in following:
                yield cell.rstrip(":"), following


def _without_charges(
    frame: pl.DataFrame, name: str, header: str | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines of a service charge, which stand under an item of zeros."""
    if header is None:
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
    return marked, (f"{count:,} lines were not shipped and not billed.",) if count else ()


def _line_sums(
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
