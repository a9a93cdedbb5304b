"""Missed: the dollars to find that are not on the list, and where they are."""

from __future__ import annotations

import polars as pl

from accuracy.compare import storied

KEPT, TOLD, ASKED, DOUBTFUL, NOTHING = WHERE = (
    "on the list",
    "told by another leak of its story",
    "on a count sheet",
    "too doubtful",
    "nothing said",
)
"""Where a wanted leak is, in the order it is asked; *nothing said*: it does not fire, or has less
than one chance in twenty."""
ROW = ("kind", "seed", "store_id", "sku", "story")


def where(compared: pl.DataFrame) -> pl.DataFrame:
    """Wanted leaks beyond stated facts, with `where` they are.

    Args:
        compared: Rows of `compare.compare` with the `kind` and `seed` of their chain.
    """
    rows = storied(compared)
    told = rows.filter("kept").select(ROW).unique().with_columns(told=pl.lit(value=True))
    place = (
        pl.when("kept").then(pl.lit(KEPT))
        .when("told").then(pl.lit(TOLD))
        .when("worth_a_count").then(pl.lit(ASKED))
        .when(pl.col("verdict").is_not_null()).then(pl.lit(DOUBTFUL))
        .otherwise(pl.lit(NOTHING))
    )  # fmt: skip
    both = rows.filter("wanted").join(told, on=ROW, how="left", nulls_equal=True)
    return both.with_columns(where=place)


def shares(rows: pl.DataFrame, of: float) -> dict[str, float]:
    """The dollars in each place as a share of some dollars."""
    sums = dict(rows.group_by("where").agg(pl.col("true_dollars").sum()).iter_rows())
    return {name: sums.get(name, 0.0) / of if of else 0.0 for name in WHERE}
