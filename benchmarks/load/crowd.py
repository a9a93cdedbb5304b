"""The crowd for the load generator: people who read the digest, and some who delegate.

`Staff` is the mix that is measured, `Nobody` the floor under it.
"""

from __future__ import annotations

from random import choice
from uuid import uuid4

from locust import FastHttpUser, constant, task

API = "/api/v1"


class Nobody(FastHttpUser):
    """Asks for what costs the service nothing, so that the generator itself is measured."""

    wait_time = constant(0)

    @task
    def live(self) -> None:
        """Whether the process answers."""
        self.client.get("/health/live")


class Staff(FastHttpUser):
    """Looks through digests, issues and tasks; one request in twenty delegates."""

    wait_time = constant(0)

    def on_start(self) -> None:
        """Learn what is there."""
        stores = self.client.get(f"{API}/stores", name="(start)").json()["stores"]
        issues = self.client.get(f"{API}/issues?limit=100", name="(start)").json()["issues"]
        self.stores = [store["id"] for store in stores]
        self.issues = [issue["id"] for issue in issues]

    @task(8)
    def digest(self) -> None:
        """The morning digest of the chain."""
        self.client.get(f"{API}/digest", name="digest")

    @task(5)
    def digest_of_store(self) -> None:
        """That of a store."""
        self.client.get(f"{API}/digest/{choice(self.stores)}", name="digest of a store")

    @task(3)
    def list_issues(self) -> None:
        """A page of issues."""
        self.client.get(f"{API}/issues?limit=10", name="10 issues")

    @task(3)
    def list_tasks(self) -> None:
        """A page of tasks."""
        self.client.get(f"{API}/tasks?limit=10", name="10 tasks")

    @task(1)
    def delegate(self) -> None:
        """Hand an issue to somebody; most are delegated already."""
        order = {"issue_id": choice(self.issues), "assignee": "Ana"}
        key = {"Idempotency-Key": uuid4().hex}
        self.client.post(f"{API}/delegate", json=order, headers=key, name="delegate")
