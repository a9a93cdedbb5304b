import tomllib
from dataclasses import asdict, replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.special import expit

from accuracy.fit import Sample, fitted, loss, probability, sample, text
from profit_sentinel.declaration.leak import Calibration
from profit_sentinel.leaks.catalogue import calibrations, catalogue

HAND = Calibration(
    intercept=0.0, slope=1.0, fitted="", findings=0, loss_before=0.0, loss_after=0.0,
    hand_intercept=0.0, hand_slope=1.0,
)  # fmt: skip
DAY = date(2026, 11, 25)


def drawn(count: int, intercept: float, slope: float) -> Sample:
    rng = np.random.default_rng(5)
    score = rng.uniform(-3, 3, count)
    right = rng.random(count) < expit(intercept + slope * score)
    return Sample(score, right.astype(np.float64))


def test_it_finds_the_coefficients_that_made_the_data() -> None:
    fit = fitted(drawn(50_000, -0.7, 1.6), HAND, DAY)
    assert fit.intercept == pytest.approx(-0.7, abs=0.05)
    assert fit.slope == pytest.approx(1.6, abs=0.05)
    assert (fit.fitted, fit.findings) == ("2026-11-25", 50_000)
    assert fit.loss_after < fit.loss_before


def test_few_findings_stay_near_the_hand_made_values() -> None:
    fit = fitted(Sample(np.array([1.0]), np.array([0.0])), HAND, DAY)
    assert probability(HAND, np.array([1.0])) > probability(fit, np.array([1.0])) > 0.5
    assert fit.slope == pytest.approx(1, abs=0.3)


def test_no_findings_leave_the_hand_made_values() -> None:
    fit = fitted(Sample(np.array([]), np.array([])), replace(HAND, intercept=9.0), DAY)
    assert (fit.intercept, fit.slope, fit.fitted) == (0.0, 1.0, "")


def test_a_surer_score_is_never_less_probable() -> None:
    fit = fitted(drawn(5_000, 0.5, -2.0), HAND, DAY)
    assert fit.slope > 0


def test_loss_is_the_mean_of_minus_log() -> None:
    odds = Sample(np.array([0.0, 0.0]), np.array([1.0, 0.0]))
    three_to_one = float(np.log(3))
    assert loss(odds, three_to_one, 1.0) == pytest.approx(-(np.log(0.75) + np.log(0.25)) / 2)


def test_a_probability_turns_back_into_its_score() -> None:
    fit = replace(HAND, intercept=-1.2, slope=0.6)
    score = np.array([-4.0, 0.0, 7.5])
    likely = probability(fit, score)
    rows = pl.DataFrame({"probability": likely, "so": [1.0, 0.0, 1.0]})
    assert sample(rows, fit).score == pytest.approx(score)


def test_the_file_that_is_written_says_what_was_fitted() -> None:
    fits = {name: replace(fit, findings=7) for name, fit in calibrations().items()}
    written = tomllib.loads(text(fits))
    assert written == {name: asdict(fit) for name, fit in fits.items()}
    assert text(calibrations()).startswith("# How a leak's score becomes a probability")


def test_every_leak_but_stated_facts_is_fitted_and_rises_with_its_score() -> None:
    for name, leak in catalogue().items():
        if not leak.stated:
            assert calibrations()[name].fitted
            assert calibrations()[name].slope > 0
