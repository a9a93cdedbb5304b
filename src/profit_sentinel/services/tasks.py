"""Tasks: ask somebody to act on an issue, and follow what becomes of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from profit_sentinel.act.tasks import draft
from profit_sentinel.domain.errors import ClashError, ConflictError, NotFoundError, WrongUsageError
from profit_sentinel.domain.task import DONE, Status, check_move
from profit_sentinel.services.home import LONGEST_KEPT, Made
from profit_sentinel.store import issues, snapshots, stores, tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.tables import Answered, Event, Task

NOUN = tasks.NOUN


@dataclass(frozen=True)
class Followed:
    """A task with everything that was done to it."""

    task: Task
    history: Sequence[Event]
    new: bool = False

    @property
    def version(self) -> str:
        """Changes with everything that is done to the task."""
        return self.history[-1].id


@dataclass(frozen=True)
class Order:
    """What is asked for when an issue is delegated."""

    issue_id: str
    assignee: str
    deadline: date | None = None
    notes: str = ""

    @property
    def mark(self) -> str:
        """What two equal orders share."""
        told = json.dumps([self.issue_id, self.assignee, str(self.deadline), self.notes])
        return blake2b(told.encode(), digest_size=16).hexdigest()


def delegate(home: Home, who: Person, order: Order, key: str | None = None) -> Followed:
    """Make a task of an issue; an issue that is delegated and not done keeps its task.

    Args:
        home: Where it is kept.
        who: Who asks.
        order: What for.
        key: The same key and order again give the same task, for thirty days.

    Raises:
        NotFoundError: No store shows such an issue.
        ForbiddenError: Somebody who may not delegate, or not in this store.
        ConflictError: The key was used for another order.
        WrongUsageError: A deadline that has passed.
    """
    who.check_may_change()
    try:
        return _delegate(home, who, order, key)
    except ClashError:
        return _delegate(home, who, order, key)


def _delegate(home: Home, who: Person, order: Order, key: str | None) -> Followed:
    with home.database.writing(who.org) as session:
        earlier = None if key is None else tasks.answered(session, key)
        if earlier is not None:
            return _again(session, who, order, earlier)
        held = tasks.open_of(session, order.issue_id)
        if held is not None:
            who.check_store(held.store_id)
        task, new = held or _make(session, who, order), held is None
        if key is not None:
            tasks.answer(session, key, order.mark, task.id, new=new)
        return Followed(task, tasks.history(session, NOUN, task.id), new)


def _again(session: Session, who: Person, order: Order, earlier: Answered) -> Followed:
    """The answer that was given to the same request, whatever became of the task."""
    if earlier.request != order.mark:
        message = "this Idempotency-Key was used for another request"
        raise ConflictError(message)
    task = tasks.get(session, earlier.task_id)
    who.check_store(task.store_id)
    return Followed(task, tasks.history(session, NOUN, task.id), earlier.new)


def _make(session: Session, who: Person, order: Order) -> Task:
    issue = issues.get(session, order.issue_id)
    who.check_store(issue.store_id)
    today = business_day(stores.get(session, issue.store_id).time_zone)
    drafted = draft(issue.shown, today)
    deadline = order.deadline or drafted.deadline
    if deadline < today:
        message = f"the deadline {deadline} has passed; today is {today}"
        raise WrongUsageError(message)
    snapshot = snapshots.shown_by(session, issue.store_id)
    task = tasks.add(session, issue.shown, drafted, order.assignee, deadline, snapshot, who.name)
    tasks.note(session, NOUN, task.id, Status.OPEN, order.notes, who.name)
    return task


def business_day(zone: str) -> date:
    """Today, where a store is."""
    return datetime.now(UTC).astimezone(ZoneInfo(zone)).date()


def overdue(home: Home, who: Person, some: Sequence[Task]) -> set[str]:
    """Ids of tasks that are not done though their last day has passed where their store is."""
    with home.database.reading(who.org) as session:
        days = {store.id: business_day(store.time_zone) for store in stores.listed(session, None)}
    return {
        task.id for task in some if task.status not in DONE and task.deadline < days[task.store_id]
    }


def listed(  # noqa: PLR0913, PLR0917 - filters and the page asked for
    home: Home, who: Person, store: str | None, priority: str | None, status: str | None,
    offset: int, limit: int,
) -> tuple[list[Task], int]:  # fmt: skip
    """Tasks in sight, the most pressing first, and how many there are."""
    if store is not None:
        who.check_store(store)
    asked = {"store_id": store, "priority": priority, "status": status}
    equal = {name: value for name, value in asked.items() if value is not None}
    with home.database.reading(who.org) as session:
        found, total = tasks.listed(session, who.scope, offset, limit, **equal)
    return list(found), total


def page(  # noqa: PLR0913, PLR0917 - filters and the page asked for
    home: Home, who: Person, store: str | None, priority: str | None, status: str | None,
    offset: int, limit: int,
) -> Made:  # fmt: skip
    """The same as plain values with their total, made once for as long as no task changes."""
    with home.database.reading(who.org) as session:
        revision = tasks.revision(session)
    asked = (store, priority, status, offset, limit)

    def make() -> Made:
        found, total = listed(home, who, *asked)
        return Made({"tasks": [plain(task) for task in found], "total": total})

    key = ("tasks", who.org, revision, who.scope, *asked)
    return home.pages.once(key, make, keep=limit <= LONGEST_KEPT)


def get(home: Home, who: Person, name: str) -> Followed:
    """A task with its history.

    Raises:
        NotFoundError: No such task.
        ForbiddenError: Of a store out of sight.
    """
    with home.database.reading(who.org) as session:
        task = tasks.get(session, name)
        who.check_store(task.store_id)
        return Followed(task, tasks.history(session, NOUN, name))


def move(  # noqa: PLR0913 - who moves what where, and says what of it
    home: Home, who: Person, name: str, status: Status, notes: str = "", *, seen: str | None = None
) -> Followed:
    """Put a task into another state; the same state again only adds the note.

    Args:
        home: Where it is kept.
        who: Who does it.
        name: The task's id.
        status: The state.
        notes: What is to be said of it.
        seen: The version it was decided on; None for any.

    Raises:
        NotFoundError: No such task.
        ForbiddenError: Somebody who may not change it.
        ConflictError: A state that cannot follow, the issue has another task that is not done, or
            somebody has changed the task since it was seen.
        WrongUsageError: A dismissal without a reason.
    """
    who.check_may_change()
    if status is Status.DISMISSED and not notes.strip():
        message = "dismissing a task needs a reason in `notes`"
        raise WrongUsageError(message)
    with home.database.writing(who.org) as session:
        task = tasks.get_to_change(session, name)
        who.check_store(task.store_id)
        _check_seen(session, name, seen)
        before = Status(task.status)
        check_move(before, status)
        other = tasks.open_of(session, task.issue_id)
        if other is not None and other.id != task.id and status is Status.OPEN:
            message = f"the issue has been delegated again, as task {other.id}"
            raise ConflictError(message)
        if status != before or notes:
            tasks.move(task, status)
            tasks.note(session, NOUN, name, status, notes, who.name)
        session.flush()
        return Followed(task, tasks.history(session, NOUN, name))


def _check_seen(session: Session, name: str, seen: str | None) -> None:
    if seen is not None and tasks.history(session, NOUN, name)[-1].id != seen:
        message = "somebody has changed this task since you opened it; nothing was changed now"
        raise ConflictError(message)


def tick(home: Home, who: Person, name: str, step: int, *, done: bool) -> Followed:
    """Tick a step of a task's checklist, or take the tick back; what is so already stays.

    Raises:
        NotFoundError: No such task or step.
        ForbiddenError: Somebody who may not change it.
    """
    who.check_may_change()
    with home.database.writing(who.org) as session:
        task = tasks.get_to_change(session, name)
        who.check_store(task.store_id)
        if not 0 <= step < len(task.checklist):
            raise NotFoundError("step", str(step))
        steps: list[dict[str, Any]] = [dict(each) for each in task.checklist]
        if steps[step]["done"] == done:
            return Followed(task, tasks.history(session, NOUN, name))
        steps[step]["done"] = done
        task.checklist = steps
        said = f"{'done' if done else 'not done'}: {steps[step]['text']}"
        tasks.note(session, NOUN, name, "step", said, who.name)
        session.flush()
        return Followed(task, tasks.history(session, NOUN, name))


def plain(task: Task) -> dict[str, Any]:
    """A task as plain values, with the SKUs and the sentence it was made from."""
    held = {name: value for name, value in vars(task).items() if not name.startswith("_")}
    return {**held, "skus": task.issue["skus"], "context": task.issue["context"]}
