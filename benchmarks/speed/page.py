"""The page: what was measured, as Markdown."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

import polars as pl

from speed.sizes import COMMAND, DUCKDB
from speed.sizes import table as table_of_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from speed.measure import Figures, Results
    from speed.sizes import Size

HEADINGS = ("", "median s", "least s", "CPU s", "x reading alone", "x plain pandas", "peak MB")
ALONE, PLAIN, AROUND = "reading alone", "plain pandas", "imports, digest and printing"
METHOD = (
    "Every task runs once per round, one after the other, so that a busy moment of the machine "
    "hits them all; ratios are medians of the ratios within the rounds. Other work on the machine "
    "makes times longer, never shorter: the least is the nearest to a quiet machine, and seconds "
    "of all processors (CPU, user and system, the least) are disturbed less than those of the "
    "clock. *Reading "
    "alone* is `polars.read_csv` with every column as text, the least that any program on Polars "
    "has to do; *plain pandas* is the same fourteen leaks written by hand in pandas and NumPy, "
    "from the same file to the same findings, which `run.py --check` compares one by one."
)


SIZES = (
    "The demo chain with its stores copied under new ids, each task started as a command. Peak "
    "memory counts the pages of the file itself that are in memory. *Plain pandas* is not run "
    "where it does not fit. DuckDB runs within `--memory 500MB`, which bounds the database alone; "
    "files of more than 10 million rows are made as Parquet only, and read by DuckDB only."
)
AIMS = {("cold", 0): 0.45, ("warm", 0): 0.06, ("large", 1_000_000): 1.5, ("large", 10_000_000): 8.0}
"""Seconds this program is meant to stay within on two cores; rows are those of larger chains."""
MEMORY_AIMS = {(COMMAND, 10_000_000): 2500, (DUCKDB, 10_000_000): 1000, (DUCKDB, 50_000_000): 2000}
"""Megabytes, by task and rows."""


def page(results: Results, sizes: Sequence[Size], rows: int, engine: str) -> str:
    """The whole page."""
    lines = [
        "# Speed",
        "",
        subject(results, rows, engine),
        "",
        METHOD,
        "",
        "## Started as a command",
        "",
        *table(results.cold),
        "",
        "## Called in a process that runs already",
        "",
        *table(results.warm),
        "",
        "## Where the time goes",
        "",
        "| median ms | stages |",
        "|---|---|",
        stages("called", results.stages.middles()),
        stages("reading, of that", results.reading.middles()),
        stages("started", results.cold_stages.middles()),
        "",
        reasons(results),
    ]
    lines += ["", "## Aims", "", "| | aim | least measured | |", "|---|---|---|---|"]
    lines += aims(results, sizes)
    if sizes:
        lines += ["", "## Larger chains", "", SIZES, "", *table_of_sizes(sizes)]
    return "\n".join(lines) + "\n"


def aims(results: Results, sizes: Sequence[Size]) -> Iterator[str]:
    """What the program is meant to need beside what it needed, in one row each."""
    tasks = {("cold", 0): results.cold["the command"], ("warm", 0): results.warm["the program"]}
    tasks |= {("large", size.rows): size.tasks[COMMAND] for size in sizes if COMMAND in size.tasks}
    for key, aim in AIMS.items():
        what = f"{key[1]:,} rows" if key[1] else {"cold": "started", "warm": "called"}[key[0]]
        if key in tasks:
            yield aimed(what, aim, tasks[key].least, "s")
    for (name, rows), aim in MEMORY_AIMS.items():
        for size in sizes:
            if size.rows == rows and name in size.tasks:
                yield aimed(f"{rows:,} rows, {name}", aim, max(size.tasks[name].megabytes), "MB")


def aimed(what: str, aim: float, found: float, unit: str) -> str:
    """One aim and whether it is met."""
    verdict = "met" if found <= aim else f"missed: {found / aim:.1f} times the aim"
    return f"| {what} | {aim:,} {unit} | {found:,.{2 if unit == 's' else 0}f} {unit} | {verdict} |"


def subject(results: Results, rows: int, engine: str) -> str:
    """What was measured, on what."""
    packages = [
        "polars",
        "narwhals",
        "pandas",
        "numpy",
        *(["duckdb"] if engine == "duckdb" else []),
    ]
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    rounds = len(results.stages.rounds)
    return (
        f"The simulated chain of {rows:,} rows, from the CSV file to every finding; engine "
        f"{engine}, {rounds} rounds. {os.cpu_count()} cores ({platform.machine()}, "
        f"{platform.system()}), {pl.thread_pool_size()} threads, Python "
        f"{platform.python_version()}, profit-sentinel {version('profit-sentinel')}, {versions}. "
        "Made by `make bench`."
    )


def table(tasks: Mapping[str, Figures]) -> Iterator[str]:
    """Seconds of some tasks beside reading alone and plain pandas, with their memory if known."""
    known = any(figures.megabytes for figures in tasks.values())
    headings = HEADINGS if known else HEADINGS[:-1]
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for name, figures in tasks.items():
        cells = [
            name,
            f"{figures.middle:.3f}",
            f"{figures.least:.3f}",
            f"{min(figures.computed):.3f}",
            f"{figures.times(tasks[ALONE]):.2f}",
            f"{figures.times(tasks[PLAIN]):.2f}",
            *([f"{max(figures.megabytes):.0f}"] if known else []),
        ]
        yield f"| {' | '.join(cells)} |"


def stages(title: str, spent: Mapping[str, float]) -> str:
    """Milliseconds of every stage in one row."""
    return f"| {title} | {', '.join(f'{name} {ms:.0f}' for name, ms in spent.items())} |"


def reasons(results: Results) -> str:
    """Where the time goes, in one paragraph."""
    cold, warm = results.cold, results.warm
    start, called = cold["the command"], warm["the program"]
    spent = results.stages.middles()
    started = results.cold_stages.middles()
    largest = sorted(spent, key=lambda name: -spent[name])
    shares = ", ".join(f"{name} {spent[name] / sum(spent.values()):.0%}" for name in largest)
    return (
        f"Called, the program takes {called.middle:.2f} s: {shares}. That is "
        f"{called.times(warm[ALONE]):.1f} times reading alone and "
        f"{called.times(warm[PLAIN]):.2f} times plain pandas, which is told what each column is; "
        "the program has to find out, and how dates and numbers are written, and which cells "
        f"are neither. Started as a command it takes {start.middle:.2f} s, "
        f"{start.times(cold[PLAIN]):.2f} times plain pandas; {started[AROUND] / 1000:.2f} s of it "
        f"are imports and printing, of which Polars alone is "
        f"{cold['importing Polars'].middle - cold['Python, doing nothing'].middle:.2f} s."
    )
