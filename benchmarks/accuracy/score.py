"""Score: shares with their confidence, from sums per seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from accuracy.compare import EARLY, RIGHT, VERDICTS, WRONG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RESAMPLES = 2_000
CONFIDENCE = 0.95
BINS = 10
CENT = 0.01
CLOSE = 1.25
"""Factor within which the dollars of a finding are close."""


@dataclass(frozen=True)
class Estimate:
    """A share over all chains and the interval it lies in with 95 % confidence."""

    value: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there was anything to divide by."""
        return not np.isnan(self.value)


def resampled(seeds: int) -> Floats:
    """Bootstrap over seeds: how often each is drawn, one row per resample; always the same."""
    rng = np.random.default_rng(seeds)
    counts: Floats = rng.multinomial(seeds, np.full(seeds, 1 / seeds), RESAMPLES).astype(float)
    return counts


def estimate(value: float, drawn: Floats) -> Estimate:
    """A value with the interval that its resamples span."""
    known = drawn[~np.isnan(drawn)]
    if not known.size:
        return Estimate(value, np.nan, np.nan)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return Estimate(value, float(low), float(high))


def ratio(parts: Floats, wholes: Floats) -> Estimate:
    """Sum of the parts over sum of the wholes.

    Args:
        parts: One value per seed.
        wholes: One value per seed.
    """
    counts = resampled(len(parts))
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (counts @ parts) / (counts @ wholes)
        value = float(np.divide(parts.sum(), wholes.sum()))
    return estimate(value, drawn)


SUMS: Mapping[str, pl.Expr] = {
    "findings": pl.col("verdict").is_not_null().sum(),
    "kept": pl.col("kept").sum(),
    "said": pl.col("probability").filter("kept").sum(),
    **{name: (pl.col("kept") & (pl.col("verdict") == name)).sum() for name in VERDICTS},
    "true": (
        pl.col("kept") & pl.col("verdict").is_in([RIGHT, EARLY]) & ~pl.col("true_dollars").is_null()
    ).sum(),
    "right_dollars": pl.col("dollars").filter(pl.col("kept") & (pl.col("verdict") == RIGHT)).sum(),
    "wrong_dollars": pl.col("dollars").filter(pl.col("kept") & (pl.col("verdict") == WRONG)).sum(),
    "kept_dollars": pl.col("dollars").filter("kept").sum(),
    "wanted": pl.col("wanted").sum(),
    "caught": (pl.col("wanted") & pl.col("kept")).sum(),
    "wanted_dollars": pl.col("true_dollars").filter("wanted").sum(),
    "caught_dollars": pl.col("true_dollars").filter(pl.col("wanted") & pl.col("kept")).sum(),
}
"""What is summed per seed, over the rows of `compare.compare`."""


@dataclass(frozen=True)
class Scores:
    """The figures of one group of findings, at the program's own cut."""

    totals: Mapping[str, float]
    precision: Estimate
    precision_dollars: Estimate
    strict: Estimate
    true: Estimate
    """Share of kept findings that are true by their leak's own definition, plainly or not."""
    said: Estimate
    recall: Estimate
    recall_dollars: Estimate
    size: Estimate
    """Median of dollars found over dollars true."""
    close: Estimate
    """Share of right findings whose dollars are within a factor of 1.25."""

    @property
    def apart(self) -> float:
        """Kept findings that are neither right nor wrong."""
        return self.totals["kept"] - self.totals[RIGHT] - self.totals[WRONG]


def scores(compared: pl.DataFrame, seeds: Iterable[int]) -> Scores:
    """Figures of some findings and wanted leaks.

    Args:
        compared: Rows of `compare.compare` with the `seed` of their chain.
        seeds: All seeds, also those without a row here.
    """
    by_seed = per_seed(compared, seeds, SUMS)
    right, wrong = by_seed[RIGHT], by_seed[WRONG]
    dollars = by_seed["right_dollars"]
    return Scores(
        totals={name: float(values.sum()) for name, values in by_seed.items()},
        precision=ratio(right, right + wrong),
        precision_dollars=ratio(dollars, dollars + by_seed["wrong_dollars"]),
        strict=ratio(right, by_seed["kept"]),
        true=ratio(by_seed["true"], by_seed["kept"]),
        said=ratio(by_seed["said"], by_seed["kept"]),
        recall=ratio(by_seed["caught"], by_seed["wanted"]),
        recall_dollars=ratio(by_seed["caught_dollars"], by_seed["wanted_dollars"]),
        size=size(compared, seeds),
        close=ratio(*close(compared, seeds)),
    )


def per_seed(
    rows: pl.DataFrame, seeds: Iterable[int], sums: Mapping[str, pl.Expr]
) -> dict[str, Floats]:
    """Sums of some rows, one value per seed, 0 for a seed without a row."""
    every = pl.DataFrame({"seed": list(seeds)}, schema={"seed": pl.Int64})
    summed = every.join(
        rows.group_by("seed").agg(**sums), on="seed", how="left", maintain_order="left"
    )
    return {name: summed[name].fill_null(0).to_numpy().astype(np.float64) for name in sums}


def sized(compared: pl.DataFrame) -> pl.DataFrame:
    """Right kept findings with `times`: their dollars over the true ones."""
    both = pl.col("kept") & (pl.col("verdict") == RIGHT) & (pl.col("true_dollars") > 0)
    return compared.filter(both & (pl.col("dollars") > 0)).with_columns(
        times=pl.col("dollars") / pl.col("true_dollars")
    )


