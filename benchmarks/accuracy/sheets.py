"""Sheets: what the count sheets ask for, beside what a look would find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from accuracy.compare import RIGHT
from accuracy.score import per_seed, ratio

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from accuracy.score import Estimate

HIT = pl.col("verdict") == RIGHT
SUMS: Mapping[str, pl.Expr] = {
    "looks": pl.len(),
    "said": pl.col("probability").sum(),
    "hits": HIT.sum(),
    "expected": (pl.col("probability") * pl.col("recoverable")).sum(),
    "found": pl.col("true_dollars").filter(HIT).sum(),
}
"""What is summed per seed, over the findings worth a count."""
STORE = ("kind", "seed", "store_id")


def asked(compared: pl.DataFrame) -> pl.DataFrame:
    """The findings that are on a count sheet."""
    return compared.filter("worth_a_count")


def hit_rate(compared: pl.DataFrame, seeds: Sequence[int]) -> tuple[Estimate, Estimate]:
    """Share of the shelves that was said to be so, and that was so."""
    sums = per_seed(asked(compared), seeds, SUMS)
    return ratio(sums["said"], sums["looks"]), ratio(sums["hits"], sums["looks"])


def by_kind(compared: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of every kind of chain, then of all."""
    for (kind,), group in sorted(compared.group_by("kind")):
        yield str(kind), group
    yield "**all**", compared


def dollars(compared: pl.DataFrame, seeds: Sequence[int]) -> tuple[float, float, Estimate]:
    """Dollars expected of the looks, those they would find, and the share of those to find."""
    rows = asked(compared)
    sums = per_seed(rows, seeds, SUMS)
    wanted = compared.filter(pl.col("leak").is_in(rows["leak"].unique().to_list()) & "wanted")
    held = per_seed(wanted, seeds, {"all": pl.col("true_dollars").sum(),
                                    "asked": pl.col("true_dollars").filter("worth_a_count").sum(),
                                    })  # fmt: skip
    found = ratio(held["asked"], held["all"])
    return float(sums["expected"].sum()), float(sums["found"].sum()), found


def a_store(compared: pl.DataFrame) -> float:
    """Shelves that a store is asked to look at, on average over all stores."""
    return asked(compared).height / compared.select(STORE).n_unique()
