"""Tasks as pages: by state, one with its checklist."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.domain.task import DONE, FOLLOWS, Status
from profit_sentinel.services import tasks
from profit_sentinel.web.page import Said, Words, go, show

router = APIRouter(prefix="/tasks")


@router.get("")
def tasks_page(home: AtHome, who: Who, person: Words = "") -> Response:
    """Tasks by state, those of one person when she is named."""
    found, _ = tasks.listed(home, who, None, None, None, 0, 500)
    people = sorted({task.assignee for task in found})
    some = [task for task in found if person in {"", task.assignee}]
    columns = [(state, [task for task in some if task.status == state]) for state in Status]
    return show("tasks.html", here="tasks", columns=columns, people=people, person=person,
                done=DONE)  # fmt: skip


@router.get("/{task_id}")
def task_page(home: AtHome, who: Who, task_id: Id) -> Response:
    """One task with its checklist and what was done to it."""
    followed = tasks.get(home, who, task_id)
    states = sorted(FOLLOWS[Status(followed.task.status)])
    return show("task.html", here="tasks", task=followed.task, history=followed.history,
                states=states, done=DONE)  # fmt: skip


@router.post("/{task_id}/move")
def move(
    home: AtHome,
    who: Who,
    task_id: Id,
    status: Annotated[Status, Form()],
    notes: Said = "",
) -> Response:
    """Put a task into another state, or add a note."""
    tasks.move(home, who, task_id, status, notes)
    return go(f"/tasks/{task_id}")


@router.post("/{task_id}/steps/{step}")
def tick(home: AtHome, who: Who, task_id: Id, step: int, done: Annotated[bool, Form()]) -> Response:
    """Tick a step, or take the tick back."""
    tasks.tick(home, who, task_id, step, done=done)
    return go(f"/tasks/{task_id}")
