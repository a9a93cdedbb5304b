"""Fit: how a leak's score becomes a probability, learnt from training chains.

Penalised logistic regression per leak. With `x` the score and `x0` its mean, the logit is
`(a0 + b0 x0 + d) + b0 exp(u) (x - x0)`, where `a0` and `b0` are the values reasoned by hand. The
penalty is that of normal priors on `d` and `u`, so that a leak with few findings stays near its
hand-made values, and the slope never turns: a surer score is never less probable.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.special import expit, logit

from accuracy.chains import analysed, case, each, training
from accuracy.compare import compare
from accuracy.score import judged
from profit_sentinel.declaration.expression import FARTHEST
from profit_sentinel.leaks.catalogue import calibrations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from accuracy.chains import Case
    from profit_sentinel.declaration.leak import Calibration

    Floats = NDArray[np.float64]

CENTRE_SD, SLOPE_SD = 1.0, 0.5
"""Of the priors: the logit at the mean score may be off by 1, the log of the slope by 0.5."""
PASSES = 3
"""Leaks give way to each other and follow each other by probability, so all are fitted again."""
FIGURES = 4


@dataclass(frozen=True)
class Sample:
    """The judged findings of one leak."""

    score: Floats
    right: Floats
    """1 where the finding is right, 0 where it is wrong."""


def fitted(sample: Sample, hand: Calibration, day: date) -> Calibration:
    """The calibration of one leak.

    Args:
        sample: Its judged findings on training chains.
        hand: Holds the values reasoned by hand.
        day: Of the fit.
    """
    if not sample.score.size:
        return replace(hand.by_hand, fitted="", findings=0, loss_before=0.0, loss_after=0.0)
    middle = float(sample.score.mean())

    def line(off: Floats) -> tuple[float, float]:
        slope = hand.hand_slope * float(np.exp(off[1]))
        return hand.hand_intercept + hand.hand_slope * middle + float(
            off[0]
        ) - slope * middle, slope

    def cost(off: Floats) -> float:
        prior = (off[0] / CENTRE_SD) ** 2 / 2 + (off[1] / SLOPE_SD) ** 2 / 2
        return loss(sample, *line(off)) * sample.score.size + float(prior)

    intercept, slope = line(minimize(cost, np.zeros(2), method="BFGS").x)
    return replace(
        hand,
        intercept=round(intercept, FIGURES),
        slope=round(slope, FIGURES),
        fitted=day.isoformat(),
        findings=sample.score.size,
        loss_before=round(loss(sample, hand.hand_intercept, hand.hand_slope), FIGURES),
        loss_after=round(loss(sample, intercept, slope), FIGURES),
    )


def loss(sample: Sample, intercept: float, slope: float) -> float:
    """Mean log loss of a logistic on a sample."""
    away = intercept + slope * sample.score
    return float(np.mean(np.logaddexp(0.0, away) - sample.right * away))


def calibrated(seeds: Iterable[int], day: date) -> dict[str, Calibration]:
    """Every calibration of the catalogue, fitted on training chains from the hand-made values."""
    cases = list(each(case, training(seeds)))
    fits = {name: fit.by_hand for name, fit in calibrations().items()}
    for _ in range(PASSES):
        samples = sampled(cases, fits)
        fits = {name: fitted(samples[name], fit, day) for name, fit in fits.items()}
    return fits


def sampled(cases: Sequence[Case], fits: Mapping[str, Calibration]) -> dict[str, Sample]:
    """The judged findings of every leak, with their scores."""
    rows = pl.concat(list(each(partial(labels, fits=fits), cases)))
    return {name: sample(rows.filter(pl.col("leak") == name), fit) for name, fit in fits.items()}


def labels(one: Case, fits: Mapping[str, Calibration]) -> pl.DataFrame:
    """`leak`, `probability` and `so` of every judged finding of a chain."""
    found = analysed(one, fits)
    return judged(compare(found, one.truth, one.begun)).select("leak", "probability", "so")


def sample(rows: pl.DataFrame, fit: Calibration) -> Sample:
    """Scores behind probabilities: a logistic turned round."""
    likely = rows["probability"].to_numpy().clip(1e-9, 1 - 1e-9)
    score = (logit(likely) - fit.intercept) / fit.slope
    return Sample(score.clip(-FARTHEST, FARTHEST), rows["so"].to_numpy())


def probability(fit: Calibration, score: Floats) -> Floats:
    """What a calibration makes of scores."""
    likely: Floats = expit(fit.intercept + fit.slope * score)
    return likely


def text(fits: Mapping[str, Calibration]) -> str:
    """The calibration file: the comments of the present one, the figures of the fits."""
    old = files("profit_sentinel.leaks").joinpath("calibration.toml").read_text(encoding="utf-8")
    lines = []
    for line in old.splitlines():
        if line.startswith("["):
            fit = fits[line[1:].partition("]")[0]]
            lines += [line, *(f"{name} = {toml(value)}" for name, value in asdict(fit).items()), ""]
        elif line.startswith("#") or not lines or lines[-1].startswith("#"):
            lines.append(line)
    made = "\n".join(lines).rstrip() + "\n"
    tomllib.loads(made)
    return made


def toml(value: float | str) -> str:
    """A value as TOML writes it."""
    return f'"{value}"' if isinstance(value, str) else repr(value)
