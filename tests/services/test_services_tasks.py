from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest

from homes import (
    MANAGER,
    OF_STORE_2,
    OWNER,
    SECOND,
    STRANGER,
    VIEWER,
    Line,
    listing,
    negative,
    ordinary,
    read,
)
from profit_sentinel.domain.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    WrongUsageError,
)
from profit_sentinel.domain.task import Status
from profit_sentinel.services import issues, stores, tasks
from profit_sentinel.services.keeping import forget_answers
from profit_sentinel.services.tasks import Order, business_day, delegate

if TYPE_CHECKING:
    from profit_sentinel.services.home import Home

STOCK = listing(Line("A", on_hand=-3, cost=12.5, price=20), *ordinary())


def issue_of(home: Home) -> str:
    read(home, STOCK)
    name: str = negative(home)["id"]
    return name


def test_a_task_is_made_from_the_issue_as_it_is(home: Home) -> None:
    name = issue_of(home)
    made = delegate(home, MANAGER, Order(name, "ann", notes="before Friday"))
    task = made.task
    today = datetime.now(UTC).date()
    assert (made.new, task.status, task.assignee, task.made_by) == (True, "open", "ann", "max")
    assert (task.dollars, task.recoverable, task.priority) == (37.5, 0.0, "low")
    assert task.deadline == today + timedelta(days=14)
    assert [(each.what, each.note) for each in made.history] == [("open", "before Friday")]
    read(home, listing(Line("A", on_hand=-9, cost=12.5, price=20), *ordinary()), SECOND)
    held = tasks.get(home, OWNER, task.id).task
    assert (held.dollars, held.issue["skus"][0]["dollars"]) == (37.5, 37.5)
    assert issues.get(home, OWNER, name)["task_id"] == task.id


def test_a_delegated_issue_keeps_its_task_until_it_is_done(home: Home) -> None:
    name = issue_of(home)
    first = delegate(home, OWNER, Order(name, "ann"))
    again = delegate(home, OWNER, Order(name, "bob"))
    assert (again.new, again.task.id, again.task.assignee) == (False, first.task.id, "ann")
    tasks.move(home, OWNER, first.task.id, Status.COMPLETED)
    other = delegate(home, OWNER, Order(name, "bob"))
    assert other.new
    assert other.task.id != first.task.id
    with pytest.raises(ConflictError, match=other.task.id):
        tasks.move(home, OWNER, first.task.id, Status.OPEN)


def test_the_same_key_and_order_give_the_same_task(home: Home) -> None:
    order = Order(issue_of(home), "ann")
    first = delegate(home, OWNER, order, "k")
    tasks.move(home, OWNER, first.task.id, Status.COMPLETED)
    again = delegate(home, OWNER, order, "k")
    assert (again.new, again.task.id) == (True, first.task.id)
    with pytest.raises(ConflictError, match="Idempotency-Key"):
        delegate(home, OWNER, Order(order.issue_id, "bob"), "k")
    with pytest.raises(NotFoundError):
        delegate(home, STRANGER, order, "k")


def test_a_key_given_for_an_open_task_gives_that_task_ever_after(home: Home) -> None:
    name = issue_of(home)
    task = delegate(home, OWNER, Order(name, "ann")).task.id
    order = Order(name, "bob", notes="please")
    for _ in range(2):
        held = delegate(home, OWNER, order, "k")
        assert (held.new, held.task.id) == (False, task)
    tasks.move(home, OWNER, task, Status.COMPLETED)
    again = delegate(home, OWNER, order, "k")
    assert (again.new, again.task.id, again.task.status) == (False, task, Status.COMPLETED)
    with pytest.raises(ConflictError, match="Idempotency-Key"):
        delegate(home, OWNER, Order(name, "carl"), "k")
    assert delegate(home, OWNER, order, "another").new


def test_a_key_is_known_for_thirty_days(home: Home) -> None:
    order, now = Order(issue_of(home), "ann"), datetime.now(UTC)
    first = delegate(home, OWNER, order, "k").task.id
    tasks.move(home, OWNER, first, Status.COMPLETED)
    forget_answers(home, now + timedelta(days=29))
    assert delegate(home, OWNER, order, "k").task.id == first
    forget_answers(home, now + timedelta(days=31))
    made = delegate(home, OWNER, order, "k")
    assert made.new
    assert made.task.id != first


