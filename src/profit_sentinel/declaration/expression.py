"""Small expressions that declarations share; closed forms only, so that every engine runs them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from profit_sentinel.declaration.words import (
    Expr,
    Float64,
    String,
    lit,
    max_horizontal,
    min_horizontal,
    when,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

YEAR_DAYS = 365.0
LOGISTIC_NORMAL = 1.702
"""Scale at which a logistic curve follows the normal distribution within 0.01."""
STEEPEST = 30.0
"""Logits are clipped to it: e**30 is certain enough and never overflows."""
FARTHEST = 8.0
"""Scores are clipped to it: farther out one more step of a score says nothing more."""
DOUBT = 1.0 / (1.0 + math.exp(FARTHEST))
"""Probability whose logit is the lowest score."""


def logistic(score: Expr) -> Expr:
    """Probability of a logit, between 0 and 1."""
    return 1.0 / (1.0 + (-score.clip(-STEEPEST, STEEPEST)).exp())


def logit(probability: Expr) -> Expr:
    """Score of a probability, within `FARTHEST` either way."""
    within = probability.clip(DOUBT, 1.0 - DOUBT)
    return (within / (1.0 - within)).log()


def positive(amount: Expr) -> Expr:
    """The amount, or null when it is zero, negative or not a number."""
    return when(amount > 0).then(amount)


def least(one: Expr, *others: Expr) -> Expr:
    """Smallest of several expressions, nulls ignored."""
    return min_horizontal(one, *others)


def most(one: Expr, *others: Expr) -> Expr:
    """Largest of several expressions, nulls ignored."""
    return max_horizontal(one, *others)


def holds(condition: Expr) -> Expr:
    """The condition with unknown taken as no."""
    return condition.fill_null(False)  # noqa: FBT003 - the value to fill, not a switch


def yes(condition: Expr) -> Expr:
    """1 where a condition holds, else 0."""
    return when(holds(condition)).then(1.0).otherwise(0.0)


def days_against(days: Expr, usual: float) -> Expr:
    """Log of some days over usual ones; a day or a thousand and more make no more of it."""
    return (days.clip(1.0, 1000.0) / usual).log()


def words_pattern(words: Iterable[str]) -> str:
    """Regular expression for text in which a word begins with one of `words`, any case."""
    escaped = (word.lower().replace(".", r"\.").replace("+", r"\+") for word in words)
    return rf"(^|[^a-z])({'|'.join(escaped)})"


def unknown_number() -> Expr:
    """No number."""
    return lit(None).cast(Float64())


def unknown_text() -> Expr:
    """No text."""
    return lit(None).cast(String())


def never() -> Expr:
    """A condition that never holds."""
    return lit(value=False)
