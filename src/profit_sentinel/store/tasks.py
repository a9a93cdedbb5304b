"""Tasks and the history of what people did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, delete, select, update

from profit_sentinel.domain.task import DONE, Priority, Status
from profit_sentinel.store.rows import new_id, now, one, org_of, page
from profit_sentinel.store.tables import Answered, Event, Organisation, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from profit_sentinel.act.tasks import Draft

NOUN = "task"
_OWN = Organisation.__table__
_REVISION = select(_OWN.c.tasks_revision).where(_OWN.c.id == bindparam("org"))
"""Asked by every page of tasks, so made once; an organisation is its own owner."""


def revision(session: Session) -> int:
    """A number that grows whenever a task changes."""
    return session.connection().scalar(_REVISION, {"org": org_of(session)}) or 0


def revise(session: Session) -> None:
    """Say that tasks change now, before the first of them is touched.

    Every writer takes the organisation's row before rows of tasks, so that no two wait for each
    other.
    """
    own = Organisation.id == org_of(session)
    grown = {"tasks_revision": Organisation.tasks_revision + 1}
    session.execute(update(Organisation).where(own).values(grown))


def open_of(session: Session, issue: str) -> Task | None:
    """The task of an issue that is not done."""
    return session.scalar(select(Task).filter_by(open_issue=issue))


def completed(
    session: Session, since: datetime, stores: Collection[str] | None = None
) -> Sequence[Task]:
    """Tasks of some stores, all without any, completed since a moment, whose snapshot is known."""
    done = (Task.status == Status.COMPLETED) & (Task.changed_at >= since)
    query = select(Task).where(done, Task.snapshot_id.is_not(None))
    if stores is not None:
        query = query.where(Task.store_id.in_(list(stores)))
    return session.scalars(query.order_by(Task.id)).all()


def undone(session: Session) -> Sequence[Task]:
    """Tasks that nobody calls done."""
    return session.scalars(select(Task).where(Task.status.not_in(DONE))).all()


def add(
    session: Session, issue: Mapping[str, Any], drafted: Draft, assignee: str, deadline: date,
    snapshot: str | None, who: str,
) -> Task:  # fmt: skip
    """Keep a new task with the issue as it is now."""
    revise(session)
    moment = now()
    task = Task(
        org_id=org_of(session), id=new_id(), issue_id=issue["id"], open_issue=issue["id"],
        store_id=issue["store_id"], title=drafted.title, priority=drafted.priority,
        status=Status.OPEN, assignee=assignee, deadline=deadline, dollars=issue["dollar_impact"],
        recoverable=issue["recoverable"], issue=dict(issue), snapshot_id=snapshot,
        made_by=who, made_at=moment, changed_at=moment,
        checklist=[{"text": step, "done": False} for step in drafted.checklist],
    )  # fmt: skip
    session.add(task)
    session.flush()
    return task


def get(session: Session, name: str) -> Task:
    """A task by id.

    Raises:
        NotFoundError: There is none.
    """
    return one(session, Task, NOUN, name)


def get_to_change(session: Session, name: str) -> Task:
    """A task by id that nobody else may change before this session ends.

    Raises:
        NotFoundError: There is none.
    """
    revise(session)
    return one(session, Task, NOUN, name, to_change=True)


def listed(
    session: Session, scope: Collection[str] | None, offset: int, limit: int, **equal: str
) -> tuple[Sequence[Task], int]:
    """Tasks, those not done first, then by priority and deadline."""
    done = case((Task.status.in_(DONE), 1), else_=0)
    rank = case({level.value: place for place, level in enumerate(Priority)}, value=Task.priority)
    query = select(Task).order_by(done, rank, Task.deadline, Task.made_at, Task.id)
    if scope is not None:
        query = query.where(Task.store_id.in_(list(scope)))
    return page(session, query.filter_by(**equal), offset, limit)


def move(task: Task, status: Status) -> None:
    """Put a task into a state; whether it may be is the caller's question."""
    task.status, task.changed_at = status, now()
    task.open_issue = None if status in DONE else task.issue_id
    if status not in DONE:
        task.verification = None


def note(session: Session, noun: str, name: str, what: str, said: str, who: str) -> Event:
    """Keep who did what to something."""
    event = Event(
        org_id=org_of(session), id=new_id(), noun=noun, noun_id=name, what=what, note=said,
        who=who, at=now(),
    )  # fmt: skip
    session.add(event)
    session.flush()
    return event


def history(session: Session, noun: str, name: str) -> Sequence[Event]:
    """What was done to something, in order."""
    query = select(Event).filter_by(noun=noun, noun_id=name).order_by(Event.at, Event.id)
    return session.scalars(query).all()


def answered(session: Session, key: str) -> Answered | None:
    """The answer given to a request with this idempotency key."""
    return session.get(Answered, (org_of(session), key))


def answer(session: Session, key: str, request: str, task: str, *, new: bool) -> None:
    """Keep the answer to a request with an idempotency key."""
    session.add(
        Answered(
            org_id=org_of(session), key=key, request=request, task_id=task, new=new, at=now()
        )
    )  # fmt: skip
    session.flush()


def forget_answers(session: Session, before: datetime) -> None:
    """Forget the answers of all organisations that were given before a moment.

    Call it in a session that sees everybody.
    """
    session.execute(delete(Answered).where(Answered.at < before))
