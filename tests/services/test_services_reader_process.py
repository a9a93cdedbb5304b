"""The process of the readers comes and goes with the service, and comes back when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from homes import OWNER, bring
from profit_sentinel.app import open_home
from profit_sentinel.config import Config
from profit_sentinel.services import reader_process, uploads
from profit_sentinel.services.reader_process import COMMAND, ReaderProcess
from profit_sentinel.store.uploads import UNREAD, Progress
from torture.service import Server, every, running, stock_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import psutil  # type: ignore[import-untyped]

LONG = 60.0


def wait(until: Callable[[], object], what: str) -> None:
    """Wait until something holds."""
    given_up = monotonic() + LONG
    while not until():
        assert monotonic() < given_up, what
        sleep(0.02)


def reader_of(server: Server) -> psutil.Process:
    """The process of a service's readers."""
    wait(server.readers, "no readers begin")
    (found,) = server.readers()
    return found


def is_read(server: Server, count: int) -> bool:
    """Whether so many uploads are there and have been read."""
    return [each["status"] for each in every(server, "uploads")] == ["ready"] * count


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server({"PROFIT_SENTINEL_HOME": str(tmp_path / "home")}, tmp_path / "log")
    with running(made):
        yield made


def test_readers_are_another_process_that_lets_requests_go_first(server: Server) -> None:
    reader = reader_of(server)
    wait(lambda: reader.nice() > os.nice(0), "requests do not go first")
    server.bring("first.csv", stock_list("1", 1))
    wait(lambda: is_read(server, 1), "nobody reads")


def test_readers_that_die_are_started_again(server: Server) -> None:
    reader_of(server).kill()
    server.bring("first.csv", stock_list("1", 1))
    wait(lambda: is_read(server, 1), "nobody reads")
    assert "readers ended and are started again" in server.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("end", [Server.kill_service, Server.stop])
def test_readers_end_with_their_service(server: Server, end: Callable[[Server], None]) -> None:
    reader = reader_of(server)
    end(server)
    reader.wait(LONG)


def test_a_signal_to_the_whole_service_is_for_the_service_to_hear(server: Server) -> None:
    reader = reader_of(server)
    wait(lambda: reader.nice() > os.nice(0), "readers do not stay")
    for number in (signal.SIGTERM, signal.SIGINT):
        reader.send_signal(number)
    server.bring("first.csv", stock_list("1", 1))
    wait(lambda: is_read(server, 1), "nobody reads")
    assert server.readers() == [reader]


def test_readers_that_cannot_begin_are_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "_REST", 0.01)
    monkeypatch.setattr(reader_process, "COMMAND", ("/nowhere",))
    home = open_home(Config(home=tmp_path))
    upload = bring(home, stock_list("1", 1))
    monkeypatch.setenv("PROFIT_SENTINEL_HOME", str(tmp_path))
    found = ReaderProcess()
    found.start()
    try:
        found.wake()
        assert found.process is None
        monkeypatch.setattr(reader_process, "COMMAND", COMMAND)
        wait(lambda: uploads.get(home, OWNER, upload.id).status not in UNREAD, "nobody reads")
    finally:
        found.stop()
    assert not found.keeper.is_alive()


def test_waking_readers_that_are_gone_is_no_error(server: Server) -> None:
    reader_of(server).suspend()
    assert all(server.bring(f"{n}.csv", stock_list("1", n)).kept for n in range(3))
    server.kill_readers()
    assert server.bring("3.csv", stock_list("1", 3)).kept
    wait(lambda: is_read(server, 4), "nobody reads")


@contextmanager
def readers(home: Path, **told: str) -> Iterator[subprocess.Popen[str]]:
    """The command `readers`."""
    environment = os.environ | {"PROFIT_SENTINEL_HOME": str(home)} | told
    with subprocess.Popen(COMMAND, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_readers_alone_read_what_waits_until_they_are_told_to_end(
    tmp_path: Path, number: signal.Signals
) -> None:
    home = open_home(Config(home=tmp_path))
    upload = bring(home, stock_list("1", 1))
    with readers(tmp_path) as process:
        wait(lambda: uploads.get(home, OWNER, upload.id).status not in UNREAD, "nobody reads")
        process.send_signal(number)
        _, said = process.communicate(timeout=LONG)
    assert uploads.get(home, OWNER, upload.id).status == Progress.READY
    assert process.returncode == 0
    assert "readers end after what is in hand" in said


def test_no_readers_have_nothing_to_read_with(tmp_path: Path) -> None:
    with readers(tmp_path, PROFIT_SENTINEL_READERS="0") as process:
        _, said = process.communicate(timeout=LONG)
    assert process.returncode == 2
    assert "PROFIT_SENTINEL_READERS is 0" in said
