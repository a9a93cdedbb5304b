"""The tasks of one person, for whom a link was made: to tick, to note, to move, nothing else."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from profit_sentinel.api.door import MINE, VISIT, cookie
from profit_sentinel.api.wiring import AtHome, Id, Visiting
from profit_sentinel.services import links, tasks
from profit_sentinel.services.home import Home
from profit_sentinel.services.links import Visitor
from profit_sentinel.web.page import go, show
from profit_sentinel.web.sign_in import Secret, set_cookie
from profit_sentinel.web.work import Moved, Refused, tried, work

router = APIRouter(prefix=MINE)


@router.get("/open/{secret}")
def open_link(home: AtHome, secret: Secret) -> Response:
    """Give the browser a cookie for the link and lead it away, so that nothing shows the link."""
    shown = links.opened(home, secret)
    if shown is None:
        return show("mine_over.html", 403, title="This link has ended",
                    detail="Ask whoever gave it to you for another.")  # fmt: skip
    answer = go(MINE)
    answer.headers["Referrer-Policy"] = "no-referrer"
    seconds = int(links.VISIT.total_seconds())
    set_cookie(answer, home.config, cookie(home.config, VISIT), shown, seconds)
    return answer


@router.get("")
def my_tasks(home: AtHome, who: Visiting) -> Response:
    """Her tasks."""
    found = links.mine(home, who)
    return show("mine.html", who=who, tasks=found, late=tasks.overdue(home, who.acting, found))


@router.get("/tasks/{task_id}")
def my_task(home: AtHome, who: Visiting, task_id: Id) -> Response:
    """One of them."""
    return _task(home, who, task_id)


@router.post("/tasks/{task_id}/move")
def move(home: AtHome, who: Visiting, task_id: Id, said: Annotated[Moved, Form()]) -> Response:
    """Put it into another state, or add a note."""
    refused = tried(partial(links.move, home, who, task_id), said)
    return _task(home, who, task_id, refused) if refused else go(f"{MINE}/tasks/{task_id}")


@router.post("/tasks/{task_id}/steps/{step}")
def tick(
    home: AtHome, who: Visiting, task_id: Id, step: int, done: Annotated[bool, Form()]
) -> Response:
    """Tick a step, or take the tick back."""
    links.tick(home, who, task_id, step, done=done)
    return go(f"{MINE}/tasks/{task_id}#steps")


@router.post("/leave")
def leave(home: AtHome, who: Visiting, request: Request) -> Response:
    """Forget this browser."""
    del who
    name = cookie(home.config, VISIT)
    links.leave(home, request.cookies[name])
    answer = show("mine_over.html", title="Done",
                  detail="This browser shows your tasks no more; the link still does.")  # fmt: skip
    set_cookie(answer, home.config, name, "", 0)
    return answer


def _task(home: Home, who: Visitor, name: str, refused: Refused | None = None) -> Response:
    followed = links.task(home, who, name)
    late = tasks.overdue(home, who.acting, [followed.task])
    return show("mine_task.html", refused.code if refused else 200, who=who, late=late, may=True,
                **work(followed, refused))  # fmt: skip
