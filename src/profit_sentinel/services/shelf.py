"""Shelves: rows of long files, in memory while they are few and on disk from then on."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import polars as pl

from profit_sentinel.ingest.long import Memory

if TYPE_CHECKING:
    from pathlib import Path

MOST_IN_MEMORY = 256 * 2**20
"""Bytes of frames from which rows go to disk."""


class Shelf:
    """Rows of one file in memory, or in Parquet files of a folder that others throw away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count()
        self.clear()

    def clear(self) -> None:
        """Throw away what was kept."""
        self.memory, self.size = Memory(), 0
        self.files: list[Path] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Keep some rows."""
        self.memory.add(frame)
        self.size += int(frame.estimated_size())
        if self.size > MOST_IN_MEMORY:
            self._write()

    def stock(self) -> pl.LazyFrame:
        """All rows kept so far, in order."""
        if not self.files:
            return self.memory.stock()
        if self.memory.frames:
            self._write()
        return pl.scan_parquet(self.files)

    def _write(self) -> None:
        path = self.folder / f"{id(self):x}-{next(self.numbers)}.parquet"
        self.memory.stock().sink_parquet(path, compression="lz4")
        self.files.append(path)
        self.memory.clear()
        self.size = 0
