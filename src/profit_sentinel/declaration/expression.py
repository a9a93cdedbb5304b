"""Small expressions that declarations share; closed forms only, so that every engine runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Iterable

YEAR_DAYS = 365.0
LOGISTIC_NORMAL = 1.702
"""Scale at which a logistic curve follows the normal distribution within 0.01."""
STEEPEST = 30.0
"""Logits are clipped to it: e**30 is certain enough and never overflows."""


def logistic(score: nw.Expr) -> nw.Expr:
    """Probability of a logit, between 0 and 1."""
    return 1.0 / (1.0 + (-score.clip(-STEEPEST, STEEPEST)).exp())


def positive(amount: nw.Expr) -> nw.Expr:
    """The amount, or null when it is zero, negative or not a number."""
    return nw.when(amount > 0).then(amount)


def least(one: nw.Expr, *others: nw.Expr) -> nw.Expr:
    """Smallest of several expressions, nulls ignored."""
    return nw.min_horizontal(one, *others)


def most(one: nw.Expr, *others: nw.Expr) -> nw.Expr:
    """Largest of several expressions, nulls ignored."""
    return nw.max_horizontal(one, *others)


def holds(condition: nw.Expr) -> nw.Expr:
    """The condition with unknown taken as no."""
    return condition.fill_null(False)  # noqa: FBT003 - the value to fill, not a switch


def words_pattern(words: Iterable[str]) -> str:
    """Regular expression for text in which a word begins with one of `words`, any case."""
    escaped = (word.lower().replace(".", r"\.").replace("+", r"\+") for word in words)
    return rf"(^|[^a-z])({'|'.join(escaped)})"


NUMBER = nw.lit(None).cast(nw.Float64)
"""An unknown number."""
TEXT = nw.lit(None).cast(nw.String)
"""An unknown text."""
NO = nw.lit(value=False)
"""A condition that never holds."""
