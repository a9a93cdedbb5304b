import numpy as np
import polars as pl
import pytest

from accuracy.compare import EARLY, OTHER_NAME, RIGHT, WRONG
from accuracy.score import (
    average_precision,
    brier,
    calibration_error,
    curve,
    ratio,
    scores,
    thresholds,
)

SEEDS = [1, 2]


def rows(*cells: tuple[object, ...]) -> pl.DataFrame:
    """Seed, verdict, probability, kept, dollars, wanted, true dollars; no stated facts."""
    schema = {
        "seed": pl.Int64, "verdict": pl.String, "probability": pl.Float64, "kept": pl.Boolean,
        "dollars": pl.Float64, "wanted": pl.Boolean, "true_dollars": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(cells, schema, orient="row").with_columns(stated=pl.lit(value=False))


LIST = rows(
    (1, RIGHT, 0.95, True, 100.0, True, 110.0),
    (1, RIGHT, 0.90, True, 50.0, False, 100.0),
    (1, WRONG, 0.85, True, 30.0, False, None),
    (2, RIGHT, 0.75, True, 20.0, True, 20.0),
    (2, EARLY, 0.70, True, 10.0, False, 9.0),
    (2, OTHER_NAME, 0.65, True, 5.0, False, None),
    (2, WRONG, 0.30, False, 40.0, False, None),
    (2, RIGHT, 0.25, False, 60.0, True, 60.0),
    (2, None, None, False, None, True, 10.0),
)


def test_shares_of_the_list() -> None:
    found = scores(LIST, SEEDS)
    assert found.totals["kept"] == 6
    assert found.precision.value == 3 / 4
    assert found.strict.value == 3 / 6
    assert found.true.value == 4 / 6
    assert found.precision_dollars.value == pytest.approx(170 / 200)
    assert found.recall.value == 2 / 4
    assert found.recall_dollars.value == pytest.approx(130 / 200)
    assert found.said.value == pytest.approx((0.95 + 0.90 + 0.85 + 0.75 + 0.70 + 0.65) / 6)


def test_dollars_are_close_within_a_quarter() -> None:
    found = scores(LIST, SEEDS)
    # 100/110, 50/100 and 20/20; the middle one is 100/110.
    assert found.close.value == 2 / 3
    assert found.size.value == pytest.approx(100 / 110)


def test_an_interval_is_as_wide_as_the_seeds_differ() -> None:
    alike = ratio(np.array([3.0, 6.0]), np.array([4.0, 8.0]))
    assert (alike.value, alike.low, alike.high) == (0.75, 0.75, 0.75)
    unlike = ratio(np.array([0.0, 8.0]), np.array([8.0, 8.0]))
    assert (unlike.value, unlike.low, unlike.high) == (0.5, 0.0, 1.0)


def test_nothing_of_nothing_is_unknown() -> None:
    assert not ratio(np.zeros(2), np.zeros(2)).known


JUDGED = rows(
    (1, RIGHT, 0.82, True, 1.0, True, 1.0),
    (1, RIGHT, 0.88, True, 1.0, True, 1.0),
    (1, WRONG, 0.84, True, 1.0, False, None),
    (2, WRONG, 0.14, False, 1.0, False, None),
    (2, EARLY, 0.14, False, 1.0, False, 1.0),
)


def test_the_curve_leaves_out_what_stands_apart() -> None:
    low, high = curve(JUDGED, SEEDS)
    assert (low.findings, low.so.value, high.findings) == (1, 0.0, 3)
    assert low.said == pytest.approx(0.14)
    assert high.said == pytest.approx((0.82 + 0.88 + 0.84) / 3)
    assert high.so.value == pytest.approx(2 / 3)


def test_calibration_error_weighs_each_tenth_by_its_findings() -> None:
    off = abs(2 - (0.82 + 0.88 + 0.84)) + 0.14
    assert calibration_error(JUDGED, SEEDS).value == pytest.approx(off / 4)


def test_brier_is_the_mean_square() -> None:
    squares = 0.18**2 + 0.12**2 + 0.84**2 + 0.14**2
    assert brier(JUDGED, SEEDS).value == pytest.approx(squares / 4)


def test_thresholds_move_the_end_of_the_list() -> None:
    strict, loose = thresholds(LIST, [0.8, 0.2])
    assert (strict.precision, strict.recall) == (2 / 3, 1 / 4)
    assert strict.recall_dollars == pytest.approx(110 / 200)
    assert (loose.precision, loose.recall) == (4 / 6, 3 / 4)


def test_area_is_the_precision_at_each_wanted_leak() -> None:
    # Wanted at 1 of 1, 3 of 4 and 4 of 6 findings; one of four is never found.
    assert average_precision(LIST) == pytest.approx((1 + 3 / 4 + 4 / 6) / 4)


def test_findings_of_one_probability_stand_together() -> None:
    tied = rows(
        (1, WRONG, 0.9, True, 1.0, False, None),
        (1, RIGHT, 0.9, True, 1.0, True, 1.0),
    )
    assert average_precision(tied) == average_precision(tied.reverse()) == 0.5
