"""Facts: every figure the declarations may read, worked out for every row.

The steps take turns in passes, so that the figures of a group are worked out together: what a row
says alone (`own`), the groups it stands among (`among`), where it stands in them (`placed`), how
much they vary (`spread`), and what follows from all that (`add`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.words import Date, Float64, String, lit
from profit_sentinel.domain.columns import COLUMNS, ColumnType
from profit_sentinel.engine import (
    cover,
    demand,
    margins,
    packs,
    peers,
    season,
    silence,
    twins,
    values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from narwhals.dtypes import DType

    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan

DTYPES: dict[ColumnType, type[DType]] = {
    ColumnType.ID: String,
    ColumnType.TEXT: String,
    ColumnType.DATE: Date,
    ColumnType.QUANTITY: Float64,
    ColumnType.MONEY: Float64,
    ColumnType.SHARE: Float64,
}


def complete(frame: Frame) -> Frame:
    """Add the canonical columns a file lacks, all null, so that every expression binds."""
    held = set(frame.collect_schema().names())
    return frame.with_columns(
        **{
            column.name: lit(None).cast(DTYPES[column.type]())
            for column in COLUMNS
            if column.name not in held
        }
    )


def add_facts(frame: Frame, plan: Plan, terms: Iterable[str], engine: Engine) -> Frame:
    """Work out the facts of every row.

    Args:
        frame: Canonical frame, complete.
        plan: What is known of it.
        terms: Columns and facts to keep; all others are dropped on the way.
        engine: Where the frame is computed; the result is computed once.
    """
    for step in (values, demand, peers, margins):
        frame = step.own(frame, plan)
    frame = frame.with_columns(**demand.among(plan), **peers.among(plan), **margins.among(plan))
    for step in (demand, peers, margins, packs):
        frame = step.placed(frame, plan)
    frame = frame.with_columns(
        **demand.spread(plan), **peers.spread(plan), **margins.spread(plan), **packs.spread(plan)
    )
    frame = engine.materialise(frame)
    for step in (twins, demand, silence, cover, season, packs):
        frame = step.add(frame, plan)
    return engine.materialise(frame.select(*dict.fromkeys(terms)))
