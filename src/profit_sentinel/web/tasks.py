"""Tasks as pages: by state or by person, one with its checklist."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.domain.errors import ConflictError, WrongUsageError
from profit_sentinel.domain.person import Person
from profit_sentinel.domain.task import DONE, FOLLOWS, Status
from profit_sentinel.services import tasks
from profit_sentinel.services.home import Home
from profit_sentinel.web.page import Said, Words, go, show

router = APIRouter(prefix="/tasks")
MOST = 500
"""Tasks of the page, the most pressing first."""


@router.get("")
def tasks_page(
    home: AtHome, who: Who, person: Words = "", by: Literal["state", "person"] = "state"
) -> Response:
    """Tasks by state or by person, those of one person when she is named."""
    found, total = tasks.listed(home, who, None, None, None, 0, MOST)
    late = tasks.overdue(home, who, found)
    people = sorted({task.assignee for task in found})
    some = [task for task in found if person in {"", task.assignee}]
    some.sort(key=lambda task: task.id not in late)
    heads = list(Status) if by == "state" else [name for name in people if person in {"", name}]
    groups = [(head, [each for each in some if head in {each.status, each.assignee}])
              for head in heads]  # fmt: skip
    return show(
        "tasks.html", here="tasks", groups=groups, people=people, person=person, by=by,
        late=late, count=sum(task.id in late for task in some), left=total - len(found), done=DONE,
    )  # fmt: skip


@router.get("/{task_id}")
def task_page(home: AtHome, who: Who, task_id: Id) -> Response:
    """One task with its checklist and what was done to it."""
    return _task(home, who, task_id)


@router.post("/{task_id}/move")
def move(  # noqa: PLR0913, PLR0917 - a parameter per field of the form
    home: AtHome,
    who: Who,
    task_id: Id,
    status: Annotated[Status, Form()],
    notes: Said = "",
    seen: Said = "",
) -> Response:
    """Put a task into another state, or add a note."""
    try:
        tasks.move(home, who, task_id, status, notes.strip(), seen=seen or None)
    except (ConflictError, WrongUsageError) as error:
        code = 409 if isinstance(error, ConflictError) else 422
        return _task(home, who, task_id, code, str(error), notes, seen)
    return go(f"/tasks/{task_id}")


@router.post("/{task_id}/steps/{step}")
def tick(home: AtHome, who: Who, task_id: Id, step: int, done: Annotated[bool, Form()]) -> Response:
    """Tick a step, or take the tick back."""
    tasks.tick(home, who, task_id, step, done=done)
    return go(f"/tasks/{task_id}#steps")


def _task(  # noqa: PLR0913, PLR0917 - what the page keeps of a form that was refused
    home: Home, who: Person, name: str, code: int = 200, problem: str = "", notes: str = "",
    seen: str = "",
) -> Response:  # fmt: skip
    followed = tasks.get(home, who, name)
    ids = [event.id for event in followed.history]
    since = followed.history[ids.index(seen) + 1 :] if problem and seen in ids else []
    states = [state for state in Status if state in FOLLOWS[Status(followed.task.status)]]
    return show(
        "task.html", code, here="tasks", task=followed.task, history=followed.history,
        version=followed.version, states=states, done=DONE, problem=problem, notes=notes,
        since=since, late=tasks.overdue(home, who, [followed.task]),
    )  # fmt: skip
