"""Nesting: a second column of departments whose values divide those of the first."""

from dataclasses import replace

import polars as pl

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import left
from profit_sentinel.ingest.view import Uses, View, header_of, may_change, open_use

_MOST = 0.95
_ROWS_PER_VALUE = 2
_CONFIDENCE = 0.75
_LONE = 0.65


def nest(uses: Uses, view: View) -> Uses:
    """Take the second column that says department for the class within it, when it nests."""
    whole, lone = header_of(uses, "department"), open_use(uses, "fineline")
    if whole is None and lone and view.words(lone.header) & {"type", "line"}:
        reason = "the only column that divides the items"
        found = replace(lone, canonical="department", confidence=_LONE, reason=reason)
        return {**uses, lone.header: replace(found, doubtful=True, suggestion="department")}
    if whole is None or (header_of(uses, "fineline") and not _is_empty(lone)):
        return uses
    part = next((use for use in uses.values() if _says_department(use, view)), None)
    if part is None or not _nests(view.cells, part.header, whole):
        return uses
    reason = f"its values divide those of {whole}: nearly each is in one of them only"
    found = replace(part, canonical="fineline", confidence=_CONFIDENCE, reason=reason)
    gone = {lone.header: left(lone, "it is empty")} if lone else {}
    return {**uses, **gone, part.header: found}


def _is_empty(use: ColumnUse | None) -> bool:
    return use is not None and not use.samples


def _says_department(use: ColumnUse, view: View) -> bool:
    """Whether a column that is not used has the name of a department."""
    said = view.said(use.header)
    free = use.canonical is None and may_change(use) and bool(use.samples)
    return free and said is not None and said.column == "department"


def _nests(cells: pl.DataFrame, part: str, whole: str) -> bool:
    rows = cells.select(part=part, whole=whole).drop_nulls()
    parts, wholes = rows["part"].n_unique(), rows["whole"].n_unique()
    if wholes == 1 or not wholes < parts <= rows.height / _ROWS_PER_VALUE:
        return False
    pairs = rows.group_by("part", "whole").len()
    inside = pairs.group_by("part").agg(pl.col("len").max())["len"].sum()
    return inside >= _MOST * rows.height
