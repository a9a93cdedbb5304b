"""Tasks as pages: by state, one with its checklist."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.domain.errors import UnavailableError, WrongUsageError
from profit_sentinel.domain.person import Role
from profit_sentinel.domain.task import DONE, FOLLOWS, Status
from profit_sentinel.services import links, tasks
from profit_sentinel.web.page import Said, Words, go, show

router = APIRouter()


@router.get("/tasks")
def tasks_page(home: AtHome, who: Who, person: Words = "") -> Response:
    """Tasks by state, those of one person when she is named."""
    found, _ = tasks.listed(home, who, None, None, None, 0, 500)
    people = sorted({task.assignee for task in found})
    some = [task for task in found if person in {"", task.assignee}]
    columns = [(state, [task for task in some if task.status == state]) for state in Status]
    return show("tasks.html", here="tasks", columns=columns, people=people, person=person,
                done=DONE)  # fmt: skip


@router.get("/tasks/{task_id}")
def task_page(home: AtHome, who: Who, task_id: Id) -> Response:
    """One task with its checklist and what was done to it."""
    followed = tasks.get(home, who, task_id)
    states = sorted(FOLLOWS[Status(followed.task.status)])
    made = [each for each in links.listed(home, who) if each.assignee == followed.task.assignee]
    return show(
        "task.html", here="tasks", task=followed.task, history=followed.history, states=states,
        done=DONE, links=made, days=links.DAYS, most_days=links.MOST_DAYS,
        mails=home.mail.offered, may=who.role is not Role.VIEWER,
    )  # fmt: skip


@router.post("/tasks/{task_id}/move")
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


@router.post("/tasks/{task_id}/steps/{step}")
def tick(home: AtHome, who: Who, task_id: Id, step: int, done: Annotated[bool, Form()]) -> Response:
    """Tick a step, or take the tick back."""
    tasks.tick(home, who, task_id, step, done=done)
    return go(f"/tasks/{task_id}")


@router.post("/tasks/{task_id}/link")
def make_link(
    home: AtHome, who: Who, task_id: Id, days: Annotated[int, Form()] = links.DAYS, mail: Said = ""
) -> Response:
    """Make a link for whom the task was given to, and show it, this once."""
    made = links.make(home, who, task_id, days)
    problem = None
    try:
        if mail.strip():
            links.send(home, made, mail.strip())
    except (UnavailableError, WrongUsageError) as error:
        problem = f"It was made and not sent: {error}"
    return show(
        "link.html", 422 if problem else 200, here="tasks", task=task_id, link=made.link,
        address=made.address, sent=None if problem else mail.strip(), problem=problem,
    )  # fmt: skip


@router.post("/links/{link_id}/revoke")
def revoke_link(home: AtHome, who: Who, link_id: Id, task: Said = "") -> Response:
    """End a link."""
    links.revoke(home, who, link_id)
    return go(f"/tasks/{quote(task, safe='')}" if task else "/people")
