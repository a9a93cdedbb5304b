"""People who use the service from several threads, and remember what they were told is done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from random import Random
from threading import Event, Lock, Thread
from time import sleep
from typing import TYPE_CHECKING, Any

from torture.service import stock_list

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torture.service import Answer, Server

STATES = ("open", "in_progress", "completed", "escalated", "dismissed")


@dataclass
class Ledger:
    """What the service said it has done."""

    uploads: dict[str, str] = field(default_factory=dict)
    """Upload by the hash of its bytes."""
    tasks: dict[str, str] = field(default_factory=dict)
    """Issue by task."""
    keys: dict[str, str] = field(default_factory=dict)
    """Task by idempotency key."""
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Notes by task, in the order in which each was acknowledged before the next was sent."""
    raced: set[tuple[str, str]] = field(default_factory=set)
    """Task and note where others moved the task at the same moment."""
    answers: int = 0
    """How often somebody was told that something is done."""
    odd: list[Any] = field(default_factory=list)
    """Answers nobody should get."""


class People:
    """Threads that upload, delegate and move tasks until they are told to stop.

    Args:
        servers: Whom they ask, one at random each time.
        seed: Of everything drawn.
    """

    def __init__(self, servers: Sequence[Server], seed: int) -> None:
        self.servers, self.seed, self.ledger = servers, seed, Ledger()
        self.stopped, self.lock, self.numbers = Event(), Lock(), count()
        self.alone: dict[str, Lock] = defaultdict(Lock)
        jobs = (
            self.upload,
            self.upload,
            self.delegate,
            self.delegate,
            self.move,
            self.race,
            self.race,
        )
        self.threads = [
            Thread(target=self._run, args=(job, Random(seed * 100 + number)), daemon=True)
            for number, job in enumerate(jobs)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Stop after what is under way."""
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def _run(self, job: Callable[[Random], None], chance: Random) -> None:
        while not self.stopped.is_set():
            job(chance)
            sleep(chance.uniform(0.0, 0.06))

    def _expect(self, answer: Answer, *statuses: int) -> None:
        self.ledger.answers += answer.kept
        if answer.status not in (0, 200, 201, *statuses):
            self.ledger.odd.append(answer)

    def upload(self, chance: Random) -> None:
        """Bring a file, again and again until it is taken."""
        number = next(self.numbers)
        data = stock_list(str(number % 4 + 1), self.seed * 100_000 + number)
        while not self.stopped.is_set():
            answer = chance.choice(self.servers).bring(f"stock {number}.csv", data)
            self._expect(answer)
            if answer.kept:
                with self.lock:
                    self.ledger.uploads[answer.body["sha256"]] = answer.body["id"]
                break
            sleep(0.05)
        self.stopped.wait(chance.uniform(0.1, 0.8))

    def delegate(self, chance: Random) -> None:
        """Delegate an issue, with the same key until there is an answer."""
        server = chance.choice(self.servers)
        found = server.ask("GET", "/api/v1/issues?limit=100")
        if not found.kept or not found.body["issues"]:
            return
        issue = chance.choice(found.body["issues"])["id"]
        key = f"{chance.getrandbits(64):x}"
        order = {"issue_id": issue, "assignee": "Ana"}
        while not self.stopped.is_set():
            answer = chance.choice(self.servers).ask(
                "POST", "/api/v1/delegate", order, Idempotency_Key=key
            )
            self._expect(answer, 404)
            if answer.kept:
                with self.lock:
                    self.ledger.tasks[answer.body["task_id"]] = issue
                    if answer.status == 201:
                        self.ledger.keys[key] = answer.body["task_id"]
            if answer.status:
                return
            sleep(0.05)

    def move(self, chance: Random) -> None:
        """Put a task into another state; nobody else moves it at the same moment."""
        with self.lock:
            known = list(self.ledger.tasks)
        if not known:
            return
        task, note = chance.choice(known), f"note {chance.getrandbits(64):x}"
        with self.alone[task]:
            wanted = {"status": chance.choice(STATES), "notes": note}
            answer = chance.choice(self.servers).ask("PATCH", f"/api/v1/tasks/{task}", wanted)
            self._expect(answer, 409)
            if answer.kept:
                self.ledger.notes[task].append(note)

    def race(self, chance: Random) -> None:
        """Put the newest task into another state, as everybody else does."""
        with self.lock:
            known = list(self.ledger.tasks)
        if not known:
            return
        note = f"race {chance.getrandbits(64):x}"
        wanted = {"status": chance.choice(STATES), "notes": note}
        answer = chance.choice(self.servers).ask("PATCH", f"/api/v1/tasks/{known[-1]}", wanted)
        self._expect(answer, 409)
        if answer.kept:
            with self.lock:
                self.ledger.raced.add((known[-1], note))
