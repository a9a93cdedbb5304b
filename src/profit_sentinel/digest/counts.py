"""Count sheets: what is worth a look at the shelf, by store and department, in shelf order."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from profit_sentinel.digest.wording import reason
from profit_sentinel.domain.count_sheet import CountLine, CountSheet
from profit_sentinel.engine.counts import EXPECTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.ingest.shelf import Shelf
    from profit_sentinel.settings import Settings

SHEET = ("store_id", "department", "leak")
NO_DEPARTMENT = "no department named"
DIGITS = re.compile(r"(\d+)")
PRINTED = {
    "store_id": pl.String,
    "department": pl.String,
    "bin": pl.String,
    "sku": pl.String,
    "description": pl.String,
    "vendor": pl.String,
    "question": pl.String,
    "found": pl.String,
    "probability": pl.Float64,
    "expected": pl.Float64,
    "reason": pl.String,
}
"""Columns of the sheets as they are printed."""
ShelfKey = tuple[bool, list[tuple[int, str]], str]


def count_sheets(
    found: Shelf, leaks: Mapping[str, Leak], settings: Settings
) -> tuple[CountSheet, ...]:
    """The sheets of all stores, those that expect the most dollars first.

    Args:
        found: Findings, those of a store in one piece.
        leaks: The declarations by id.
        settings: The constants in force.
    """
    sheets = [
        sheet(key, rows, leaks, settings)
        for number in range(len(found))
        for key, rows in together(found.piece(number))
    ]
    return tuple(sorted(sheets, key=lambda each: (-each.expected, each.store_id, each.department)))


def together(findings: pl.LazyFrame) -> Iterator[tuple[tuple[str, ...], list[dict[str, Any]]]]:
    """The findings worth a count, those of each sheet together."""
    asked = findings.filter("worth_a_count").with_columns(
        pl.col("department").fill_null(NO_DEPARTMENT), expected=EXPECTED
    )
    rows = asked.sort(*SHEET, "sku").collect().to_dicts()
    for key, group in groupby(rows, lambda row: tuple(row[name] for name in SHEET)):
        yield key, list(group)


def sheet(
    key: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
    leaks: Mapping[str, Leak],
    settings: Settings,
) -> CountSheet:
    """One sheet from its findings."""
    store, department, name = key
    leak = leaks[name]
    look = leak.look
    if look is None:
        message = f"no look decides {name}"
        raise ValueError(message)
    return CountSheet(
        store_id=store,
        department=department,
        leak=name,
        question=look.question,
        so=look.so,
        recovery=leak.recovery.value,
        minutes=settings.counts.look_minutes * len(rows),
        lines=tuple(line(row, leak) for row in sorted(rows, key=along_the_shelf)),
    )


def sheet_table(sheets: Iterable[CountSheet]) -> pl.DataFrame:
    """The sheets to print and walk with: a row per shelf, in order, with a column to fill in.

    Returns:
        `PRINTED`, stores and departments by name; `expected` in dollars, `found` empty.
    """
    rows = [
        (sheet.store_id, sheet.department, one.bin, one.sku, one.description, one.vendor,
         sheet.question, None, one.probability, one.expected, one.reason)
        for sheet in sorted(sheets, key=lambda each: (each.store_id, each.department, each.leak))
        for one in sheet.lines
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=PRINTED, orient="row")


def line(row: Mapping[str, Any], leak: Leak) -> CountLine:
    """One shelf to look at."""
    told = ("sku", "description", "vendor", "bin", "probability", "expected")
    return CountLine(**{name: row[name] for name in told}, reason=reason(leak.sentence, row))


def along_the_shelf(row: Mapping[str, Any]) -> ShelfKey:
    """Where a row comes on a walk: by bin, `A2` before `A10`; without a bin last; then by SKU."""
    parts = DIGITS.split(row["bin"] or "")
    return not row["bin"], [(int(part), "") if part.isdecimal() else (-1, part) for part in parts
                            if part], row["sku"]  # fmt: skip
