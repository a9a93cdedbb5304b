from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
import pytest
from scipy.special import expit

from profit_sentinel.declaration.expression import (
    holds,
    least,
    logistic,
    most,
    positive,
    words_pattern,
)
from profit_sentinel.declaration.words import col, lit

if TYPE_CHECKING:
    from profit_sentinel.declaration.words import Expr
    from profit_sentinel.engine.engine import Engine

SCORES = [-1000.0, -29.0, -3.0, -0.5, 0.0, 0.5, 3.0, 29.0, 1000.0, None]


def worked_out(engine: Engine, values: list[float | None], expression: Expr) -> list[object]:
    frame = engine.load(pl.DataFrame({"x": values, "order": range(len(values))},
                                     schema={"x": pl.Float64, "order": pl.Int64}))  # fmt: skip
    [found] = engine.collect([frame.select("order", found=expression)])
    return found.sort("order")["found"].to_list()


def test_a_logistic_is_that_of_scipy(engine: Engine) -> None:
    *found, unknown = worked_out(engine, SCORES, logistic(col("x")))
    assert found == pytest.approx([float(expit(score)) for score in SCORES[:-1]], abs=1e-12)
    assert unknown is None


def test_a_logistic_stays_between_none_and_all(engine: Engine) -> None:
    low, high = worked_out(engine, [-1e300, 1e300], logistic(col("x")))
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert 0 < low < 1e-12
    assert 1 - 1e-12 < high < 1


def test_what_is_not_above_zero_is_unknown(engine: Engine) -> None:
    values = [-1.0, 0.0, 0.01, 5.0, None]
    assert worked_out(engine, values, positive(col("x"))) == [None, None, 0.01, 5.0, None]


def test_the_least_and_the_most_ignore_the_unknown(engine: Engine) -> None:
    values = [-1.0, 7.0, None]
    assert worked_out(engine, values, least(col("x"), lit(3.0))) == [-1.0, 3.0, 3.0]
    assert worked_out(engine, values, most(col("x"), lit(3.0))) == [3.0, 7.0, 3.0]


def test_an_unknown_condition_does_not_hold(engine: Engine) -> None:
    values = [-1.0, 1.0, None]
    assert worked_out(engine, values, holds(col("x") > 0)) == [False, True, False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("disc", True),
        ("discontinued", True),
        ("to be disc.", True),
        ("old-disc", True),
        ("discount", True),
        ("nodisc", False),
        ("ice melt", True),
        ("rice melt", False),
        ("a.b c", True),
        ("axb c", False),
        ("c++ parts", True),
        ("", False),
    ],
)
def test_words_are_found_by_their_beginning(text: str, *, found: bool) -> None:
    pattern = words_pattern(["Disc", "ice melt", "a.b", "c++"])
    assert bool(re.search(pattern, text)) == found
