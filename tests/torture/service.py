"""A service with its readers, both in processes of their own that can be killed."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, NamedTuple

import psutil  # type: ignore[import-untyped]

from ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

QUICK = {
    "PROFIT_SENTINEL_LEASE_SECONDS": "1",
    "PROFIT_SENTINEL_ATTEMPTS": "100000",
    "PROFIT_SENTINEL_RATE": "",
}
"""A reader that died is replaced soon, and nobody is slowed down."""
_PRELOADED = [
    "profit_sentinel.service_commands", "profit_sentinel.app", "uvicorn", "alembic.command",
    "profit_sentinel.api.application",
]  # fmt: skip


class Answer(NamedTuple):
    """What came back; status 0 when nothing did."""

    status: int
    body: Any
    headers: Mapping[str, str] = {}

    @property
    def kept(self) -> bool:
        """Whether the service said that it has done what was asked."""
        return 200 <= self.status < 300


NOTHING = Answer(0, None)


def processes() -> Any:
    """Makes processes that have the program imported: starting one takes no seconds."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(_PRELOADED)
    return made


def serve(port: int, environment: Mapping[str, str], log: str, prepare: Any = None) -> None:
    """What `profit-sentinel serve --port PORT` does, in this process and those it begins."""
    os.setpgrp()
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, sys.stdout.fileno())
    os.dup2(file, sys.stderr.fileno())
    os.environ.update(environment)
    if prepare is not None:
        prepare()
    from profit_sentinel.service_commands import serve as command  # noqa: PLC0415

    command.main(["--port", str(port)], standalone_mode=False)


class Server:
    """One copy of the service, with the process of its readers.

    Args:
        environment: What it is told by its environment.
        log: Where it writes what it says.
        prepare: Called in the process before the service starts.
    """

    def __init__(
        self, environment: Mapping[str, str], log: Path, prepare: Callable[[], None] | None = None
    ) -> None:
        self.environment, self.log, self.prepare = {**QUICK, **environment}, log, prepare
        self.port = free_port()
        self.process: Any = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        told = (self.port, self.environment, str(self.log), self.prepare)
        self.process = processes().Process(target=serve, args=told, daemon=True)
        self.process.start()
        until = monotonic() + 60
        while not self.ask("GET", "/health/live").kept:
            assert self.process.is_alive(), self.log.read_text(encoding="utf-8")[-4000:]
            assert monotonic() < until, "the service does not start"
            sleep(0.02)

    def kill(self) -> None:
        """End it and its readers without warning."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()

    def kill_service(self) -> None:
        """End it without warning; its readers have to notice by themselves."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()

    def kill_readers(self) -> None:
        """End its readers without warning, if they have begun; it has to notice by itself."""
        for each in self.readers():
            with suppress(psutil.NoSuchProcess):
                each.kill()

    def readers(self) -> list[psutil.Process]:
        """The process of its readers, once it has begun."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children()
        return found

    def stop(self) -> None:
        """Ask it to end."""
        self.process.terminate()
        self.process.join(30)
        if self.process.is_alive():
            self.kill()

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        **headers: str,
    ) -> Answer:
        """Ask for something; an answer that was cut off is none."""
        data = json.dumps(body).encode() if body is not None else None
        told = {"Content-Type": "application/json"} if data else {}
        return self.send(method, path, data, told | {
            name.replace("_", "-"): value for name, value in headers.items()
        })  # fmt: skip

    def bring(self, name: str, data: bytes, **fields: str) -> Answer:
        """Upload a file."""
        mark, form = "part-of-a-form", "Content-Disposition: form-data"
        parts = [
            f'--{mark}\r\n{form}; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in fields.items()
        ]
        head = f'{form}; name="file"; filename="{name}"'
        parts += [f"--{mark}\r\n{head}\r\n\r\n".encode(), data, f"\r\n--{mark}--\r\n".encode()]
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self.send("POST", "/api/v1/uploads", b"".join(parts), kind)

    def send(
        self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        """Send bytes."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, data, dict(headers))
            got = connection.getresponse()
            said = json.loads(got.read())
        except (OSError, HTTPException, ValueError):
            return NOTHING
        finally:
            connection.close()
        return Answer(got.status, said, {name.lower(): value for name, value in got.getheaders()})


@contextmanager
def running(*servers: Server) -> Iterator[None]:
    """Start some servers, and end them whatever happens."""
    try:
        for server in servers:
            server.start()
        yield
    finally:
        for server in servers:
            if server.process is not None and server.process.is_alive():
                server.stop()


def every(server: Server, noun: str) -> list[dict[str, Any]]:
    """All pages of a list."""
    found: list[dict[str, Any]] = []
    while True:
        answer = server.ask("GET", f"/api/v1/{noun}?limit=500&offset={len(found)}")
        assert answer.kept, answer
        found += answer.body[noun]
        if len(found) >= answer.body["total"]:
            return found


def stock_list(store: str, number: int, rows: int = 30, start: int = 0) -> bytes:
    """A small stock list in which something is wrong, different for every number."""
    lines = ["Store,SKU,Description,Department,Qty On Hand,Unit Cost,Retail Price,As Of"]
    for row in range(start, start + rows):
        on_hand = -5 if row % 5 == 0 else 4
        cost = 0 if row % 7 == 0 else 12.5
        price = 9.99 if row % 11 == 0 else 19.99
        lines.append(
            f"{store},{1000 + row},item {row} of {number},PLUMBING,{on_hand},{cost},{price},"
            "2026-06-30"
        )
    return ("\n".join(lines) + "\n").encode()
