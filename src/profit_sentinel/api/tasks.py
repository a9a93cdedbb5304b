"""Tasks: delegate an issue, follow what becomes of it."""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from profit_sentinel.act.tasks import task_text
from profit_sentinel.api import schemas
from profit_sentinel.api.wiring import AtHome, Id, Limit, Offset, Only, Who, wire
from profit_sentinel.domain.task import Priority, Status
from profit_sentinel.services import tasks
from profit_sentinel.services.tasks import Followed, Order
from profit_sentinel.store.tables import Task

router = APIRouter(tags=["tasks"])


def shown(task: Task) -> schemas.Task:
    """A task as it goes over the wire."""
    return schemas.Task.model_validate(tasks.plain(task))


def seen(followed: Followed) -> schemas.TaskSeen:
    """A task with its history as it goes over the wire."""
    task = shown(followed.task)
    said = followed.task.verification
    history = [schemas.Change.model_validate(event) for event in followed.history]
    return schemas.TaskSeen(
        task=task, status=task.status, rendered_text=task_text(task.model_dump(mode="json")),
        notes=[change for change in history if change.note], history=history,
        verification=schemas.Verification.model_validate(said) if said else None,
    )  # fmt: skip


@router.post("/delegate", status_code=201, responses={200: {"model": schemas.Delegated}})
def delegate(
    home: AtHome,
    who: Who,
    asked: schemas.Delegate,
    response: Response,
    key: Annotated[
        str | None,
        Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=schemas.NO_NUL),
    ] = None,
) -> schemas.Delegated:
    """Hand an issue to somebody; one that is delegated and not done keeps its task.

    The same request with the same Idempotency-Key gives the same answer for thirty days.
    """
    followed = tasks.delegate(home, who, Order(**asked.model_dump()), key)
    response.status_code = 201 if followed.new else 200
    task = shown(followed.task)
    text = task_text(task.model_dump(mode="json"))
    return schemas.Delegated(task=task, rendered_text=text, task_id=task.id)


@router.get("/tasks", response_model=schemas.TaskPage)
def list_tasks(  # noqa: PLR0913, PLR0917 - a parameter per filter
    home: AtHome,
    who: Who,
    store_id: Only = None,
    priority: Priority | None = None,
    status: Status | None = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Response:
    """Tasks in sight, the most pressing first."""
    found = tasks.page(home, who, store_id, priority, status, offset, limit)
    return wire(found, schemas.TaskPage)


@router.get("/tasks/{task_id}")
def get_task(home: AtHome, who: Who, task_id: Id) -> schemas.TaskSeen:
    """A task with its history."""
    return seen(tasks.get(home, who, task_id))


@router.patch("/tasks/{task_id}")
def move_task(home: AtHome, who: Who, task_id: Id, move: schemas.Move) -> schemas.TaskSeen:
    """Put a task into another state."""
    return seen(tasks.move(home, who, task_id, move.status, move.notes))


@router.put("/tasks/{task_id}/steps/{step}")
def tick_step(
    home: AtHome, who: Who, task_id: Id, step: int, tick: schemas.Tick
) -> schemas.TaskSeen:
    """Tick a step of the checklist, counted from 0, or take the tick back."""
    return seen(tasks.tick(home, who, task_id, step, done=tick.done))
