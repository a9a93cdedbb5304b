"""Measuring: one service on the demo chain, uploads, single requests, then a crowd."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]

from profit_sentinel import analyze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

HERE = Path(__file__).resolve().parent
API = "/api/v1"
MARK = "part-of-a-form"
SINGLE = 200
"""Requests made one after the other."""


@dataclass(frozen=True)
class Crowd:
    """What a crowd of one kind met with."""

    seconds: float
    times: Mapping[str, Mapping[int, int]]
    """By request: how many took how many milliseconds."""
    failures: int
    server: float
    """Seconds of processors the service took, and the generator."""
    generator: float

    @property
    def count(self) -> int:
        """Requests."""
        return sum(sum(some.values()) for some in self.times.values())

    @property
    def all(self) -> Mapping[int, int]:
        """All requests together."""
        whole: dict[int, int] = {}
        for some in self.times.values():
            for took, count in some.items():
                whole[took] = whole.get(took, 0) + count
        return whole


def quantile(times: Mapping[int, int], share: float) -> int:
    """The milliseconds within which a share of requests was answered."""
    left = share * sum(times.values())
    for took in sorted(times):
        left -= times[took]
        if left <= 0:
            return took
    return max(times)


@dataclass(frozen=True)
class Upload:
    """How long an upload took, and the same file analysed by itself a moment before."""

    readable: float
    """Seconds from the request to the digest that shows it."""
    accepted: float
    """Seconds from the request to its answer."""
    alone: float
    """Seconds `analyze` takes in a process that runs already."""
    block: float
    """The longest block of the event loop, in milliseconds."""


@dataclass(frozen=True)
class Results:
    """Everything measured."""

    uploads: Sequence[Upload]
    digest: Sequence[float]
    digest_of_store: Sequence[float]
    floor: Crowd
    staff: Crowd
    users: int


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


def measure(path: Path, rounds: int, users: int, seconds: int) -> Results:
    """Measure everything on one export.

    Args:
        path: The export.
        rounds: How often it is uploaded, each time as a file with other bytes.
        users: How many people ask at the same time.
        seconds: How long they do.
    """
    with running(path.with_name("home")) as service:
        uploads = [uploaded(service, path, number) for number in range(rounds + 1)][1:]
        stores = service.ask("GET", f"{API}/stores")["stores"]
        single = timed(lambda: service.ask("GET", f"{API}/digest"))
        of_store = timed(lambda: service.ask("GET", f"{API}/digest/{stores[0]['id']}"))
        floor = crowd(service, "Nobody", users, seconds)
        return Results(
            uploads, single, of_store, floor, crowd(service, "Staff", users, seconds), users
        )


def uploaded(service: Service, path: Path, number: int) -> Upload:
    """Upload a file and wait until its digest can be read."""
    started = perf_counter()
    analyze(path)
    alone = perf_counter() - started
    data = path.read_bytes() + b"\n" * number
    head = 'Content-Disposition: form-data; name="file"; filename="inventory.csv"'
    body = f"--{MARK}\r\n{head}\r\n\r\n".encode() + data + f"\r\n--{MARK}--\r\n".encode()
    since, started = monotonic(), perf_counter()
    upload = service.ask("POST", f"{API}/uploads", body, f"multipart/form-data; boundary={MARK}")
    accepted = perf_counter() - started
    while upload["status"] in {"accepted", "reading"}:
        sleep(0.02)
        upload = service.ask("GET", f"{API}/uploads/{upload['id']}")
    assert upload["status"] == "ready", upload  # noqa: S101
    service.ask("GET", f"{API}/digest")
    return Upload(perf_counter() - started, accepted, alone, service.longest_block(since))


def timed(ask: Callable[[], object]) -> list[float]:
    """Milliseconds of requests made one after the other."""
    took = []
    for _ in range(SINGLE):
        started = perf_counter()
        ask()
        took.append((perf_counter() - started) * 1000)
    return took


def crowd(service: Service, kind: str, users: int, seconds: int) -> Crowd:
    """Let a crowd ask for some seconds."""
    command: list[str | Path] = [
        sys.executable,
        HERE / "generate.py",
        kind,
        str(service.port),
    ]
    with subprocess.Popen(
        [*command, str(users), str(seconds)], stdout=subprocess.PIPE, text=True
    ) as generator:
        assert generator.stdout is not None  # noqa: S101 - for the type checker
        assert generator.stdout.readline() == "begun\n"  # noqa: S101
        before = service.computed
        told = json.loads(generator.stdout.readline())
        server = service.computed - before
    times = {
        name: {int(took): count for took, count in some.items()}
        for name, some in told["times"].items()
    }
    return Crowd(told["seconds"], times, told["failures"], server, told["generator"])
