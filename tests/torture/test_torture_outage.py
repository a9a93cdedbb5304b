"""A full disk and a database that goes away: told clearly, nothing lost, healed by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from torture.postgres import Postgres
from torture.service import Server, every, running, stock_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from torture.service import Answer

MOUNT, UNMOUNT = shutil.which("mount"), shutil.which("umount")
MEGABYTES = 12


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if MOUNT is None or UNMOUNT is None or os.name != "posix":
        pytest.skip("this system has no mount")
    size = f"size={MEGABYTES}m"
    made = subprocess.run(
        [MOUNT, "-t", "tmpfs", "-o", size, "tmpfs", folder], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("only an administrator may mount a small disk")
    yield folder
    subprocess.run([UNMOUNT, "-l", folder], check=True)


def refused(answer: Answer) -> bool:
    """Whether an answer says that it may be tried again."""
    if answer.status != 503:
        return False
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.body["detail"]
    return True


def healthy(server: Server) -> bool:
    """Whether the service says that it can work; it always says something, and soon."""
    started = monotonic()
    answer = server.ask("GET", "/health")
    assert answer.status == 200
    assert monotonic() - started < 5
    return bool(answer.body["status"] == "ok")


def wait_until_ready(server: Server, count: int) -> None:
    """Wait until so many uploads are there and have been read."""
    until = monotonic() + 90
    while True:
        found = every(server, "uploads")
        assert len({each["sha256"] for each in found}) == len(found)
        if [each["status"] for each in found] == ["ready"] * count:
            return
        assert monotonic() < until, found
        sleep(0.2)


def test_a_full_disk_refuses_and_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    server = Server({"PROFIT_SENTINEL_HOME": str(small_disk)}, tmp_path / "log")
    with running(server):
        assert healthy(server)
        first = server.bring("first.csv", stock_list("1", 0))
        assert first.status == 201
        wait_until_ready(server, 1)
        ballast = small_disk / "ballast"
        fill(ballast)
        assert not healthy(server)
        large = server.bring("large.csv", stock_list("1", 1, rows=20_000))
        assert refused(large)
        issue = server.ask("GET", "/api/v1/issues").body["issues"][0]["id"]
        orders = [{"issue_id": issue, "assignee": "A" * 200, "notes": "n" * 2000}] * 3
        answers = [server.ask("POST", "/api/v1/delegate", order) for order in orders]
        assert all(refused(answer) or answer.kept for answer in answers)
        kept = [answer for answer in answers if answer.kept]
        assert server.ask("GET", "/api/v1/digest").kept
        ballast.unlink()
        assert healthy(server)
        assert server.bring("large.csv", stock_list("1", 1, rows=2000)).status == 201
        wait_until_ready(server, 2)
        assert server.ask("POST", "/api/v1/delegate", orders[0]).kept
        assert len(every(server, "tasks")) == 1
        assert all(each.body["task_id"] == every(server, "tasks")[0]["id"] for each in kept)


def fill(path: Path) -> None:
    """Write until nothing fits any more."""
    with path.open("wb", buffering=0) as file:
        size = 2**20
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2


def test_a_database_that_goes_away_is_told_and_comes_back(tmp_path: Path) -> None:
    with Postgres(tmp_path / "postgres") as postgres:
        told = {"PROFIT_SENTINEL_HOME": str(tmp_path / "home"), "DATABASE_URL": postgres.url}
        server = Server(told, tmp_path / "log")
        with running(server):
            assert healthy(server)
            assert server.bring("first.csv", stock_list("1", 0)).status == 201
            wait_until_ready(server, 1)
            issue = server.ask("GET", "/api/v1/issues").body["issues"][0]["id"]
            order = {"issue_id": issue, "assignee": "Ana"}
            task = server.ask("POST", "/api/v1/delegate", order).body["task_id"]
            assert server.bring("second.csv", stock_list("1", 1)).status == 201
            postgres.stop()
            assert not healthy(server)
            assert refused(server.ask("GET", "/api/v1/digest"))
            assert refused(server.bring("third.csv", stock_list("1", 2)))
            assert refused(server.ask("PATCH", f"/api/v1/tasks/{task}", {"status": "completed"}))
            postgres.start()
            assert healthy(server)
            assert server.bring("third.csv", stock_list("1", 2)).status == 201
            wait_until_ready(server, 3)
            found = every(server, "tasks")
            assert [(each["id"], each["status"]) for each in found] == [(task, "open")]
