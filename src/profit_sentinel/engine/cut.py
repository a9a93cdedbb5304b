"""The cut: the list stops where it would hold more false alarms than the owner accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.settings import Settings

UNLIKELY = "less likely than not"
FULL = "the list would hold too many false alarms"


def cut(findings: pl.DataFrame, leaks: Mapping[str, Leak], settings: Settings) -> pl.DataFrame:
    """Decide which findings are kept.

    The limits are those of a store: its findings must be here, those of others need not be. Stated
    facts are always kept and take no part in the limit. Among the rest, per store and
    kind of money, findings are kept in order of probability while the mean of `1 - probability`
    stays within the limit and the probability reaches the minimum.

    Returns:
        The findings with `evidence`, `stated`, `kept` and `cut_reason` (null when kept).
    """
    limits = settings.list
    known = findings.with_columns(
        evidence=pl.col("leak").replace_strict({k: v.evidence.value for k, v in leaks.items()},
                                               return_dtype=pl.String),
        stated=pl.col("leak").is_in([k for k, v in leaks.items() if v.stated]),
    )  # fmt: skip
    ordered = in_order(known)
    count = pl.int_range(1, pl.len() + 1).over("store_id", "money", "stated")
    doubt = (1 - pl.col("probability")).cum_sum().over("store_id", "money", "stated") / count
    likely = pl.col("probability") >= limits.minimum_probability
    within = doubt <= limits.false_alarms + ROUNDING
    reason = (
        pl.when(pl.col("stated") | (likely & within)).then(None)
        .when(likely).then(pl.lit(FULL))
        .otherwise(pl.lit(UNLIKELY))
    )  # fmt: skip
    return ordered.with_columns(cut_reason=reason).with_columns(kept=pl.col("cut_reason").is_null())


def in_order(findings: pl.DataFrame) -> pl.DataFrame:
    """Findings with the surest first, then the largest; stated facts last."""
    return findings.sort(
        ["stated", "probability", "dollars", "store_id", "sku", "leak"],
        descending=[False, True, True, False, False, False],
    )


ROUNDING = 1e-12
"""A limit that is met exactly is met, whatever the last binary digit."""
