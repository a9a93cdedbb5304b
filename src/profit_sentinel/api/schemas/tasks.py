"""Tasks: what is asked for, what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from profit_sentinel.api.schemas.base import Answer, Change, Name, Question, Text
from profit_sentinel.api.schemas.issues import Sku
from profit_sentinel.domain.task import Priority, Status


class Delegate(Question):
    """An issue to be handed to somebody."""

    issue_id: Name
    assignee: Name
    deadline: date | None = None
    notes: Text = ""


class Step(Answer):
    """A step of a checklist."""

    text: str
    done: bool


class Task(Answer):
    """Something a person is asked to do about an issue."""

    id: str
    issue_id: str
    store_id: str
    title: str
    priority: Priority
    status: Status
    assignee: str
    deadline: date
    dollars: float
    recoverable: float
    checklist: list[Step]
    skus: list[Sku]
    context: str
    made_by: str
    made_at: datetime
    changed_at: datetime


class Delegated(Answer):
    """The task of a delegated issue."""

    task: Task
    rendered_text: str
    task_id: str


class TaskPage(Answer):
    """Some tasks, and how many there are."""

    tasks: list[Task]
    total: int


class Followed(Answer):
    """A SKU of a completed task: what became of it, and the dollars expected back."""

    sku: str
    state: Literal["fixed", "still", "unconfirmed", "missing"]
    recoverable: float


class Verification(Answer):
    """What a later stock says of a completed task, both judged by the same rules.

    Only what is fixed counts as recovered: a row that is missing, and goods that left without a
    sale, do not.
    """

    state: Literal["verified", "partly", "not_yet"]
    recovered: float
    recovery: Literal["once", "per_year"]
    fixed: int
    still: int
    unconfirmed: int
    missing: int
    skus: list[Followed]
    """Some of them, those not fixed first."""
    as_of: date
    snapshot_id: str


class TaskSeen(Answer):
    """A task with everything done to it."""

    task: Task
    status: Status
    rendered_text: str
    notes: list[Change]
    history: list[Change]
    verification: Verification | None
    """What a later stock says of a completed task; null while none has told."""


class Move(Question):
    """A new state of a task."""

    status: Status
    notes: Text = ""


class Tick(Question):
    """Whether a step is done."""

    done: bool
