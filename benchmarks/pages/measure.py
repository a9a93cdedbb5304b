"""The measurements: a service in a process of its own, visited by Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PATIENCE = 180.0
"""Seconds that anything may take."""
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
ANSWERED = "performance.getEntriesByType('navigation')[0].responseEnd"


@dataclass
class Visits:
    """What visits of one page took, in milliseconds from the click."""

    painted: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)


@dataclass
class Results:
    """Everything measured; `requests` are bytes on the wire by address."""

    rounds: int
    visits: dict[tuple[str, str], Visits]
    table: dict[str, float]
    requests: dict[str, int]


def measure(folder: Path, files: Sequence[Path], rounds: int) -> Results:
    """Bring files, then visit pages."""
    with served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        bring(browser, address, files)
        pages = to_visit(browser, address)
        visits = {
            (name, size): visited(browser, address + path, size, rounds)
            for name, path in pages.items()
            for size in SIZES
        }
        requests: dict[str, int] = {}
        for path in pages.values():
            requests |= transferred(browser, address, path)
        table = tabulated(browser, address + pages["issue of 10,000 SKUs"])
        browser.close()
    return Results(rounds, visits, table, requests)


def chromium() -> str | None:
    """Where the browser is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A service with a home of its own."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    environment = {
        **os.environ, "PROFIT_SENTINEL_HOME": str(folder / "home"), "PROFIT_SENTINEL_RATE": "",
    }  # fmt: skip
    command = [sys.executable, "-m", "profit_sentinel", "serve", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait(f"{address}/health/live")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def wait(address: str) -> None:
    """Wait until something answers."""
    until = perf_counter() + PATIENCE
    while perf_counter() < until:
        try:
            with urlopen(address):  # noqa: S310 - the address is made here
                return
        except URLError:
            sleep(0.1)
    raise TimeoutError(address)


def bring(browser: Browser, address: str, files: Sequence[Path]) -> None:
    """Bring files one after the other."""
    page = browser.new_page()
    for file in files:
        print(f"bringing {file.name}", file=sys.stderr, flush=True)
        page.goto(f"{address}/start")
        page.set_input_files("#files", file)
        page.get_by_role("button", name="Read the files").click()
        page.get_by_text("Ready.").wait_for(timeout=PATIENCE * 1000)
    page.close()


def to_visit(browser: Browser, address: str) -> dict[str, str]:
    """The pages to visit, by name."""
    page = browser.new_page()
    page.goto(f"{address}/digest?place=LONG")
    path = page.locator(".issues a").first.get_attribute("href")
    page.close()
    return {
        "page without data": "/search", "digest": "/digest", "digest of a store": "/digest?store=1",
        "issue of 10,000 SKUs": str(path), "tasks": "/tasks", "settings": "/settings",
    }  # fmt: skip


def visited(browser: Browser, address: str, size: str, rounds: int) -> Visits:
    """Visits of one page, each with an empty cache, after one that does not count."""
    found = Visits()
    width, height = SIZES[size]
    for number in range(rounds + 1):
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(address)
        painted = first(page)
        if number:
            found.painted.append(painted)
            found.answered.append(page.evaluate(ANSWERED))
        context.close()
    return found


def first(page: Page) -> float:
    """When the page was painted first."""
    until = perf_counter() + PATIENCE
    while perf_counter() < until:
        painted: float | None = page.evaluate(PAINTED)
        if painted is not None:
            return painted
        sleep(0.01)
    raise TimeoutError(page.url)


def transferred(browser: Browser, address: str, path: str) -> dict[str, int]:
    """Bytes on the wire of every request that a page makes."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def got(event: dict[str, Any]) -> None:
        url = addresses[event["requestId"]].removeprefix(address)
        sizes[url] = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", got)
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    context.close()
    return sizes


def tabulated(browser: Browser, address: str) -> dict[str, float]:
    """Milliseconds until the long table stands, holds all SKUs, is sorted and is filtered."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    began = perf_counter()
    page.goto(address)
    rows = page.locator("#skus .tabulator-row")
    rows.first.wait_for()
    stands = perf_counter()
    page.locator("#skus[data-loaded]").wait_for()
    whole = perf_counter()
    page.locator(".tabulator-col-title", has_text="Dollars").click()
    page.get_by_text("$5.00", exact=True).first.wait_for()
    ordered = perf_counter()
    page.get_by_label("filter by item").press_sequentially("9999")
    page.get_by_text("1 of 10,000 shown").wait_for()
    picked = perf_counter()
    page.close()
    steps = (began, stands, whole, ordered, picked)
    names = ("first rows", "all SKUs loaded", "sorted by dollars", "filtered by item")
    spans = pairwise(steps)
    return {name: (end - start) * 1000 for name, (start, end) in zip(names, spans, strict=True)}
