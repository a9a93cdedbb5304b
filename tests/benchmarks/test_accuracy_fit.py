import tomllib
from dataclasses import asdict, replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.special import expit

from accuracy.chains import Plan, analysed, case, taken_in
from accuracy.compare import KEY
from accuracy.fit import Sample, away_from_even, fitted, loss, sample, text
from accuracy.scored import scored
from profit_sentinel.declaration.leak import Calibration
from profit_sentinel.leaks.catalogue import calibrations, catalogue
from profit_sentinel.simulate.chains import training

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
    one = Sample(np.array([1.0]), np.array([0.0]))
    fit = fitted(one, HAND, DAY)
    assert expit(HAND.intercept + HAND.slope) > expit(away_from_even(one, fit)[0]) > 0.5
    assert fit.slope == pytest.approx(1, abs=0.3)


def test_no_findings_leave_the_hand_made_values() -> None:
    fit = fitted(Sample(np.array([]), np.array([])), replace(HAND, intercept=9.0), DAY)
    assert (fit.intercept, fit.slope, fit.fitted) == (0.0, 1.0, "")


def test_a_surer_score_is_never_less_probable() -> None:
    fit = fitted(drawn(5_000, 0.5, -2.0), HAND, DAY)
    assert fit.slope > 0


def test_it_finds_the_weight_of_a_hint() -> None:
    rng = np.random.default_rng(6)
    score, here = rng.uniform(-3, 3, 50_000), (rng.random(50_000) < 0.3).astype(np.float64)
    right = rng.random(50_000) < expit(0.4 + score - 1.5 * here)
    fit = fitted(Sample(score, right.astype(np.float64), {"here": here}), HAND, DAY)
    assert fit.weights["here"] == pytest.approx(-1.5, abs=0.07)
    assert fit.intercept == pytest.approx(0.4, abs=0.05)


def test_loss_is_the_mean_of_minus_log() -> None:
    odds = Sample(np.array([0.0, 0.0]), np.array([1.0, 0.0]))
    three_to_one = replace(HAND, intercept=float(np.log(3)))
    assert loss(odds, three_to_one) == pytest.approx(-(np.log(0.75) + np.log(0.25)) / 2)


def test_scores_and_hints_give_the_probabilities_of_the_findings() -> None:
    small = replace(training(1)["hardware"], skus=420, rows_per_store=400, days=400)
    one = case(Plan("hardware", 1, small))
    stock, settings = taken_in(one)
    parts = scored(stock, settings, calibrations())
    found = analysed(one).join(parts, on=KEY, how="left").with_columns(so=pl.lit(1.0))
    for (name,), rows in found.filter(~pl.col("stated")).group_by("leak"):
        fit = calibrations()[str(name)]
        expected = expit(away_from_even(sample(rows, catalogue()[str(name)]), fit))
        assert rows["probability"].to_numpy() == pytest.approx(expected, abs=1e-6)


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
