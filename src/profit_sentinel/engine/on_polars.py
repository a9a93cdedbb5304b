"""Polars: the default engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import polars as pl

from profit_sentinel.engine.engine import anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polars._typing import EngineType

    from profit_sentinel.engine.engine import Repeated, Work
    from profit_sentinel.engine.frame import Frame


SMALL_ROWS = 1_000_000
"""Up to it whole columns fit in memory many times over, and computing them at once is faster."""


def mode(rows: int) -> EngineType:
    """How so many rows are best computed."""
    return "in-memory" if rows <= SMALL_ROWS else "streaming"


class PolarsEngine:
    """Runs declarations in this process, on all cores."""

    name = "polars"
    language = "polars"
    part_rows = 200_000
    chain_rows = 12_000_000
    parts_at_once = 2

    def __init__(self) -> None:
        self.rows = 0

    def load(self, frame: pl.DataFrame) -> Frame:
        """Take in a canonical frame."""
        self.rows = max(self.rows, frame.height)
        return cast("Frame", frame.lazy())

    def materialise(self, frame: Frame) -> Frame:
        """Compute a frame once, so that what follows does not compute it again."""
        return cast("Frame", self.collect([frame])[0].lazy())

    def release(self) -> None:
        """Forget what was computed; Polars keeps nothing that nobody holds."""

    def collect(self, frames: Sequence[Frame]) -> list[pl.DataFrame]:
        """Compute several frames at once."""
        return pl.collect_all(cast("Sequence[pl.LazyFrame]", frames), engine=mode(self.rows))

    def repeated(self, work: Work) -> Repeated:
        """Work that is written anew each time."""
        return anew(self, work)
