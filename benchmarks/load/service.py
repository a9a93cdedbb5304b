"""Service: the program in a process of its own, asked over one connection."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
API = "/api/v1"


class Service:
    """A running service and what it noted."""

    def __init__(self, home: Path) -> None:
        self.home, self.blocks = home, home.with_name("blocks")
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            self.port = int(held.getsockname()[1])
        told = {"PROFIT_SENTINEL_HOME": str(home), "PROFIT_SENTINEL_RATE": ""}
        log = home.with_name("log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, HERE / "served.py", str(self.port), self.blocks],
            env=os.environ | told, stdout=log, stderr=log,
        )  # fmt: skip

    @cached_property
    def connection(self) -> HTTPConnection:
        """A connection that stays open."""
        return HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Any:  # noqa: ANN401
        """Ask for something and take in the answer."""
        self.connection.request(method, path, body, {"Content-Type": kind} if kind else {})
        got = self.connection.getresponse()
        said = got.read()
        assert got.status < 300, said  # noqa: S101 - a benchmark of refusals would be worthless
        return json.loads(said)

    @property
    def computed(self) -> float:
        """Seconds of processors it has taken."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def longest_block(self, since: float) -> float:
        """The longest block since a moment, in milliseconds; 0 for none worth noting."""
        lines = (line.split() for line in self.blocks.read_text("ascii").splitlines())
        return max((float(late) for moment, late in lines if float(moment) >= since), default=0.0)


@contextmanager
def running(home: Path) -> Iterator[Service]:
    """A service that answers."""
    service = Service(home)
    try:
        for _ in range(600):
            try:
                service.ask("GET", "/health/live")
                break
            except OSError:
                service.connection.close()
                sleep(0.1)
        yield service
    finally:
        service.process.terminate()
        service.process.wait()