def test_two_who_delegate_at_once_get_one_task(home: Home) -> None:
    order = Order(issue_of(home), "ann")
    together, got = Barrier(4), list[Any]()

    def go() -> None:
        together.wait()
        got.append(delegate(home, OWNER, order))

    threads = [Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 4
    assert len({each.task.id for each in got}) == 1
    assert [each.new for each in got].count(True) == 1


def test_a_deadline_is_today_at_the_earliest(small: Home) -> None:
    name = issue_of(small)
    stores.change(small, OWNER, "1", None, "Pacific/Kiritimati")
    today = business_day("Pacific/Kiritimati")
    with pytest.raises(WrongUsageError, match="has passed"):
        delegate(small, OWNER, Order(name, "ann", today - timedelta(days=1)))
    assert delegate(small, OWNER, Order(name, "ann", today)).task.deadline == today


def test_a_business_day_is_that_of_the_store() -> None:
    ahead, behind = business_day("Pacific/Kiritimati"), business_day("Pacific/Niue")
    assert ahead - behind in {timedelta(days=1), timedelta(days=2)}
    assert isinstance(ahead, date)


def test_every_change_is_kept_with_who_and_why(home: Home) -> None:
    task = delegate(home, OWNER, Order(issue_of(home), "ann")).task
    tasks.move(home, MANAGER, task.id, Status.IN_PROGRESS)
    tasks.move(home, MANAGER, task.id, Status.IN_PROGRESS, "counting")
    tasks.tick(home, MANAGER, task.id, 0, done=True)
    done = tasks.move(home, OWNER, task.id, Status.COMPLETED, "booked")
    assert [(each.what, each.note, each.who) for each in done.history] == [
        ("open", "", "olga"),
        ("in_progress", "", "max"),
        ("in_progress", "counting", "max"),
        ("step", f"done: {task.checklist[0]['text']}", "max"),
        ("completed", "booked", "olga"),
    ]
    held = tasks.get(home, OWNER, task.id).task
    assert [step["done"] for step in held.checklist][:2] == [True, False]


def test_a_step_that_is_not_there_is_told(small: Home) -> None:
    task = delegate(small, OWNER, Order(issue_of(small), "ann")).task
    for step in (-1, len(task.checklist)):
        with pytest.raises(NotFoundError, match="step"):
            tasks.tick(small, OWNER, task.id, step, done=True)


def test_a_dismissal_needs_a_reason(small: Home) -> None:
    task = delegate(small, OWNER, Order(issue_of(small), "ann")).task
    with pytest.raises(WrongUsageError, match="reason"):
        tasks.move(small, OWNER, task.id, Status.DISMISSED, "  ")
    assert tasks.move(small, OWNER, task.id, Status.DISMISSED, "sold").task.status == "dismissed"


def test_tasks_are_listed_by_what_is_asked(small: Home) -> None:
    task = delegate(small, OWNER, Order(issue_of(small), "ann")).task
    for asked, count in [
        ((None, None, None), 1), (("1", "low", "open"), 1), ((None, "high", None), 0),
        ((None, None, "completed"), 0),
    ]:  # fmt: skip
        found, total = tasks.listed(small, OWNER, *asked, 0, 10)
        assert ([each.id for each in found], total) == ([task.id] * count, count)
    assert tasks.listed(small, OF_STORE_2, None, None, None, 0, 10) == ([], 0)
    assert tasks.listed(small, STRANGER, None, None, None, 0, 10) == ([], 0)
    with pytest.raises(ForbiddenError):
        tasks.listed(small, OF_STORE_2, "1", None, None, 0, 10)


def test_only_those_who_may_delegate(small: Home) -> None:
    order = Order(issue_of(small), "ann")
    for who in (VIEWER, OF_STORE_2):
        with pytest.raises(ForbiddenError):
            delegate(small, who, order)
    task = delegate(small, OWNER, order).task
    for who in (VIEWER, OF_STORE_2):
        with pytest.raises(ForbiddenError):
            delegate(small, who, order)
        with pytest.raises(ForbiddenError):
            tasks.move(small, who, task.id, Status.COMPLETED)
        with pytest.raises(ForbiddenError):
            tasks.tick(small, who, task.id, 0, done=True)
    with pytest.raises(ForbiddenError):
        tasks.get(small, OF_STORE_2, task.id)
    with pytest.raises(NotFoundError):
        tasks.get(small, STRANGER, task.id)
    assert tasks.get(small, VIEWER, task.id).task.id == task.id


def page(home: Home, status: str | None = None) -> dict[str, Any]:
    return tasks.page(home, OWNER, None, None, status, 0, 50).plain


def test_a_page_of_tasks_is_kept_until_one_changes(home: Home) -> None:
    name = issue_of(home)
    assert page(home) == {"tasks": [], "total": 0}
    made = delegate(home, OWNER, Order(name, "ann")).task
    first = tasks.page(home, OWNER, None, None, None, 0, 50)
    assert [each["status"] for each in first.plain["tasks"]] == ["open"]
    assert tasks.page(home, OWNER, None, None, None, 0, 50) is first
    assert delegate(home, OWNER, Order(name, "ann")).new is False
    assert tasks.page(home, OWNER, None, None, None, 0, 50) is first
    assert page(home, status="in_progress")["total"] == 0

    tasks.tick(home, OWNER, made.id, 0, done=True)
    assert page(home)["tasks"][0]["checklist"][0]["done"] is True
    tasks.move(home, OWNER, made.id, Status.IN_PROGRESS)
    assert page(home)["tasks"][0]["status"] == "in_progress"
    assert page(home, status="in_progress")["total"] == 1


def test_a_kept_page_of_tasks_is_shown_to_those_who_see_as_much(home: Home) -> None:
    name = issue_of(home)
    delegate(home, OWNER, Order(name, "ann"))
    assert page(home)["total"] == 1
    assert tasks.page(home, OF_STORE_2, None, None, None, 0, 50).plain["total"] == 0
    assert tasks.page(home, STRANGER, None, None, None, 0, 50).plain["total"] == 0
    with pytest.raises(ForbiddenError):
        tasks.page(home, OF_STORE_2, "1", None, None, 0, 50)
