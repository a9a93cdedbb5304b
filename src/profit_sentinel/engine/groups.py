"""Groups: figures of the rows that a row stands among, written beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from profit_sentinel.declaration.words import NARWHALS, Expr, coalesce, lit
from profit_sentinel.ingest.marks import mark

if TYPE_CHECKING:
    import polars as pl

    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.engine.frame import Frame

Keys = tuple[str, ...]
"""Text columns that rows of a group have in common; rows that name none have that in common."""
Figures = Mapping[Keys, Mapping[str, Expr]]
"""Aggregates by the groups they are of."""


ROW = "row"
"""Column that numbers the rows of a frame, by which tables of some rows are joined."""


def beside(frame: Frame, figures: Figures, engine: Engine) -> Frame:
    """Add the figures of every group to its rows.

    Polars finds the rows of a group once for all windows over it; see `windows`. A database sorts
    them for each window, so there the groups are worked out as tables of their own and joined.

    Args:
        frame: Rows.
        figures: What to add.
        engine: Where the frame lives.
    """
    if engine.language != NARWHALS:
        return cast("Frame", windows(cast("pl.LazyFrame", frame), figures))
    names = {f"{key}_key": coalesce(key, lit("")) for keys in figures for key in keys}
    frame = engine.materialise(frame.with_columns(**names))
    rows = frame
    for keys, own in figures.items():
        named = [f"{key}_key" for key in keys]
        frame = frame.join(rows.group_by(*named).agg(**own), on=named, how="left")
    return frame.drop(*names)


def windows(frame: pl.LazyFrame, figures: Figures) -> pl.LazyFrame:
    """Add the figures of every group as windows.

    Groups are told apart by the marks of their keys.
    """
    numbers = {keys: "group " + " ".join(keys) for keys in figures}
    frame = frame.with_columns(mark(*keys).alias(numbers[keys]) for keys in figures)
    values = {
        name: cast("pl.Expr", value).over(numbers[keys])
        for keys, own in figures.items()
        for name, value in own.items()
    }
    return frame.with_columns(**values).drop(numbers.values())


def together(*parts: Figures) -> Figures:
    """Figures of several modules, those of the same groups together."""
    whole: dict[Keys, dict[str, Expr]] = {}
    for part in parts:
        for keys, own in part.items():
            whole.setdefault(keys, {}).update(own)
    return whole
