"""Problems: one row per cell or row of a file that could not be used as it stood."""

from collections.abc import Iterable
from functools import cache

import polars as pl

SCHEMA: dict[str, pl.DataType] = {
    "file": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
}
LEFT_OUT = "row left out: "
"""How the reason of a problem begins when the whole row is not in the frame."""


@cache
def none() -> pl.DataFrame:
    """No problems."""
    return pl.DataFrame(schema=SCHEMA)


def problems(
    file: str, rows: pl.Series, column: str | None, values: pl.Series | None, reason: str
) -> pl.DataFrame:
    """Problems of one column for one reason.

    Args:
        file: Name of the file.
        rows: Line numbers, from 1.
        column: Header of the column, None when the whole row is meant.
        values: The cells as they stood, one per row, or None.
        reason: Plain words.
    """
    shown = pl.lit(None, pl.String) if values is None else values.cast(pl.String).alias("value")
    return pl.select(
        pl.lit(file).alias("file"),
        rows.cast(pl.Int64).alias("row"),
        pl.lit(column, pl.String).alias("column"),
        shown.alias("value"),
        pl.lit(reason).alias("reason"),
    )


def gather(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All problems in one frame, by file and row in the order met."""
    return pl.concat([none(), *(part for part in parts if part.height)])
