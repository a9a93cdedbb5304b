"""Measuring: every task once per round, so that a busy moment of the machine hits them all."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

import profit_sentinel
from profit_sentinel.ingest.take_in import take_in
from profit_sentinel.services.inputs import upload
from speed.plain_pandas import find, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).resolve().parent
UNWRITTEN = "PYTHONDONTWRITEBYTECODE"
"""Without compiled modules on disk a cold start measures the compiler."""


@dataclass
class Figures:
    """What one task took in every round."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)
    """Seconds of all processors, user and system."""

    @property
    def middle(self) -> float:
        """Median seconds."""
        return median(self.seconds)

    @property
    def least(self) -> float:
        """Seconds of the quickest round."""
        return min(self.seconds)

    def times(self, other: Figures) -> float:
        """How many times as long as another task: the median over rounds measured in pairs."""
        return median(a / b for a, b in zip(self.seconds, other.seconds, strict=True))


class Took(NamedTuple):
    """What one process took: seconds, seconds of all processors, peak megabytes."""

    seconds: float
    computed: float
    megabytes: float


@dataclass
class Stages:
    """Milliseconds per stage of the program, in every round."""

    rounds: list[Mapping[str, float]] = field(default_factory=list)

    def middles(self) -> dict[str, float]:
        """Median milliseconds of every stage, in order."""
        return {name: median(spent[name] for spent in self.rounds) for name in self.rounds[0]}


@dataclass
class Results:
    """Everything that was measured."""

    cold: dict[str, Figures]
    warm: dict[str, Figures]
    stages: Stages = field(default_factory=Stages)
    reading: Stages = field(default_factory=Stages)
    cold_stages: Stages = field(default_factory=Stages)


def environment() -> dict[str, str]:
    """The variables a started command sees."""
    kept = {name: value for name, value in os.environ.items() if name != UNWRITTEN}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(HERE.parent), *paths(kept)])}


def paths(variables: Mapping[str, str]) -> list[str]:
    """Folders that were searched for modules already."""
    return [path for path in variables.get("PYTHONPATH", "").split(os.pathsep) if path]


def commands(path: Path, engine: str) -> dict[str, list[str]]:
    """The cold tasks: what is started as a process of its own."""
    python = sys.executable
    program = str(Path(sysconfig.get_path("scripts")) / "profit-sentinel")
    alone = f"import polars; polars.read_csv({str(path)!r}, infer_schema=False)"
    return {
        "the command": [program, "analyze", str(path), "--engine", engine],
        "plain pandas": [python, "-m", "speed.plain_pandas", str(path)],
        "reading alone": [python, "-c", alone],
        "importing Polars": [python, "-c", "import polars"],
        "importing pandas": [python, "-c", "import pandas"],
        "Python, doing nothing": [python, "-c", "pass"],
    }


def calls(path: Path, engine: str) -> dict[str, Callable[[], object]]:
    """The warm tasks: what is called in this process, with everything imported."""
    return {
        "the program": lambda: profit_sentinel.analyze(path, engine=engine),
        "plain pandas": lambda: find(read(path)),
        "reading alone": lambda: pl.read_csv(path, infer_schema=False),
        "the program's reading": lambda: take_in([upload(path)]),
        "plain pandas' reading": lambda: read(path),
    }


def measure(path: Path, rounds: int, engine: str) -> Results:
    """Run every task once per round, after one round that is not counted."""
    cold, warm = commands(path, engine), calls(path, engine)
    results = Results({name: Figures() for name in cold}, {name: Figures() for name in warm})
    one_round(results, path, engine, count=False)
    for number in range(1, rounds + 1):
        one_round(results, path, engine, count=True)
        print(f"round {number} of {rounds}: {latest(results)}", file=sys.stderr, flush=True)
    return results


def latest(results: Results) -> str:
    """The last round in one line."""
    told = {"cold": results.cold["the command"], "warm": results.warm["the program"],
            "plain pandas": results.warm["plain pandas"]}  # fmt: skip
    return ", ".join(f"{name} {figures.seconds[-1]:.2f} s" for name, figures in told.items())


def note(figures: Figures, took: Took) -> None:
    """Add what a process took to the figures of its task."""
    figures.seconds.append(took.seconds)
    figures.computed.append(took.computed)
    figures.megabytes.append(took.megabytes)


def one_round(results: Results, path: Path, engine: str, *, count: bool) -> None:
    """Every task once; the figures are thrown away unless they count."""
    for name, command in commands(path, engine).items():
        took = launched(command)
        if count:
            note(results.cold[name], took)
    for name, call in calls(path, engine).items():
        before = process_time()
        seconds, value = timed(call)
        if count:
            results.warm[name].seconds.append(seconds)
            results.warm[name].computed.append(process_time() - before)
            note_stages(results, value, seconds)
    if count:
        results.cold_stages.rounds.append(stages_of_a_start(path, engine))


def launched(command: list[str]) -> Took:
    """What a process took."""
    slim = [sys.executable, "-S", "-E", str(HERE / "launch.py"), *command]
    done = subprocess.run(slim, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{command[0]} failed:\n{done.stderr}"
        raise RuntimeError(message)
    return Took(*map(float, done.stdout.split()))


def timed(call: Callable[[], object]) -> tuple[float, object]:
    """Seconds a call takes, and what it returns."""
    gc.collect()
    started = perf_counter()
    value = call()
    return perf_counter() - started, value


def note_stages(results: Results, value: object, seconds: float) -> None:
    """Keep what the program itself says about its stages."""
    if isinstance(value, profit_sentinel.Digest):
        spent = dict(value.summary.milliseconds)
        spent["digest"] = seconds * 1000 - sum(spent.values())
        results.stages.rounds.append(spent)
    spent_reading = getattr(value, "milliseconds", None)
    if spent_reading:
        results.reading.rounds.append(dict(spent_reading))


def stages_of_a_start(path: Path, engine: str) -> dict[str, float]:
    """Milliseconds per stage of a cold command, with what comes before and after them."""
    command = [*commands(path, engine)["the command"], "--format", "json", "--top", "1"]
    started = perf_counter()
    done = subprocess.run(command, env=environment(), capture_output=True, check=True)
    seconds = perf_counter() - started
    spent = {name: float(value) for name, value in stages_said(done.stdout).items()}
    return {**spent, "imports, digest and printing": seconds * 1000 - sum(spent.values())}


def stages_said(output: bytes) -> Mapping[str, float]:
    """The stages a digest names, in JSON."""
    spent: Mapping[str, float] = json.loads(output)["summary"]["milliseconds"]
    return spent
