"""The page: what was measured, as Markdown."""

from __future__ import annotations

import os
import platform
from statistics import median, quantiles
from typing import TYPE_CHECKING

from load.measure import quantile
from profit_sentinel import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from load.measure import Crowd, Results

AIMS = {"digest": 10, "readable": 1.5, "block": 50, "rate": 500}
"""Milliseconds, seconds, milliseconds, requests a second on two cores."""
METHOD = (
    "One copy of the service with its embedded database: a process answers and another reads; rate "
    "limits are off. The load "
    "generator (Locust) runs on the same machine and takes processors from the service. What it "
    "costs by itself is told by the floor: the same crowd asking for `/health/live`, which touches "
    "nothing. Other work on the machine makes times longer and rates lower, never better; seconds "
    "of processors (CPU) are disturbed less."
)


def page(results: Results, rows: int) -> str:
    """The whole page."""
    return "\n".join([
        "# Load",
        "",
        (f"The simulated chain of {rows:,} rows behind the HTTP interface. {os.cpu_count()} cores "
        f"({platform.machine()}, {platform.system()}), Python {platform.python_version()}, "
        f"profit-sentinel {__version__}; {load()}. Made by `make load`."),
        "",
        METHOD,
        "",
        "## A crowd",
        "",
        (f"{results.users} people who ask again as soon as they have an answer; aim: "
        f"{AIMS['rate']} requests a second, the generator included."),
        "",
        *crowds(results),
        "",
        *requests(results.staff),
        "",
        "## One request",
        "",
        *single(results),
        "",
        "## An upload",
        "",
        *uploads(results),
        "",
        "## What holds up everybody",
        "",
        *blocks(results),
        "",
    ])  # fmt: skip


def load() -> str:
    """How busy the machine was."""
    if not hasattr(os, "getloadavg"):
        return "load of the machine unknown"
    return f"{os.getloadavg()[0]:.1f} processes wanted a core, this benchmark's included"


def crowds(results: Results) -> Iterator[str]:
    """Both crowds side by side."""
    yield from table(
        ("", "requests/s", "p50 ms", "p95 ms", "p99 ms", "errors", "service CPU ms a request",
         "generator CPU ms a request"),
        [told("the floor", results.floor), told("the mix", results.staff)],
    )  # fmt: skip


def told(name: str, crowd: Crowd) -> Sequence[str]:
    """A line for a crowd."""
    return (
        name, f"{crowd.count / crowd.seconds:,.0f}",
        *(str(quantile(crowd.all, share)) for share in (0.5, 0.95, 0.99)), f"{crowd.failures:,}",
        f"{crowd.server / crowd.count * 1000:.2f}", f"{crowd.generator / crowd.count * 1000:.2f}",
    )  # fmt: skip


def requests(crowd: Crowd) -> Iterator[str]:
    """The mix by request."""
    yield from table(
        ("request", "share", "p50 ms", "p95 ms", "p99 ms"),
        [
            (name, f"{sum(times.values()) / crowd.count:.0%}",
             *(str(quantile(times, share)) for share in (0.5, 0.95, 0.99)))
            for name, times in sorted(crowd.times.items())
        ],
    )  # fmt: skip


def single(results: Results) -> Iterator[str]:
    """Requests one after the other."""
    yield f"Over one open connection, one after the other; aim: {AIMS['digest']} ms at the median."
    yield ""
    yield from table(
        ("request", "median ms", "p95 ms"),
        [
            (name, f"{median(took):.1f}", f"{quantiles(took, n=20)[-1]:.1f}")
            for name, took in (
                ("digest", results.digest), ("digest of a store", results.digest_of_store)
            )
        ],
    )  # fmt: skip


def uploads(results: Results) -> Iterator[str]:
    """Uploads one after the other."""
    some = results.uploads
    yield (
        f"The whole export, {len(some)} times with other bytes, after one that does not count. "
        "*Analysed alone* is `profit_sentinel.analyze` of the same file in a process that runs "
        "already, a moment before. The first upload that counts, like all of them, replaces what "
        "the stores showed."
    )
    yield ""
    yield from table(
        ("", "median", "worst", "aim"),
        [
            line("from request to readable digest, s", [each.readable for each in some], 2,
                 f"{AIMS['readable']}"),
            line("from request to its answer, s", [each.accepted for each in some], 2, ""),
            line("times as long as analysed alone", [each.readable / each.alone for each in some],
                 2, ""),
        ],
    )  # fmt: skip


def blocks(results: Results) -> Iterator[str]:
    """The longest blocks of the event loop."""
    yield (
        "The longest time, each time, in which the event loop of the service answers nobody, as a "
        f"watch in it sees; aim: never more than {AIMS['block']} ms."
    )
    yield ""
    yield from table(
        ("during", "times", "median ms", "worst ms"),
        [
            (name, str(len(times)), f"{median(times):.0f}", f"{max(times):.0f}")
            for name, times in results.blocks.items()
        ],
    )


def line(name: str, values: Sequence[float], digits: int, aim: str) -> Sequence[str]:
    """A line of several measurements."""
    return name, f"{median(values):.{digits}f}", f"{max(values):.{digits}f}", aim


def table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown."""
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for each in lines:
        yield f"| {' | '.join(each)} |"
