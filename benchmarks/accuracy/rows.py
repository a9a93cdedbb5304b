"""Rows: which rows of the report are flagged, by whom, and what is true of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from accuracy import rivals
from accuracy.compare import KEY, ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST = (20, 50, 200)
"""Rows a person may look at."""
PROGRAM, RULES = "Profit Sentinel", "fixed rules"


def rows(
    report: pl.DataFrame, found: pl.DataFrame, truth: pl.DataFrame, back: pl.DataFrame
) -> dict[str, dict[str, float]]:
    """How each contender flags rows.

    Args:
        report: The inventory report.
        found: The findings of the program.
        truth: True leaks of every row.
        back: Wanted leaks with the money they bring back, as `order.wanted` gives them.

    Returns:
        For each contender sums: `flagged`, `right` (rows with a true visible leak), `wanted` and
        `caught` (rows with a wanted leak), `top_N` and `best_N` (dollars of cash and margin in
        the first N rows, and in the best N).
    """
    known = report.select(store_id="Store", sku="SKU").join(
        of_rows(truth, back), on=ROW, how="left"
    )
    known = known.with_columns(
        pl.col("true", "wanted").fill_null(value=False), pl.col("back").fill_null(0.0)
    )
    kept = found.filter("kept").select(ROW).unique().height
    orders = {PROGRAM: (program(found), kept)}
    detectors = rivals.ranked(report)
    for name in detectors.columns[len(ROW) :]:
        orders[name] = (detectors.select(*ROW, place=name), kept)
    ruled = by_rules(report)
    orders[RULES] = (ruled, ruled.height)
    return {name: judged(known, order, count) for name, (order, count) in orders.items()}


def of_rows(truth: pl.DataFrame, back: pl.DataFrame) -> pl.DataFrame:
    """Rows with any visible true leak: `true`, `wanted`, `back` in cash and margin."""
    money = back.filter(pl.col("money").is_in(["cash", "margin"])).select(*KEY, "back")
    return (
        truth.filter("visible")
        .join(money, on=KEY, how="left")
        .group_by(ROW)
        .agg(true=pl.lit(value=True), wanted=pl.col("primary").any(), back=pl.col("back").sum())
    )


def program(found: pl.DataFrame) -> pl.DataFrame:
    """Rows the program keeps, in order of what it expects to come back, then of their dollars."""
    expected = (pl.col("probability") * pl.col("recoverable")).filter(
        pl.col("money").is_in(["cash", "margin"])
    )
    ordered = (
        found.filter("kept")
        .group_by(ROW)
        .agg(expected=expected.sum(), dollars=pl.col("dollars").sum())
        .sort(["expected", "dollars", *ROW], descending=[True, True, False, False])
    )
    return ordered.select(ROW).with_row_index("place", offset=1)


def by_rules(report: pl.DataFrame) -> pl.DataFrame:
    """Rows that any rule flags, by raw dollars."""
    ordered = (
        rivals.flags(report)
        .group_by(ROW)
        .agg(pl.col("dollars").max())
        .sort(["dollars", *ROW], descending=[True, False, False])
    )
    return ordered.select(ROW).with_row_index("place", offset=1)


def judged(known: pl.DataFrame, order: pl.DataFrame, count: int) -> dict[str, float]:
    """Sums over one contender's rows."""
    both = known.join(order, on=ROW, how="left")
    flagged = both.filter(pl.col("place") <= count)
    return {
        "rows": known.height,
        "flagged": flagged.height,
        "right": flagged.filter("true").height,
        "wanted": known.filter("wanted").height,
        "caught": flagged.filter("wanted").height,
        **first(both, "place", "top", descending=False),
        **first(both, "back", "best", descending=True),
    }


def first(both: pl.DataFrame, by: str, name: str, *, descending: bool) -> dict[str, float]:
    """Money in the first rows of an order."""
    money = both.sort(by, descending=descending, nulls_last=True)["back"]
    return {f"{name}_{count}": float(money.head(count).sum()) for count in FIRST}


def by_rule(report: pl.DataFrame, truth: pl.DataFrame) -> Mapping[str, dict[str, float]]:
    """Of each rule: rows it flags, and those that truly have a leak it may be after."""
    visible = truth.filter("visible").select(*KEY, "primary")
    told = rivals.flags(report).join(visible, on=KEY, how="left")
    per_row = told.group_by("rule", *ROW).agg(right=pl.col("primary").is_not_null().any())
    sums = per_row.group_by("rule").agg(flagged=pl.len(), right=pl.col("right").sum())
    return {row.pop("rule"): row for row in sums.to_dicts()}


def recalled(report: pl.DataFrame, truth: pl.DataFrame) -> dict[str, float]:
    """Wanted leaks, and those that some rule which may be after them flags."""
    wanted = truth.filter(pl.col("visible") & pl.col("primary"))
    caught = wanted.join(rivals.flags(report).select(KEY).unique(), on=KEY, how="semi")
    return {"wanted": wanted.height, "caught": caught.height}
