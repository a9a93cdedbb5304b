"""DuckDB: an engine that spills to disk, for files larger than memory."""

from __future__ import annotations

import re
from itertools import count
from time import perf_counter
from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.words import NARWHALS
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.engine.engine import Worked, loaded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from profit_sentinel.engine.engine import Repeated, Work
    from profit_sentinel.engine.frame import Frame


FEWER_ROWS = 120_000
"""Rows judged at a time within a memory limit.

What a part takes outside the database is held by no limit. So many are one block of a table, which
one thread computes; others only wait for it, and cost a fifth of the time and 100 MB of memory.
"""
AMOUNT = re.compile(r"[1-9]\d*(?:\.\d+)? ?[KMGT]i?B", re.IGNORECASE)


class DuckDBEngine:
    """Runs declarations in an in-memory DuckDB database of its own."""

    name = "duckdb"
    language = NARWHALS
    part_rows = 500_000
    chain_rows = 4_000_000
    parts_at_once = 1

    def __init__(self, memory: str | None = None, folder: Path | None = None) -> None:
        """Open the database.

        Args:
            memory: Most memory it may take, such as `2GB`; None leaves that to DuckDB.
            folder: Where it puts what does not fit.

        Raises:
            WrongUsageError: DuckDB is not installed, or `memory` is no amount of memory.
        """
        try:
            import duckdb  # noqa: PLC0415 - an optional engine is imported when it is asked for
        except ImportError as error:
            message = "the duckdb engine is not installed: pip install 'profit-sentinel[duckdb]'"
            raise WrongUsageError(message) from error
        self.connection = duckdb.connect()
        self.connection.execute("SET enable_progress_bar = false")
        if folder is not None:
            self.connection.execute("SET temp_directory = ?", [str(folder)])
        if memory is not None:
            self._limit(memory)
        self.tables: list[str] = []
        self.views: list[str] = []
        self._begin()

    def _begin(self) -> None:
        """Count the steps from the first one, so that the same work has the same names."""
        self.names = (f"step_{number}" for number in count())
        self.steps: list[tuple[str, str]] = []

    def _limit(self, memory: str) -> None:
        if AMOUNT.fullmatch(memory) is None:
            message = f"{memory!r} is no amount of memory; write it as 800MB or 2GB"
            raise WrongUsageError(message)
        self.connection.execute("SET memory_limit = ?", [memory])
        self.connection.execute("SET threads = 1")
        self.part_rows = FEWER_ROWS

    def release(self) -> None:
        """Forget what was taken in and computed, and give its memory back."""
        self._drop()
        for name in self.views:
            self.connection.unregister(name)
        self.views.clear()
        self._begin()

    def _drop(self) -> None:
        for name in self.tables:
            self.connection.execute(f"DROP TABLE {name}")
        self.tables.clear()

    def load(self, frame: pl.DataFrame) -> Frame:
        """Take in a canonical frame."""
        name = next(self.names)
        self.connection.register(name, frame.to_arrow())
        self.views.append(name)
        return nw.from_native(self.connection.table(name))

    def materialise(self, frame: Frame) -> Frame:
        """Compute a frame once, into a temporary table that takes the place of those before."""
        name, query = next(self.names), frame.to_native().sql_query()
        self._step(name, query)
        return nw.from_native(self.connection.table(name))

    def _step(self, name: str, query: str) -> None:
        self.connection.execute(f"CREATE TABLE {name} AS {query}")
        self._drop()
        self.tables.append(name)
        self.steps.append((name, query))

    def collect(self, frames: Sequence[Frame]) -> list[pl.DataFrame]:
        """Compute several frames, one after the other."""
        return [frame.to_native().pl() for frame in frames]

    def repeated(self, work: Work) -> Repeated:
        """Work whose statements are written once for tables of the same columns.

        Writing and checking them takes two seconds of the four that a part of 120,000 rows takes.
        """
        written: dict[object, tuple[list[tuple[str, str]], str]] = {}

        def again(tables: Mapping[str, pl.DataFrame]) -> Worked:
            columns = tuple((name, tuple(table.schema.items())) for name, table in tables.items())
            frames = loaded(self, tables)
            if columns in written:
                for name, query in written[columns][0]:
                    self._step(name, query)
            else:
                last = work(frames).to_native().sql_query()
                written[columns] = (self.steps, last)
            began = perf_counter()
            rows = self.connection.sql(written[columns][1]).pl()
            self.release()
            return Worked(rows, perf_counter() - began)

        return again
