"""Everyday record errors, and the counts that mend them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .arrays import Daily, by_day, summed_by_day

if TYPE_CHECKING:
    from .arrays import Floats
    from .parameters import ChainParameters
    from .setting import Setting
    from .upsets import Upsets

SHARES = {"misrung": 0.45, "lost": 0.30, "misread": 0.25}
"""How everyday errors divide: rung on a neighbouring item, broken or gone, receipt miscounted."""


@dataclass(frozen=True)
class Errors:
    """What parts the books from the shelf a little, and what brings them together again."""

    misrung: Daily
    """Units sold of this row that the till takes from the next one."""
    lost: Daily
    """Units that leave the shelf without a sale."""
    misread: Daily
    """Units by which a receipt is booked too high or, below zero, too low."""
    counts: Daily
    """Days on which the books are set to what is on the shelf."""


def draw(setting: Setting, upsets: Upsets, rng: np.random.Generator) -> Errors:
    """Draw errors more often where more is handled (by the square root of the purchases)."""
    parameters, rates = setting.parameters, setting.rates
    handled = np.sqrt(rates.annual / rates.clump + 1)
    yearly = parameters.books.record_errors * handled / handled.mean()
    signs = rng.choice([-1.0, 1.0], len(yearly))
    size = np.maximum(np.round(rates.clump / 2), 1)
    kinds = {kind: _events(parameters, yearly * share, size, rng) for kind, share in SHARES.items()}
    misread = kinds["misread"]
    return Errors(
        misrung=kinds["misrung"],
        lost=kinds["lost"],
        misread=Daily(misread.rows, misread.amounts * signs[misread.rows], misread.starts),
        counts=_counts(parameters, upsets, rng),
    )


def _events(
    parameters: ChainParameters, yearly: Floats, size: Floats, rng: np.random.Generator
) -> Daily:
    number = rng.poisson(yearly * parameters.days / 365)
    rows = np.repeat(np.arange(len(number)), number)
    days = rng.integers(0, parameters.days, len(rows))
    units = np.ceil(rng.exponential(size[rows]))
    return summed_by_day(days, rows, units, parameters.days)


def _counts(parameters: ChainParameters, upsets: Upsets, rng: np.random.Generator) -> Daily:
    number = rng.poisson(parameters.books.counts * parameters.days / 365, len(upsets.uncounted))
    rows = np.repeat(np.arange(len(number)), np.where(upsets.uncounted, 0, number))
    days = rng.integers(0, parameters.days, len(rows))
    return by_day(days, rows, np.zeros(len(rows)), parameters.days)
