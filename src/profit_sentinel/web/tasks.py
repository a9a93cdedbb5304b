"""Tasks as pages: by state or by person, one with its checklist; links to them."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.domain.errors import UnavailableError, WrongUsageError
from profit_sentinel.domain.person import Person
from profit_sentinel.domain.task import Status
from profit_sentinel.services import links, tasks
from profit_sentinel.services.home import Home
from profit_sentinel.web.page import Said, Words, go, show
from profit_sentinel.web.work import Moved, Refused, tried, work

router = APIRouter()
MOST = 500
"""Tasks of the page, the most pressing first."""


@router.get("/tasks")
def tasks_page(
    home: AtHome, who: Who, person: Words = "", by: Literal["state", "person"] = "state"
) -> Response:
    """Tasks by state or by person, those of one person when she is named."""
    found, total = tasks.listed(home, who, None, None, None, 0, MOST)
    late = tasks.overdue(home, who, found)
    people = sorted({task.assignee for task in found})
    some = [task for task in found if person in {"", task.assignee}]
    some.sort(key=lambda task: task.id not in late)
    heads, head_of = (
        (Status, attrgetter("status")) if by == "state" else (people, attrgetter("assignee"))
    )
    groups = [(head, [each for each in some if head_of(each) == head]) for head in heads]
    return show(
        "tasks.html", here="tasks", groups=groups, people=people, person=person, by=by,
        late=late, count=sum(task.id in late for task in some), left=total - len(found),
    )  # fmt: skip


@router.get("/tasks/{task_id}")
def task_page(home: AtHome, who: Who, task_id: Id) -> Response:
    """One task with its checklist and what was done to it."""
    return _task(home, who, task_id)


@router.post("/tasks/{task_id}/move")
def move(home: AtHome, who: Who, task_id: Id, said: Annotated[Moved, Form()]) -> Response:
    """Put a task into another state, or add a note."""
    refused = tried(partial(tasks.move, home, who, task_id), said)
    return _task(home, who, task_id, refused) if refused else go(f"/tasks/{task_id}")


@router.post("/tasks/{task_id}/steps/{step}")
def tick(home: AtHome, who: Who, task_id: Id, step: int, done: Annotated[bool, Form()]) -> Response:
    """Tick a step, or take the tick back."""
    tasks.tick(home, who, task_id, step, done=done)
    return go(f"/tasks/{task_id}#steps")


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


def _task(home: Home, who: Person, name: str, refused: Refused | None = None) -> Response:
    followed = tasks.get(home, who, name)
    made = [each for each in links.listed(home, who) if each.assignee == followed.task.assignee]
    return show(
        "task.html", refused.code if refused else 200, here="tasks", **work(followed, refused),
        late=tasks.overdue(home, who, [followed.task]), links=made, days=links.DAYS,
        most_days=links.MOST_DAYS, mails=home.mail.offered, may=who.may_change,
    )  # fmt: skip
