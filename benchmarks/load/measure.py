"""Measuring: one service on the demo chain, uploads, single requests, then a crowd."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from load.blocks import block, blocks
from load.service import API, HERE, Service, running
from profit_sentinel import analyze

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

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


@dataclass(frozen=True)
class Results:
    """Everything measured."""

    uploads: Sequence[Upload]
    blocks: Mapping[str, Sequence[float]]
    """The longest block of the event loop each time something was done, in milliseconds."""
    digest: Sequence[float]
    digest_of_store: Sequence[float]
    floor: Crowd
    staff: Crowd
    users: int


def measure(path: Path, rounds: int, users: int, seconds: int) -> Results:
    """Measure everything on one export.

    Args:
        path: The export.
        rounds: How often it is uploaded, each time as a file with other bytes.
        users: How many people ask at the same time.
        seconds: How long they do.
    """
    with running(path.with_name("home")) as service:
        uploads: list[Upload] = []
        held = [
            block(service, lambda: uploads.append(uploaded(service, path, number)))  # noqa: B023 - done at once
            for number in range(rounds + 1)
        ]
        stores = service.ask("GET", f"{API}/stores")["stores"]
        single = timed(lambda: service.ask("GET", f"{API}/digest"))
        of_store = timed(lambda: service.ask("GET", f"{API}/digest/{stores[0]['id']}"))
        of_changes = blocks(service)
        crowds: list[Crowd] = []
        of_crowd = [
            block(service, lambda: crowds.append(crowd(service, kind, users, seconds)))  # noqa: B023
            for kind in ("Nobody", "Staff")
        ]
        held_up = {
            "the first upload": held[:1], "another upload": held[1:], **of_changes,
            "the crowd that touches nothing": of_crowd[:1], "the crowd of the mix": of_crowd[1:],
        }  # fmt: skip
        return Results(uploads[1:], held_up, single, of_store, crowds[0], crowds[1], users)


def uploaded(service: Service, path: Path, number: int) -> Upload:
    """Upload a file and wait until its digest can be read."""
    started = perf_counter()
    analyze(path)
    alone = perf_counter() - started
    data = path.read_bytes() + b"\n" * number
    head = 'Content-Disposition: form-data; name="file"; filename="inventory.csv"'
    body = f"--{MARK}\r\n{head}\r\n\r\n".encode() + data + f"\r\n--{MARK}--\r\n".encode()
    started = perf_counter()
    upload = service.ask("POST", f"{API}/uploads", body, f"multipart/form-data; boundary={MARK}")
    accepted = perf_counter() - started
    while upload["status"] in {"accepted", "reading"}:
        sleep(0.02)
        upload = service.ask("GET", f"{API}/uploads/{upload['id']}")
    assert upload["status"] == "ready", upload  # noqa: S101
    service.ask("GET", f"{API}/digest")
    return Upload(perf_counter() - started, accepted, alone)


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
