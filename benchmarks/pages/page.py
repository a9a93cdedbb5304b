"""The page: what was measured, as Markdown."""

from __future__ import annotations

import os
import platform
from statistics import median
from typing import TYPE_CHECKING

from profit_sentinel import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pages.measure import Results

BASE = "page without data"
AIMS = {"digest": 300, "issue of 10,000 SKUs": 500}
"""Milliseconds to the first paint."""
MOST = 200_000
"""Bytes of one request, beyond vendored libraries."""
METHOD = (
    "One process of the service with its embedded database, visited by Chromium on the same "
    "machine, each time with an empty cache. *First paint* is the browser's own "
    "first-contentful-paint, from the click; *answered* is when the last byte of the page was "
    "there. The factor compares with the page that shows nothing of the store, so that it holds on "
    "other machines and when this one is busy; times alone do not."
)


def page(results: Results, many: int) -> str:
    """The whole page."""
    return "\n".join([
        "# Pages",
        "",
        (f"The demo chain of 36,000 rows with two earlier reports, and a store with one issue of "
        f"{many:,} SKUs. {os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"{load()}, profit-sentinel {__version__}. Made by `make pages`."),
        "",
        METHOD,
        "",
        f"## First paint, {results.rounds} visits",
        "",
        *painted(results),
        "",
        f"## The table of {many:,} SKUs",
        "",
        *table(("", "ms"), [(name, f"{took:,.0f}") for name, took in results.table.items()]),
        "",
        "Each from the end of the one before; what it costs to drive the browser is in it.",
        "",
        "## On the wire",
        "",
        *wire(results),
        "",
    ])  # fmt: skip


def load() -> str:
    """How busy the machine was."""
    if not hasattr(os, "getloadavg"):
        return "load of the machine unknown"
    return f"{os.getloadavg()[0]:.1f} processes wanted a core, this benchmark's included"


def painted(results: Results) -> Iterator[str]:
    """A line for every page and size."""
    rows = []
    for (name, size), visits in results.visits.items():
        base = median(results.visits[BASE, size].painted)
        middle = median(visits.painted)
        rows.append((
            name, size, f"{middle:.0f}", f"{min(visits.painted):.0f}", f"{max(visits.painted):.0f}",
            f"{median(visits.answered):.0f}", f"{middle / base:.1f}", str(AIMS.get(name, "")),
        ))  # fmt: skip
    head = ("page", "screen", "median ms", "least", "most", "answered ms", "factor", "aim ms")
    yield from table(head, rows)


def wire(results: Results) -> Iterator[str]:
    """The largest requests."""
    own = {url: size for url, size in results.requests.items() if not vendored(url)}
    largest = sorted(own.items(), key=lambda each: -each[1])[:6]
    yield f"Bytes as they came, headers included; aim: no request over {MOST:,} but libraries."
    yield ""
    yield from table(("request", "bytes"), [(plain(url), f"{size:,}") for url, size in largest])
    yield ""
    libraries = sum(size for url, size in results.requests.items() if vendored(url))
    yield f"Vendored libraries, which only some pages load, once: {libraries:,} bytes."


def vendored(url: str) -> bool:
    """Whether others wrote the file."""
    return ".min." in url


def plain(url: str) -> str:
    """An address without the id of an issue."""
    parts = url.split("/")
    return f"`{'/'.join(['', 'issues', 'ID', *parts[3:]]) if parts[1] == 'issues' else url}`"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
