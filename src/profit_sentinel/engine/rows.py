"""Rows: a frame that has every canonical column, and what every row says alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.words import Date, Float64, String, lit
from profit_sentinel.domain.columns import COLUMNS, ColumnType
from profit_sentinel.engine import demand, margins, peers, values

if TYPE_CHECKING:
    from narwhals.dtypes import DType

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


def own(frame: Frame, plan: Plan) -> Frame:
    """Add the figures of every row that need no other row."""
    for step in (values, demand, peers, margins):
        frame = step.own(frame, plan)
    return frame
