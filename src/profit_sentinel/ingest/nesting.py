"""Nesting: of two columns that divide the items, the one whose values divide those of the other."""

from dataclasses import replace

import polars as pl

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import left
from profit_sentinel.ingest.plausible import Shape
from profit_sentinel.ingest.silent import silent
from profit_sentinel.ingest.view import (
    Uses,
    View,
    called,
    header_of,
    may_change,
    open_use,
    with_uses,
)

_MOST = 0.95
_DIVIDES = 0.7
"""Share of the rows inside one department at which a class may divide them, but for mistakes."""
_ROWS_PER_VALUE = 2
_ROWS_TELL = 30
_DIVISIONS_LEAST = 3
_CONFIDENCE = 0.75
_LONE = 0.65


def nest(uses: Uses, view: View) -> Uses:
    """Take the column of the finer values for the class, the other for the department."""
    whole, lone = header_of(uses, "department"), open_use(uses, "fineline")
    if whole is None:
        return _without_department(uses, view, lone) if lone else uses
    if header_of(uses, "fineline") and not _is_empty(lone):
        return _crossing(uses, view, whole, lone) if lone else uses
    part = _other(uses, view, "department")
    if part is None:
        return uses
    gone = [left(lone, "it is empty")] if lone else []
    if _nests(view.cells, part.header, whole):
        return with_uses(uses, *gone, _class_of(part, whole))
    if may_change(uses[whole]) and _nests(view.cells, whole, part.header):
        return with_uses(uses, *gone, _divided(part, whole), _class_of(uses[whole], part.header))
    return uses


def _without_department(uses: Uses, view: View, lone: ColumnUse) -> Uses:
    part = _other(uses, view, "fineline")
    for whole, finer in ((lone, part), (part, lone)):
        if whole and finer and _nests(view.cells, finer.header, whole.header):
            return with_uses(uses, _divided(whole, finer.header), _class_of(finer, whole.header))
    if silent_whole := _divided_by(uses, view, lone.header):
        return with_uses(
            uses, _divided(silent_whole, lone.header), _class_of(lone, silent_whole.header)
        )
    if len(view.looks[lone.header].cells) < _DIVISIONS_LEAST:
        return uses
    reason = "the only column whose name says a division"
    found = replace(lone, canonical="department", confidence=_LONE, reason=reason)
    return with_uses(uses, replace(found, doubtful=True, suggestion="department"))


def _divided_by(uses: Uses, view: View, part: str) -> ColumnUse | None:
    """The only groups whose name says nothing and which a class divides."""
    groups = silent(uses, view, Shape.GROUP)
    told = [use for use in groups if len(view.looks[use.header].cells) >= _DIVISIONS_LEAST]
    found = [use for use in told if _nests(view.cells, part, use.header)]
    return found[0] if len(found) == 1 else None


def _crossing(uses: Uses, view: View, whole: str, part: ColumnUse) -> Uses:
    """Ask about a class whose values lie across the departments, as those of a brand do."""
    rows = _both(view.cells, part.header, whole)
    if rows.height < _ROWS_TELL or _inside(rows) >= _DIVIDES:
        return uses
    reason = f"{part.reason}, but its values lie across those of {whole}"
    return with_uses(uses, replace(part, doubtful=True, suggestion="fineline", reason=reason))


def _other(uses: Uses, view: View, canonical: str) -> ColumnUse | None:
    """A column that is not used and has the name of another column."""
    return next((use for use in called(uses, view, canonical) if use.canonical is None), None)


def _class_of(part: ColumnUse, whole: str) -> ColumnUse:
    reason = f"its values divide those of {whole}: nearly each is in one of them only"
    found = replace(part, canonical="fineline", confidence=_CONFIDENCE, reason=reason)
    return replace(found, doubtful=False, suggestion=None)


def _is_empty(use: ColumnUse | None) -> bool:
    return use is not None and not use.samples


def _divided(whole: ColumnUse, part: str) -> ColumnUse:
    reason = f"the values of {part} divide its own"
    found = replace(whole, canonical="department", confidence=_CONFIDENCE, reason=reason)
    return replace(found, doubtful=True, suggestion="department")


def _nests(cells: pl.DataFrame, part: str, whole: str) -> bool:
    rows = _both(cells, part, whole)
    parts, wholes = rows["part"].n_unique(), rows["whole"].n_unique()
    if wholes == 1 or not wholes < parts <= rows.height / _ROWS_PER_VALUE:
        return False
    return _inside(rows) >= _MOST


def _both(cells: pl.DataFrame, part: str, whole: str) -> pl.DataFrame:
    """The rows in which both columns say something."""
    return cells.select(part=part, whole=whole).drop_nulls()


def _inside(rows: pl.DataFrame) -> float:
    """Share of the rows (one at least) in the department that most rows of their class are in."""
    pairs = rows.group_by("part", "whole").len()
    inside = int(pairs.group_by("part").agg(pl.col("len").max())["len"].sum())
    return inside / rows.height
