"""Everyday record errors at the till, and the counts that mend or make them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .arrays import summed_by_day
from .streams import stream

if TYPE_CHECKING:
    from .arrays import Daily
    from .setting import Setting
    from .upsets import Upsets


@dataclass(frozen=True)
class Errors:
    """What parts the books from the shelf a little, and what brings them together again."""

    misrung: Daily
    """Units sold of this row that the till takes from the next one."""
    counts: Daily
    """Days on which the books are set to what is found; by how much the finder errs."""


def draw(setting: Setting, upsets: Upsets) -> Errors:
    """Draw errors more often where more is handled (by the square root of the purchases)."""
    books, rates, days = setting.parameters.books, setting.rates, setting.parameters.days
    rng = stream(setting.parameters.seed, "misrung")
    handled = np.sqrt(rates.annual / rates.clump + 1)
    number = rng.poisson(books.misrung * handled / handled.mean() * days / 365)
    rows = np.repeat(np.arange(len(number)), number)
    size = np.maximum(np.round(rates.clump / 2), 1)
    units = np.ceil(rng.exponential(size[rows]))
    when = rng.integers(0, days, len(rows))
    return Errors(summed_by_day(when, rows, units, days), _counts(setting, upsets))


def _counts(setting: Setting, upsets: Upsets) -> Daily:
    books, days = setting.parameters.books, setting.parameters.days
    rng, seed = stream(setting.parameters.seed, "counts"), setting.parameters.seed
    number = rng.poisson(books.counts * days / 365, len(setting))
    rows = np.repeat(np.arange(len(number)), np.where(upsets.uncounted, 0, number))
    when, drawn = rng.integers(0, days, len(rows)), stream(seed, "count errors")
    wrong = drawn.random(len(rows)) < books.count_errors
    size = np.ceil(drawn.exponential(np.maximum(setting.rates.clump[rows] / 2, 1)))
    errors = np.where(wrong, size * drawn.choice([-1.0, 1.0], len(rows)), 0.0)
    return summed_by_day(when, rows, errors, days)
