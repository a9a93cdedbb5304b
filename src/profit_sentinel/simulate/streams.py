"""Random streams: one generator per concern, so that no process reshuffles another."""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, concern: str) -> np.random.Generator:
    """The generator of one concern: a child of the seed, told apart by the concern's name."""
    key = zlib.crc32(concern.encode())
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(key,))))