def close(compared: pl.DataFrame, seeds: Iterable[int]) -> tuple[Floats, Floats]:
    """Right findings with close dollars, and all right ones with dollars, per seed."""
    within = pl.col("times").is_between(1 / CLOSE, CLOSE)
    sums = per_seed(sized(compared), seeds, {"close": within.sum(), "all": pl.len()})
    return sums["close"], sums["all"]


def size(compared: pl.DataFrame, seeds: Iterable[int]) -> Estimate:
    """Median of dollars found over true, its interval from the medians of the seeds."""
    rows = sized(compared)
    median = rows["times"].median()
    if median is None:
        return Estimate(np.nan, np.nan, np.nan)
    medians = per_seed(rows, seeds, {"median": pl.col("times").median()})["median"]
    medians = np.where(medians > 0, medians, np.nan)
    drawn = resampled(len(medians)) / len(medians)
    known = ~np.isnan(medians)
    means = (drawn[:, known] @ medians[known]) / drawn[:, known].sum(axis=1)
    return estimate(float(str(median)), means)


def judged(compared: pl.DataFrame) -> pl.DataFrame:
    """Findings beyond stated facts that are right or wrong, with `so`: 1 when right."""
    sure = pl.col("verdict").is_in([RIGHT, WRONG]) & ~pl.col("stated")
    return compared.filter(sure).with_columns(so=(pl.col("verdict") == RIGHT).cast(pl.Float64))


@dataclass(frozen=True)
class Tenth:
    """The findings whose probability lies in one tenth."""

    findings: int
    said: float
    """Mean of their probabilities."""
    so: Estimate
    """Share of them that is right."""


def curve(compared: pl.DataFrame, seeds: Iterable[int]) -> list[Tenth]:
    """Calibration: what was said against what was so, by tenths of probability."""
    seeds = list(seeds)
    rows = judged(compared).with_columns(
        bin=(pl.col("probability") * BINS).floor().clip(0, BINS - 1)
    )
    sums = {"so": pl.col("so").sum(), "all": pl.len(), "said": pl.col("probability").sum()}
    tenths = []
    for _, group in sorted(rows.group_by("bin")):
        each = per_seed(group, seeds, sums)
        said = float(each["said"].sum() / each["all"].sum())
        tenths.append(Tenth(group.height, said, ratio(each["so"], each["all"])))
    return tenths


def calibration_error(compared: pl.DataFrame, seeds: Iterable[int]) -> Estimate:
    """Expected calibration error: mean distance of said and so, weighted by findings per tenth."""
    rows = judged(compared).with_columns(
        bin=(pl.col("probability") * BINS).floor().clip(0, BINS - 1).cast(pl.Int64)
    )
    seeds = list(seeds)
    off = {
        str(number): (pl.col("so") - pl.col("probability")).filter(pl.col("bin") == number).sum()
        for number in range(BINS)
    }
    sums = per_seed(rows, seeds, {**off, "all": pl.len()})
    apart = np.stack([sums[str(number)] for number in range(BINS)], axis=1)
    counts = resampled(len(seeds))
    with np.errstate(invalid="ignore", divide="ignore"):
        value = float(np.divide(np.abs(apart.sum(axis=0)).sum(), sums["all"].sum()))
        drawn = np.abs(counts @ apart).sum(axis=1) / (counts @ sums["all"])
    return estimate(value, drawn)


def brier(compared: pl.DataFrame, seeds: Iterable[int]) -> Estimate:
    """Brier score: mean squared distance of probability and outcome."""
    off = pl.col("so") - pl.col("probability")
    sums = per_seed(judged(compared), seeds, {"off": (off * off).sum(), "all": pl.len()})
    return ratio(sums["off"], sums["all"])


@dataclass(frozen=True)
class Threshold:
    """Precision and recall when the list stops at a probability."""

    probability: float
    precision: float
    recall: float
    recall_dollars: float


def thresholds(compared: pl.DataFrame, steps: Iterable[float]) -> list[Threshold]:
    """Precision and recall of all but stated facts at several thresholds."""
    rows = compared.filter(~pl.col("stated"))
    wanted = rows.filter("wanted")
    found = []
    for step in steps:
        listed = rows.filter(pl.col("probability") >= step)
        right = listed.filter(pl.col("verdict") == RIGHT).height
        wrong = listed.filter(pl.col("verdict") == WRONG).height
        caught = listed.filter("wanted")
        dollars = (float(part["true_dollars"].sum()) for part in (caught, wanted))
        found.append(
            Threshold(
                step,
                right / max(right + wrong, 1),
                caught.height / max(wanted.height, 1),
                next(dollars) / max(next(dollars), CENT),
            )
        )
    return found


def average_precision(compared: pl.DataFrame) -> float:
    """Area under precision against recall over all thresholds, of what is wanted.

    The step-wise sum: the precision down to each wanted leak, averaged over all wanted ones;
    those not found at all count 0.
    """
    wanted = compared.filter("wanted").height
    rows = compared.filter(pl.col("verdict").is_in([RIGHT, WRONG])).sort(
        "probability", descending=True, maintain_order=True
    )
    steps = rows.with_columns(
        right=(pl.col("verdict") == RIGHT).cum_sum(), all=pl.int_range(1, pl.len() + 1)
    )
    # Findings of one probability stand or fall together.
    ends = pl.col("right", "all").last().over("probability")
    hits = steps.with_columns(ends).filter("wanted")
    return float((hits["right"] / hits["all"]).sum()) / wanted if wanted else np.nan
