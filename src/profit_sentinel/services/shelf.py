"""Shelves on disk: frames in memory while they are few, those that come later in Parquet files."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

import polars as pl

from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.services.scratch import made

MOST_IN_MEMORY = 384 * 2**20
"""Bytes of rows that stay in memory; the others go to disk."""
MOST_FOUND = 128 * 2**20
"""The same for findings."""
LITTLE = 16 * 2**20
"""The same for both where memory is short."""


class Shelf:
    """Keeps the first frames in memory, the others in files of a folder that others throw away."""

    def __init__(self, folder: Path, most: int = MOST_IN_MEMORY) -> None:
        self.folder, self.most = folder, most
        self.numbers = count()
        self.clear()

    def __len__(self) -> int:
        """How many frames were kept."""
        return len(self.memory) + len(self.files)

    def clear(self) -> None:
        """Throw away what was kept."""
        self.memory, self.size = Memory(), 0
        self.files: list[Path] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Keep some rows."""
        self.size += int(frame.estimated_size())
        if self.size > self.most:
            self.files.append(self._written(frame))
        else:
            self.memory.add(frame)

    def piece(self, number: int) -> pl.LazyFrame:
        """The frame that was kept after so many others."""
        if number < len(self.memory):
            return self.memory.piece(number)
        return pl.scan_parquet(self.files[number - len(self.memory)])

    def stock(self) -> pl.LazyFrame:
        """All rows kept so far, in order."""
        if not self.files:
            return self.memory.stock()
        on_disk = pl.scan_parquet(self.files)
        return pl.concat([self.memory.stock(), on_disk]) if self.memory.frames else on_disk

    def _written(self, frame: pl.DataFrame) -> Path:
        path = made(self.folder) / f"{id(self):x}-{next(self.numbers)}.parquet"
        frame.write_parquet(path, compression="lz4")
        return path


class OwnShelf(Shelf):
    """A shelf whose folder is its own and goes with it, at the latest when the program ends.

    Whoever reads from its files later must hold it.
    """

    def __init__(self, most: int = MOST_IN_MEMORY) -> None:
        super().__init__(Path(), most)

    def _written(self, frame: pl.DataFrame) -> Path:
        if not self.files:
            self.folder = Path(mkdtemp(prefix="profit-sentinel-"))
            finalize(self, rmtree, self.folder, ignore_errors=True)
        return super()._written(frame)
