"""Of a system: what its files need beside their headers being known."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.clean import Habits
from profit_sentinel.ingest.day_order import Order, Votes
from profit_sentinel.ingest.systems import System, fold
from profit_sentinel.ingest.table import Table
from profit_sentinel.ingest.texts import read_texts

_TEXTS = (ColumnType.ID, ColumnType.TEXT)
_ONLY_VARIANT = ("default title", "default", "regular")
"""What systems call the variant of an item that has but one."""


def leave_out(table: Table, system: System | None) -> tuple[Table, pl.DataFrame]:
    """Leave out the rows a system writes that are no stock.

    Returns:
        The table without them, and one problem per row left out.
    """
    found = []
    for header, pattern in _there(table, system.leave_out if system else {}):
        cells = table.cells[header].cast(pl.String).str.strip_chars()
        out = cells.str.contains(f"(?i)^(?:{pattern})$").fill_null(value=False)
        if out.any():
            reason = (
                f"{problems.LEFT_OUT}{system.name if system else ''} writes so what is no stock"
            )
            rows, values = table.rows.filter(out), table.cells[header].filter(out)
            found.append(problems.problems(table.name, rows, header, values, reason))
            table = replace(table, cells=table.cells.filter(~out), rows=table.rows.filter(~out))
    return table, problems.gather(found)


def _there(table: Table, wanted: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Headers of a table that a system says something of, with the pattern it gives."""
    for header in table.headers:
        pattern = wanted.get(fold(header))
        if pattern is not None:
            yield header, str(getattr(pattern, "pattern", pattern))


def with_formats(habits: Habits, system: System | None) -> Habits:
    """What a system is known to write, where the file itself does not tell."""
    if system is None:
        return habits
    order, comma = system.formats
    if order is not None:
        vote = Votes(month_first=1) if order is Order.MONTH_FIRST else Votes(day_first=1)
        if habits.others.order is None:
            habits = replace(habits, others=habits.others + vote)
    if comma is not None and not habits.commas:
        habits = replace(habits, commas=frozenset({comma}))
    return habits


def filled_down(frame: pl.DataFrame, table: Table, system: System | None) -> pl.DataFrame:
    """Values a system writes in the first row of a group only."""
    folded = {fold(header): header for header in table.headers}
    for canonical, group in (system.fill_down if system else {}).items():
        if canonical in frame.columns and group in folded:
            key = table.cells[folded[group]]
            filled = pl.col(canonical).fill_null(strategy="forward").over(key)
            frame = frame.with_columns(filled)
    return frame


def appended(frame: pl.DataFrame, table: Table, system: System | None) -> pl.DataFrame:
    """Names of variants put behind the name they share, so that each item has its own."""
    folded = {fold(header): header for header in table.headers}
    for canonical, headers in (system.append if system else {}).items():
        there = [table.cells[folded[header]] for header in headers if header in folded]
        if canonical in frame.columns and there:
            names = [_variant(cells).alias(f"{place}") for place, cells in enumerate(there)]
            whole = pl.concat_str(frame[canonical], *names, separator=", ", ignore_nulls=True)
            known = pl.when(pl.col(canonical).is_not_null()).then(whole)
            frame = frame.with_columns(known.alias(canonical))
    return frame


def _variant(cells: pl.Series) -> pl.Series:
    """Names of variants; null where an item has but one."""
    texts = read_texts(cells)
    only = texts.str.to_lowercase().is_in(_ONLY_VARIANT).fill_null(value=True)
    return texts.zip_with(~only, pl.Series([None], dtype=pl.String))


def split(frame: pl.DataFrame, system: System | None) -> pl.DataFrame:
    """Cells that hold several canonical columns, taken apart.

    A cell the pattern does not fit stays as it is; a column that has its own values keeps them.
    """
    for column, pattern in (system.split if system else {}).items():
        if column not in frame.columns:
            continue
        groups = pl.col(column).str.extract_groups(f"^(?:{pattern.pattern})$")
        names = [name for name in pattern.groupindex if BY_NAME[name].type in _TEXTS]
        parts = {name: groups.struct.field(name) for name in names}
        whole = pl.all_horizontal(part.is_null() for part in parts.values())
        frame = frame.with_columns(
            pl.when(whole).then(pl.col(column)).otherwise(part).alias(name)
            if name == column
            else pl.coalesce(name, part).alias(name)
            if name in frame.columns
            else part.alias(name)
            for name, part in parts.items()
        )
    return frame
