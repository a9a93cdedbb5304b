"""What the next stock says of a task that somebody calls done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from homes import FIRST, LATER_DEAD, OWNER, SECOND, Line, dead, listing, ordinary, read, shown
from profit_sentinel.domain.decision import Verdict
from profit_sentinel.domain.task import Status
from profit_sentinel.services import issues, stores, tasks
from profit_sentinel.services.tasks import Order

if TYPE_CHECKING:
    from profit_sentinel.services.home import Home

THIRD = date(2026, 6, 15)
BEFORE = [dead(sku) for sku in "ABC"]
"""Ten pieces each at $6 that nobody buys: at the usual salvage of a half, $30 come back of each."""


def sold(line: Line) -> Line:
    """All but one sold since."""
    return replace(line, on_hand=1, sold=9, last_sold=date(2026, 6, 5))


def written_off(line: Line) -> Line:
    """Gone from the books without a sale."""
    return replace(line, on_hand=0)


def completed(home: Home) -> str:
    """A task about three dead SKUs that is called done."""
    read(home, listing(*BEFORE, *ordinary()))
    (issue,) = shown(home, leak="dead_stock")
    assert (issue["recoverable"] > 0, issue["sku_count"]) == (True, 3)
    task = tasks.delegate(home, OWNER, Order(issue["id"], "ann")).task.id
    tasks.move(home, OWNER, task, Status.COMPLETED)
    return task


def verified(home: Home, task: str) -> dict[str, Any] | None:
    return tasks.get(home, OWNER, task).task.verification


@pytest.mark.parametrize(
    ("lines", "state", "recovered", "counts"),
    [
        ([sold(each) for each in BEFORE], "verified", 90, (3, 0, 0, 0)),
        ([sold(BEFORE[0]), *BEFORE[1:]], "partly", 30, (1, 2, 0, 0)),
        ([sold(BEFORE[0]), BEFORE[1]], "partly", 30, (1, 1, 0, 1)),
        ([written_off(each) for each in BEFORE], "not_yet", 0, (0, 0, 3, 0)),
        ([], "not_yet", 0, (0, 0, 0, 3)),
        (BEFORE, "not_yet", 0, (0, 3, 0, 0)),
    ],
)
def test_only_what_the_data_confirm_is_recovered(
    lines: list[Line], state: str, recovered: float, counts: tuple[int, ...], home: Home
) -> None:
    task = completed(home)
    assert verified(home, task) is None
    read(home, listing(*lines, *ordinary(), Line("new")), SECOND)
    told = verified(home, task)
    assert told
    assert (told["state"], told["recovered"], told["recovery"]) == (state, recovered, "once")
    assert tuple(told[name] for name in ("fixed", "still", "unconfirmed", "missing")) == counts
    assert told["as_of"] == SECOND.isoformat()
    assert len(told["skus"]) == 3


def test_a_page_of_tasks_tells_what_the_newest_stock_says(home: Home) -> None:
    task = completed(home)
    (before,) = tasks.page(home, OWNER, None, None, None, 0, 50).plain["tasks"]
    assert before["verification"] is None
    read(home, listing(*map(sold, BEFORE), *ordinary(), Line("new")), SECOND)
    (after,) = tasks.page(home, OWNER, None, None, None, 0, 50).plain["tasks"]
    assert after["verification"] == verified(home, task)
    assert after["verification"]["state"] == "verified"


def test_a_later_stock_may_verify_what_the_next_did_not(home: Home) -> None:
    task = completed(home)
    read(home, listing(*BEFORE, *ordinary(), Line("new")), SECOND)
    assert (verified(home, task) or {})["state"] == "not_yet"
    read(home, listing(*map(sold, BEFORE), *ordinary()), THIRD)
    told = verified(home, task) or {}
    assert (told["state"], told["as_of"]) == ("verified", THIRD.isoformat())
    read(home, listing(*BEFORE, *ordinary(), Line("new")), date(2026, 6, 22))
    assert verified(home, task) == told


def test_rules_that_changed_recover_nothing(home: Home) -> None:
    task = completed(home)
    stores.set_settings(home, OWNER, LATER_DEAD)
    read(home, listing(*BEFORE, *ordinary(), Line("new")), SECOND)
    assert verified(home, task) is None
    stores.set_settings(home, OWNER, "")
    assert (verified(home, task) or {})["still"] == 3


def test_what_is_dismissed_as_normal_is_not_asked_about(home: Home) -> None:
    task = completed(home)
    name = shown(home, leak="dead_stock")[0]["id"]
    issues.decide(home, OWNER, name, Verdict.DISMISSED, reason="display", skus=["C"])
    read(home, listing(*map(sold, BEFORE[:2]), BEFORE[2], *ordinary()), SECOND)
    told = verified(home, task) or {}
    assert (told["state"], told["fixed"], told["recovered"]) == ("verified", 2, 60)


def test_the_same_stock_and_an_older_one_verify_nothing(home: Home) -> None:
    task = completed(home)
    read(home, listing(*map(sold, BEFORE), *ordinary()), FIRST)
    assert verified(home, task) is None
    read(home, listing(*map(sold, BEFORE), *ordinary(), Line("x")), date(2026, 5, 25))
    assert verified(home, task) is None


def test_only_a_completed_task_is_verified(home: Home) -> None:
    task = completed(home)
    read(home, listing(*BEFORE, *ordinary(), Line("new")), SECOND)
    tasks.move(home, OWNER, task, Status.OPEN)
    assert verified(home, task) is None
    read(home, listing(*map(sold, BEFORE), *ordinary()), THIRD)
    assert verified(home, task) is None
