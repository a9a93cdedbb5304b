"""Random streams: one per concern, so that no process reshuffles another."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from .arrays import Floats, Ints

    Bits = npt.NDArray[np.uint64]

MASK = 2**64 - 1
ROW, DAY, FIRST, SECOND = (
    0xD1342543DE82EF95,
    0x9E3779B97F4A7C15,
    0xBF58476D1CE4E5B9,
    0x94D049BB133111EB,
)
"""Odd multipliers that spread row, day and bits."""


def stream(seed: int, concern: str) -> np.random.Generator:
    """The generator of one concern: a child of the seed, told apart by the concern's name."""
    key = zlib.crc32(concern.encode())
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(key,))))


class Chance:
    """What chance has in store in one concern, for any row on any day.

    The same row, day and concern give the same figure, whatever else has happened by then. The
    bits are mixed as in SplitMix64 (Steele, Lea and Flood 2014).
    """

    def __init__(self, seed: int, concern: str) -> None:
        self.key = (seed << 32) ^ zlib.crc32(concern.encode())

    def __call__(self, rows: Ints, day: int) -> Floats:
        """Figures for some rows on one day, even between 0 and 1."""
        return self._even(rows.astype(np.uint64), np.uint64(_mix((self.key + day * DAY) & MASK)))

    def each(self, rows: Ints, days: Ints) -> Floats:
        """Figures for some rows, each on a day of its own."""
        start = days.astype(np.uint64) * np.uint64(DAY) + np.uint64(self.key & MASK)
        return self._even(rows.astype(np.uint64), _mixed(start))

    @staticmethod
    def _even(rows: Bits, start: Bits | np.uint64) -> Floats:
        bits = _mixed(rows * np.uint64(ROW) + start)
        even: Floats = (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53
        return even


def _mix(bits: int) -> int:
    bits = (bits ^ (bits >> 30)) * FIRST & MASK
    bits = (bits ^ (bits >> 27)) * SECOND & MASK
    return bits ^ (bits >> 31)


def _mixed(bits: Bits) -> Bits:
    """`_mix` of every element."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(FIRST)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(SECOND)
    return bits ^ (bits >> np.uint64(31))
