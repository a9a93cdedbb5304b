"""Sizes: what a chain of many stores costs, cold, beside reading its file and plain pandas."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from speed.measure import Figures, commands, launched, note
from speed.plain_pandas import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

COMMAND, PARQUET, DUCKDB, PLAIN, ALONE = (
    "the command", "the command, from Parquet", "on DuckDB, from Parquet", "plain pandas",
    "reading alone",
)  # fmt: skip
WITHIN = ["--engine", "duckdb", "--memory", "500MB"]
DUCKDB_LEAST, TEXT_MOST = 1_000_000, 10_000_000
"""Rows from which DuckDB is measured, and up to which the file is made as CSV too."""
GROUP_ROWS = 250_000
PANDAS_MOST = 1_000_000
"""Rows up to which plain pandas fits in memory."""
ROUNDS = {200_000: 5, 2_000_000: 2}
"""Rounds up to so many rows; one beyond."""


@dataclass(frozen=True)
class Size:
    """What a file of so many rows took."""

    rows: int
    megabytes: float
    tasks: Mapping[str, Figures]


def measured(demo: Path, sizes: Iterable[int], folder: Path, engine: str) -> Iterator[Size]:
    """Measure the demo chain with its stores copied until there are enough rows.

    Args:
        demo: The inventory report of the demo chain.
        sizes: Rows of each file.
        folder: Where the files are made, one after the other.
        engine: The engine of the command.
    """
    for rows in sizes:
        print(f"measuring {rows:,} rows", file=sys.stderr, flush=True)
        path, typed = folder / f"chain-{rows}.csv", folder / f"chain-{rows}.parquet"
        copied_typed(demo, rows, typed)
        if rows <= TEXT_MOST:
            copied(demo, rows, path)
        megabytes = (path if path.exists() else typed).stat().st_size / 1e6
        yield Size(rows, megabytes, run(tasks_of(rows, path, typed, engine), rounds_of(rows)))
        path.unlink(missing_ok=True)
        typed.unlink()


def tasks_of(rows: int, path: Path, typed: Path, engine: str) -> dict[str, list[str]]:
    """What is run on a file of so many rows."""
    on_duckdb = [*commands(typed, engine)[COMMAND][:-2], *WITHIN]
    if rows > TEXT_MOST:
        return {DUCKDB: on_duckdb}
    every = commands(path, engine)
    tasks = {COMMAND: every[COMMAND], PARQUET: commands(typed, engine)[COMMAND]}
    if rows >= DUCKDB_LEAST:
        tasks[DUCKDB] = on_duckdb
    if rows <= PANDAS_MOST:
        tasks[PLAIN] = every[PLAIN]
    return {**tasks, ALONE: every[ALONE]}


def rounds_of(rows: int) -> int:
    """How often a file of so many rows is measured."""
    return next((rounds for most, rounds in ROUNDS.items() if rows <= most), 1)


def run(tasks: Mapping[str, list[str]], rounds: int) -> dict[str, Figures]:
    """Every task once per round."""
    figures = {name: Figures() for name in tasks}
    for _ in range(rounds):
        for name, command in tasks.items():
            note(figures[name], launched(command))
    return figures


def copied(demo: Path, rows: int, path: Path) -> None:
    """Write a report whose stores are those of the demo chain, again and again, under new ids."""
    header, *lines = demo.read_bytes().splitlines(keepends=True)
    chain = [line.split(b",", 1) for line in lines]
    stores = len({store for store, _ in chain})
    with path.open("wb") as file:
        file.write(header)
        for copy in range(-(-rows // len(chain))):
            part = chain[: rows - copy * len(chain)]
            file.writelines(b"%d,%s" % (int(store) + copy * stores, rest) for store, rest in part)


def copied_typed(demo: Path, rows: int, path: Path) -> None:
    """Write the same as Parquet, its numbers as numbers."""
    read = pl.read_csv(demo, infer_schema=False)
    chain = read.with_columns(pl.col(list(NUMBERS)).cast(pl.Float64)).lazy()
    store, stores = pl.col("Store").cast(pl.Int64), read["Store"].n_unique()
    copies = [
        chain.head(rows - copy * read.height).with_columns((store + copy * stores).cast(pl.String))
        for copy in range(-(-rows // read.height))
    ]
    pl.concat(copies).sink_parquet(path, compression="zstd", row_group_size=GROUP_ROWS)


def table(sizes: Iterable[Size]) -> Iterator[str]:
    """Seconds and memory of every size in one table."""
    yield "| rows | MB | task | least s | CPU s | x reading alone | x plain pandas | peak MB |"
    yield "|---:|---:|---|---:|---:|---:|---:|---:|"
    for size in sizes:
        for name, figures in size.tasks.items():
            plain, alone = size.tasks.get(PLAIN), size.tasks.get(ALONE)
            cells = [
                f"{size.rows:,}",
                f"{size.megabytes:,.0f}",
                name,
                f"{figures.least:.2f}",
                f"{min(figures.computed):.2f}",
                f"{figures.times(alone):.1f}" if alone else "not run",
                f"{figures.times(plain):.2f}" if plain else "not run",
                f"{max(figures.megabytes):,.0f}",
            ]
            yield f"| {' | '.join(cells)} |"
