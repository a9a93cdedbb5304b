"""What was acknowledged is there exactly once, however often the service is killed."""

from __future__ import annotations

import os
from collections import Counter
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from random import Random
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from profit_sentinel.domain.task import DONE, FOLLOWS, Status
from torture.people import People
from torture.postgres import Postgres
from torture.service import Server, every, running, stock_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torture.people import Ledger

KILLS = int(os.environ.get("TORTURE_KILLS", "20"))
SEED = int(os.environ.get("TORTURE_SEED", "1"))
WHOLE = KILLS > 20


def test_kills_lose_and_double_nothing_in_one_folder(tmp_path: Path) -> None:
    servers = [Server({"PROFIT_SENTINEL_HOME": str(tmp_path / "home")}, tmp_path / "log")]
    endure(servers, KILLS, tmp_path / "home")


@pytest.mark.skipif(not WHOLE, reason="two servers on PostgreSQL are for the long campaign")
def test_kills_lose_and_double_nothing_with_two_servers_on_postgresql(tmp_path: Path) -> None:
    with Postgres(tmp_path / "postgres") as postgres:
        told = {"PROFIT_SENTINEL_HOME": str(tmp_path / "home"), "DATABASE_URL": postgres.url}
        servers = [Server(told, tmp_path / f"log {number}") for number in range(2)]
        endure(servers, KILLS // 2, tmp_path / "home")


def endure(servers: Sequence[Server], kills: int, home: Path) -> None:
    """Kill servers at random moments while people use them, then look at what is there."""
    chance, people = Random(SEED), People(servers, SEED)
    with running(*servers):
        servers[0].bring("first.csv", stock_list("1", 0))
        settled(servers[0])
        people.start()
        try:
            for _ in range(kills):
                wait_for_answers(people.ledger, chance.randrange(20))
                sleep(chance.uniform(0.0, 0.05))
                strike(chance.choice(servers), chance)
        finally:
            people.stop()
        settled(servers[0])
        ledger = people.ledger
        assert ledger.odd == []
        assert ledger.uploads
        assert len(ledger.tasks) >= 3
        check_uploads(servers[-1], ledger, home)
        check_tasks(servers[-1], ledger)


def strike(victim: Server, chance: Random) -> None:
    """Kill a service, its readers, or both, and start again what does not start by itself."""
    kill = chance.choice([victim.kill, victim.kill_service, victim.kill_readers])
    kill()
    if not victim.process.is_alive():
        victim.start()


def wait_for_answers(ledger: Ledger, more: int) -> None:
    """Wait until more was acknowledged, but not for long."""
    wanted, until = ledger.answers + more, monotonic() + 5
    while ledger.answers < wanted and monotonic() < until:
        sleep(0.01)


def settled(server: Server) -> None:
    """Wait until everything has been read, for as long as it goes on."""
    before, until = len(unread(server)) + 1, monotonic()
    while left := len(unread(server)):
        if left < before:
            before, until = left, monotonic() + 60
        assert monotonic() < until, f"{left} uploads are not read"
        sleep(0.2)


def unread(server: Server) -> list[Any]:
    """Uploads that wait or are being read."""
    return [each for each in every(server, "uploads") if each["status"] in {"accepted", "reading"}]


def check_uploads(server: Server, ledger: Ledger, home: Path) -> None:
    """Every file is there once, ready, with one snapshot whose rows can be read."""
    found = {each["id"]: each for each in every(server, "uploads")}
    assert {each["status"] for each in found.values()} == {"ready"}
    assert Counter(each["sha256"] for each in found.values()).most_common(1)[0][1] == 1
    assert {held: found[name]["sha256"] for held, name in ledger.uploads.items()} == {
        held: held for held in ledger.uploads
    }
    snapshots = every(server, "snapshots")
    assert Counter(each["upload_id"] for each in snapshots) == Counter(list(found))
    for each in found.values():
        data = (home / "files" / "local" / "uploads" / each["sha256"]).read_bytes()
        assert sha256(data).hexdigest() == each["sha256"]
    for each in snapshots:
        data = (home / "files" / "local" / "snapshots" / f"{each['id']}.parquet").read_bytes()
        assert pl.read_parquet(BytesIO(data)).height == each["rows"] == 30


def check_tasks(server: Server, ledger: Ledger) -> None:
    """Every task is there once, with what was acknowledged in its history, in order."""
    found = {each["id"]: each for each in every(server, "tasks")}
    assert ledger.tasks.items() <= {name: each["issue_id"] for name, each in found.items()}.items()
    still = Counter(each["issue_id"] for each in found.values() if each["status"] not in DONE)
    assert not still or max(still.values()) == 1
    for key, task in ledger.keys.items():
        order = {"issue_id": ledger.tasks[task], "assignee": "Ana"}
        again = server.ask("POST", "/api/v1/delegate", order, Idempotency_Key=key)
        assert (again.status, again.body["task_id"]) == (201, task)
    for name in found:
        seen = server.ask("GET", f"/api/v1/tasks/{name}").body
        check_history(seen, ledger.notes.get(name, []))
        noted = {(name, each["note"]) for each in seen["history"]}
        assert {each for each in ledger.raced if each[0] == name} <= noted


def check_history(seen: dict[str, Any], acknowledged: Sequence[str]) -> None:
    """A history holds every acknowledged note once and in order, and no impossible step."""
    notes = [each["note"] for each in seen["history"] if each["note"]]
    assert len(set(notes)) == len(notes)
    assert [note for note in notes if note in set(acknowledged)] == list(acknowledged)
    states = [Status(each["what"]) for each in seen["history"]]
    assert states[0] is Status.OPEN
    assert states[-1] == seen["status"]
    for before, then in pairwise(states):
        assert then == before or then in FOLLOWS[before]
