"""Fit: how a leak's score becomes a probability, learnt from training chains.

Penalised logistic regression per leak. With `x` the score and `x0` its mean, the logit is
`(a0 + b0 x0 + d) + b0 exp(u) (x - x0) + sum w h`, where `a0` and `b0` are the values reasoned by
hand and `h` the hints. The penalty is that of normal priors on `d`, `u` and `w`, so that a leak
with few findings stays near its hand-made values, and the slope never turns: a surer score is never
less probable.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.optimize import minimize

from accuracy.chains import case, each, taken_in, training
from accuracy.compare import KEY, compare
from accuracy.score import judged
from accuracy.scored import hint_column, scored
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.leaks.catalogue import calibrations, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from accuracy.chains import Case
    from profit_sentinel.declaration.leak import Calibration, Leak

    Floats = NDArray[np.float64]

CENTRE_SD, SLOPE_SD, WEIGHT_SD = 1.0, 0.5, 2.0
"""Of the priors: the logit at the mean score may be off by 1, the log of the slope by 0.5, the
weight of a hint by 2."""
PASSES = 3
"""Leaks give way to each other and follow each other by probability, so all are fitted again."""
FIGURES = 4


@dataclass(frozen=True)
class Sample:
    """The judged findings of one leak."""

    score: Floats
    right: Floats
    """1 where the finding is right, 0 where it is wrong."""
    hints: Mapping[str, Floats] = field(default_factory=dict)


def fitted(sample: Sample, hand: Calibration, day: date) -> Calibration:
    """The calibration of one leak.

    Args:
        sample: Its judged findings on training chains.
        hand: Holds the values reasoned by hand.
        day: Of the fit.
    """
    start = hand.by_hand
    if not sample.score.size:
        return start
    middle, names = float(sample.score.mean()), list(sample.hints)

    def fit(off: Floats) -> Calibration:
        slope = start.slope * float(np.exp(off[1]))
        intercept = start.intercept + start.slope * middle + float(off[0]) - slope * middle
        weights = dict(zip(names, map(float, off[2:]), strict=True))
        return replace(start, intercept=intercept, slope=slope, weights=weights)

    priors = np.array([CENTRE_SD, SLOPE_SD, *[WEIGHT_SD] * len(names)])

    def cost(off: Floats) -> float:
        penalty = float(np.sum((off / priors) ** 2)) / 2
        return loss(sample, fit(off)) * sample.score.size + penalty

    best = fit(minimize(cost, np.zeros(len(priors)), method="BFGS").x)
    return replace(
        best,
        intercept=round(best.intercept, FIGURES),
        slope=round(best.slope, FIGURES),
        weights={name: round(weight, FIGURES) for name, weight in best.weights.items()},
        fitted=day.isoformat(),
        findings=sample.score.size,
        loss_before=round(loss(sample, start), FIGURES),
        loss_after=round(loss(sample, best), FIGURES),
    )


def loss(sample: Sample, fit: Calibration) -> float:
    """Mean log loss of a calibration on a sample."""
    away = away_from_even(sample, fit)
    return float(np.mean(np.logaddexp(0.0, away) - sample.right * away))


def away_from_even(sample: Sample, fit: Calibration) -> Floats:
    """The logits that a calibration gives a sample."""
    logits: Floats = fit.intercept + fit.slope * sample.score
    for name, figure in sample.hints.items():
        logits = logits + fit.weights.get(name, 0.0) * figure
    return logits


def calibrated(seeds: Iterable[int], day: date) -> dict[str, Calibration]:
    """Every calibration of the catalogue, fitted on training chains from the hand-made values."""
    cases = list(each(case, training(seeds)))
    fits = {name: fit.by_hand for name, fit in calibrations().items()}
    for _ in range(PASSES):
        samples = sampled(cases, fits)
        fits = {name: fitted(samples[name], fit, day) for name, fit in fits.items()}
    return fits


def sampled(cases: Sequence[Case], fits: Mapping[str, Calibration]) -> dict[str, Sample]:
    """The judged findings of every leak, with their scores and hints."""
    rows = pl.concat(list(each(partial(labels, fits=fits), cases)), how="diagonal")
    return {name: sample(rows.filter(pl.col("leak") == name), catalogue()[name]) for name in fits}


def labels(one: Case, fits: Mapping[str, Calibration]) -> pl.DataFrame:
    """`leak`, `so`, score and hints of every judged finding of a chain."""
    stock, settings = taken_in(one)
    found = analyse(stock, settings, engine_named("polars"), fits=fits).findings
    so = judged(compare(found, one.truth, one.begun)).select(*KEY, "so")
    return so.join(scored(stock, settings, fits), on=KEY, how="left")


def sample(rows: pl.DataFrame, leak: Leak) -> Sample:
    """The judged findings of one leak as arrays."""
    hints = {hint.name: rows[hint_column(hint.name)].to_numpy() for hint in leak.hints}
    return Sample(rows["score"].to_numpy(), rows["so"].to_numpy(), hints if rows.height else {})


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


def toml(value: float | str | Mapping[str, float]) -> str:
    """A value as TOML writes it."""
    if isinstance(value, Mapping):
        held = ", ".join(f"{name} = {toml(each)}" for name, each in value.items())
        return f"{{ {held} }}" if held else "{}"
    return f'"{value}"' if isinstance(value, str) else repr(value)
