"""Shelves on disk: frames in memory while they are few and in Parquet files from then on."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from weakref import finalize

import polars as pl

from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.services.scratch import made

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_IN_MEMORY = 256 * 2**20
"""Bytes of frames from which they go to disk."""
LITTLE = 32 * 2**20
"""The same where memory is short."""


class Shelf:
    """Keeps frames in memory, or in Parquet files of a folder that others throw away."""

    def __init__(self, folder: Path, most: int = MOST_IN_MEMORY) -> None:
        self.folder, self.most = folder, most
        self.numbers = count()
        self.clear()

    def __len__(self) -> int:
        """How many frames were kept."""
        return len(self.files) + len(self.memory)

    def clear(self) -> None:
        """Throw away what was kept."""
        self.memory, self.size = Memory(), 0
        self.files: list[Path] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Keep some rows."""
        self.memory.add(frame)
        self.size += int(frame.estimated_size())
        if self.size > self.most:
            self._write()

    def piece(self, number: int) -> pl.LazyFrame:
        """The frame that was kept after so many others."""
        if number < len(self.files):
            return pl.scan_parquet(self.files[number])
        return self.memory.piece(number - len(self.files))

    def stock(self) -> pl.LazyFrame:
        """All rows kept so far, in order."""
        if not self.files:
            return self.memory.stock()
        if self.memory.frames:
            self._write()
        return pl.scan_parquet(self.files)

    def _write(self) -> None:
        self.files.extend(self._written(self.memory.frames))
        self.memory.clear()
        self.size = 0

    def _written(self, frames: Iterable[pl.DataFrame]) -> Iterable[Path]:
        folder = made(self.folder)
        for frame in frames:
            path = folder / f"{id(self):x}-{next(self.numbers)}.parquet"
            frame.write_parquet(path, compression="lz4")
            yield path


class OwnShelf(Shelf):
    """A shelf whose folder is its own and goes with it, at the latest when the program ends.

    Whoever reads from its files later must hold it.
    """

    def __init__(self, most: int = MOST_IN_MEMORY) -> None:
        super().__init__(Path(), most)

    def _write(self) -> None:
        if not self.files:
            self.folder = Path(mkdtemp(prefix="profit-sentinel-"))
            finalize(self, rmtree, self.folder, ignore_errors=True)
        super()._write()
