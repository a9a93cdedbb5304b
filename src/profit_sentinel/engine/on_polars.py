"""Polars: the default engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence


class PolarsEngine:
    """Runs declarations in this process, on all cores."""

    name = "polars"

    def load(self, frame: pl.DataFrame) -> nw.LazyFrame:
        """Take in a canonical frame."""
        return nw.from_native(frame.lazy())

    def materialise(self, frame: nw.LazyFrame) -> nw.LazyFrame:
        """Compute a frame once, so that what follows does not compute it again."""
        native: pl.LazyFrame = frame.to_native()
        return nw.from_native(native.collect().lazy())

    def collect(self, frames: Sequence[nw.LazyFrame]) -> list[pl.DataFrame]:
        """Compute several frames at once."""
        return pl.collect_all([frame.to_native() for frame in frames])
