"""Sizes: what a chain of many stores costs, cold, beside reading its file and plain pandas."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from speed.measure import Figures, commands, launched
from speed.plain_pandas import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

COMMAND, PARQUET, PLAIN, ALONE = (
    "the command", "the command, from Parquet", "plain pandas", "reading alone",
)  # fmt: skip
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
        path = folder / f"chain-{rows}.csv"
        copied(demo, rows, path)
        typed = path.with_suffix(".parquet")
        frame = pl.scan_csv(path, infer_schema=False)
        frame.with_columns(pl.col(list(NUMBERS)).cast(pl.Float64)).sink_parquet(typed)
        every = commands(path, engine)
        tasks = {COMMAND: every[COMMAND], PARQUET: commands(typed, engine)[COMMAND]}
        if rows <= PANDAS_MOST:
            tasks[PLAIN] = every[PLAIN]
        tasks[ALONE] = every[ALONE]
        yield Size(rows, path.stat().st_size / 1e6, run(tasks, rounds_of(rows)))
        path.unlink()
        typed.unlink()


def rounds_of(rows: int) -> int:
    """How often a file of so many rows is measured."""
    return next((rounds for most, rounds in ROUNDS.items() if rows <= most), 1)


def run(tasks: Mapping[str, list[str]], rounds: int) -> dict[str, Figures]:
    """Every task once per round."""
    figures = {name: Figures() for name in tasks}
    for _ in range(rounds):
        for name, command in tasks.items():
            seconds, megabytes = launched(command)
            figures[name].seconds.append(seconds)
            figures[name].megabytes.append(megabytes)
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


def table(sizes: Iterable[Size]) -> Iterator[str]:
    """Seconds and memory of every size in one table."""
    yield "| rows | CSV MB | task | least s | x reading alone | x plain pandas | peak MB |"
    yield "|---:|---:|---|---:|---:|---:|---:|"
    for size in sizes:
        for name, figures in size.tasks.items():
            plain = size.tasks.get(PLAIN)
            cells = [
                f"{size.rows:,}",
                f"{size.megabytes:,.0f}",
                name,
                f"{figures.least:.2f}",
                f"{figures.times(size.tasks[ALONE]):.1f}",
                f"{figures.times(plain):.2f}" if plain else "not run",
                f"{max(figures.megabytes):,.0f}",
            ]
            yield f"| {' | '.join(cells)} |"
