"""Compare: what was found beside what is true, and the verdict on every finding.

The rule, in the order it is asked:

1. **right**: the row truly has the leak, and a careful person could see it in the report.
2. **by another name**: the row truly has another leak of the same story (`STORIES`), visible.
3. **too early**: the row has the leak, or one of its story, but not visibly yet; or a cause that
   leads to the leak has begun (`chains.BEGINNINGS`) while its definition is not met.
4. **wrong**: none of these.

Stock unsold for a year: where more of it stands than the order point and one piece, two dates and
two quantities of the file make it dead by its definition, and finding it is right whoever may still
come (`simulate.truth`). A last piece or two are what a store keeps for customers who come once in
two years; one report cannot tell them from customers who are gone, so finding those is wrong unless
the customers are gone indeed, or take over two years to buy it.

Precision is right / (right + wrong); strict precision counts all that is not right as wrong.
Recall is of what is *wanted*: true, visible in one report, and told best by this leak.
"""

from __future__ import annotations

import polars as pl

KEY = ("store_id", "sku", "leak")
ROW = ("store_id", "sku")
RIGHT, OTHER_NAME, EARLY, WRONG = "right", "by another name", "too early", "wrong"
VERDICTS = (RIGHT, OTHER_NAME, EARLY, WRONG)
STORIES = {
    "too much of it": ("dead_stock", "overstock", "surplus_order", "seasonal_leftover"),
    "none of it": ("phantom_inventory", "stockout", "negative_inventory"),
    "priced or costed wrong": (
        "price_discrepancy",
        "price_gap",
        "margin_erosion",
        "purchasing_leakage",
        "unit_mismatch",
    ),
}
"""Leaks that tell one story of a row; the relation is symmetric, a leak has at most one."""
STORY = {leak: story for story, leaks in STORIES.items() for leak in leaks}
PARTS = {"overstock": "surplus_order", "price_discrepancy": "purchasing_leakage"}
"""Leaks whose dollars hold those of another one, which the program takes off where both stand."""


def compare(found: pl.DataFrame, truth: pl.DataFrame, begun: pl.DataFrame) -> pl.DataFrame:
    """Findings and true leaks side by side.

    Args:
        found: The findings of an analysis.
        truth: True leaks, as `simulate.truth` has them.
        begun: `store_id`, `sku`, `leak` where a cause of the leak has begun.

    Returns:
        A row per store, SKU and leak that is found or wanted: `money`, `probability`, `dollars`,
        `recoverable`, `verdict` (null when not found), `kept`, `worth_a_count`, `stated`,
        `wanted`, `true_dollars`.
    """
    columns = [*KEY, "money", "probability", "dollars", "recoverable", "kept", "worth_a_count",
               "stated"]  # fmt: skip
    judged = verdicts(found.select(columns), truth, begun)
    own = net(truth).select(
        *KEY,
        true_money="money",
        true_dollars="dollars",
        wanted=pl.col("visible") & pl.col("primary"),
    )
    both = judged.join(own, on=KEY, how="full", coalesce=True)
    flags = pl.col("kept", "worth_a_count", "stated", "wanted").fill_null(value=False)
    both = both.with_columns(flags, money=pl.coalesce("money", "true_money")).drop("true_money")
    return both.filter(pl.col("verdict").is_not_null() | pl.col("wanted"))


def verdicts(found: pl.DataFrame, truth: pl.DataFrame, begun: pl.DataFrame) -> pl.DataFrame:
    """Findings with their `verdict`, by the rule above."""
    own = truth.select(*KEY, seen="visible")
    told = storied(truth).group_by(*ROW, "story").agg(told=pl.col("visible").any())
    rows = (
        storied(found)
        .join(own, on=KEY, how="left")
        .join(told, on=[*ROW, "story"], how="left")
        .join(begun.with_columns(begun=pl.lit(value=True)), on=KEY, how="left")
    )
    true_in_time = pl.any_horizontal(pl.col("seen", "told", "begun").is_not_null())
    verdict = (
        pl.when(pl.col("seen").fill_null(value=False)).then(pl.lit(RIGHT))
        .when(pl.col("told").fill_null(value=False)).then(pl.lit(OTHER_NAME))
        .when(true_in_time).then(pl.lit(EARLY))
        .otherwise(pl.lit(WRONG))
    )  # fmt: skip
    return rows.with_columns(verdict=verdict).drop("seen", "told", "begun", "story")


def storied(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the `story` their leak tells; a leak outside every story has its own."""
    return rows.with_columns(story=pl.col("leak").replace(STORY))


def net(truth: pl.DataFrame) -> pl.DataFrame:
    """True leaks without the dollars that another true leak of the row already counts."""
    parts = truth.select(*ROW, part="leak", off="dollars")
    holding = truth.with_columns(part=pl.col("leak").replace_strict(PARTS, default=None))
    less = holding.join(parts, on=[*ROW, "part"], how="left")["off"].fill_null(0.0)
    return truth.with_columns(dollars=(pl.col("dollars") - less).clip(0.0))
