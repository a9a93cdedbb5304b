"""Shelves: where frames are kept until they are asked for, in memory or on disk."""

from typing import Protocol

import polars as pl


class Shelf(Protocol):
    """Keeps frames with the same columns, in order."""

    def __len__(self) -> int:
        """How many frames were kept."""

    def add(self, frame: pl.DataFrame) -> None:
        """Keep some rows."""

    def clear(self) -> None:
        """Throw away what was kept."""

    def piece(self, number: int) -> pl.LazyFrame:
        """The frame that was kept after so many others."""

    def stock(self) -> pl.LazyFrame:
        """All rows kept so far, in order."""


class Memory:
    """A shelf in memory."""

    def __init__(self) -> None:
        self.frames: list[pl.DataFrame] = []

    def __len__(self) -> int:
        """How many frames were kept."""
        return len(self.frames)

    def add(self, frame: pl.DataFrame) -> None:
        """Keep some rows."""
        self.frames.append(frame)

    def clear(self) -> None:
        """Throw away what was kept."""
        self.frames.clear()

    def piece(self, number: int) -> pl.LazyFrame:
        """The frame that was kept after so many others."""
        return self.frames[number].lazy()

    def stock(self) -> pl.LazyFrame:
        """All rows kept so far, in order."""
        return pl.concat(self.frames, rechunk=False).lazy()
