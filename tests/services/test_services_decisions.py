from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from homes import (
    FIRST,
    MANAGER,
    OF_STORE_2,
    OWNER,
    SECOND,
    STRANGER,
    VIEWER,
    Line,
    configured,
    listing,
    negative,
    ordinary,
    read,
    shown,
)
from profit_sentinel.domain.decision import Verdict
from profit_sentinel.domain.errors import ForbiddenError, NotFoundError, WrongUsageError
from profit_sentinel.services import issues
from profit_sentinel.services import readers as module
from profit_sentinel.services.readers import ReaderThreads
from profit_sentinel.services.showing import refresh_all, wake
from profit_sentinel.store import issues as kept

if TYPE_CHECKING:
    from profit_sentinel.services.home import Home

AHEAD = datetime.now(UTC) + timedelta(days=30)


def stock(*units: tuple[str, int]) -> bytes:
    """A list with units below zero at $10 by SKU."""
    return listing(*(Line(sku, on_hand=-below, cost=10, price=20) for sku, below in units),
                   *ordinary())  # fmt: skip


def silenced(home: Home) -> bool:
    return not shown(home, leak="negative_inventory")


def run_out(home: Home, issue: str) -> None:
    """Let the snooze of an issue end, as time would."""
    with home.database.writing(OWNER.org) as session:
        for each in kept.decisions(session, ["1"]):
            each.until = datetime.now(UTC) - timedelta(seconds=1)
    assert issue


def test_a_dismissed_issue_is_gone_and_comes_back_when_it_is_undone(home: Home) -> None:
    read(home, stock(("A", 3), ("B", 2)))
    name = negative(home)["id"]
    said = issues.decide(home, MANAGER, name, Verdict.DISMISSED, reason="counted weekly")
    assert said == 2
    assert silenced(home)
    with pytest.raises(NotFoundError):
        issues.get(home, OWNER, name)
    assert issues.undo(home, OWNER, name) == 2
    assert negative(home)["dollar_impact"] == 50
    history = issues.get(home, OWNER, name)["history"]
    assert [(each.what, each.who) for each in history] == [("dismissed", "max"), ("undone", "olga")]


def test_some_skus_of_an_issue_can_be_meant(home: Home) -> None:
    read(home, stock(("A", 3), ("B", 2)))
    name = negative(home)["id"]
    assert issues.decide(home, OWNER, name, Verdict.DISMISSED, reason="bin", skus=["A", "Z"]) == 1
    assert negative(home)["dollar_impact"] == 20
    found, total = issues.skus(home, OWNER, name, 0, 10)
    assert ([each["sku"] for each in found], total) == (["B"], 1)
    with pytest.raises(NotFoundError, match="SKU"):
        issues.decide(home, OWNER, name, Verdict.DISMISSED, reason="bin", skus=["Z"])


def test_a_new_sku_in_a_silent_group_is_heard(home: Home) -> None:
    read(home, stock(("A", 3)))
    name = negative(home)["id"]
    issues.decide(home, OWNER, name, Verdict.DISMISSED, reason="counted weekly")
    read(home, stock(("A", 4), ("B", 2)), SECOND)
    issue = negative(home)
    assert (issue["id"], issue["dollar_impact"], issue["sku_count"]) == (name, 20, 1)
    assert [sku["sku"] for sku in issue["skus"]] == ["B"]


def test_what_was_dismissed_is_no_improvement(home: Home) -> None:
    read(home, stock(("A", 30), ("B", 2)), FIRST)
    read(home, stock(("A", 31), ("B", 2)), SECOND)
    name = negative(home)["id"]
    issues.decide(home, OWNER, name, Verdict.DISMISSED, reason="bin", skus=["A"])
    assert (negative(home)["dollar_impact"], negative(home)["trend_direction"]) == (20, "stable")


def test_a_snooze_ends_by_itself(home: Home) -> None:
    read(home, stock(("A", 3)))
    name = negative(home)["id"]
    issues.decide(home, OWNER, name, Verdict.SNOOZED, until=AHEAD)
    wake(home)
    assert silenced(home)
    run_out(home, name)
    wake(home)
    assert negative(home)["dollar_impact"] == 30
    with home.database.reading(OWNER.org) as session:
        assert kept.waking(session) == set()


def test_a_snooze_that_ended_while_nobody_ran_is_over_at_the_start(small: Home) -> None:
    read(small, stock(("A", 3)))
    issues.decide(small, OWNER, negative(small)["id"], Verdict.SNOOZED, until=AHEAD)
    run_out(small, "A")
    refresh_all(small)
    assert not silenced(small)


def test_a_snooze_ends_while_the_service_runs(small: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_NAP", 0.0)
    read(small, stock(("A", 3)))
    issues.decide(small, OWNER, negative(small)["id"], Verdict.SNOOZED, until=AHEAD)
    run_out(small, "A")
    readers = ReaderThreads(configured(small, readers=1), "reader")
    readers.start()
    for _ in range(40):
        readers.wake()
        if not silenced(small):
            break
        readers.stopped.wait(0.25)
    readers.stop()
    assert not silenced(small)


def test_a_confirmed_issue_stays(home: Home) -> None:
    read(home, stock(("A", 3)))
    name = negative(home)["id"]
    assert issues.decide(home, OWNER, name, Verdict.CONFIRMED) == 1
    assert negative(home)["dollar_impact"] == 30


@pytest.mark.parametrize(
    ("verdict", "reason", "until"),
    [
        (Verdict.DISMISSED, " ", None),
        (Verdict.DISMISSED, "why", AHEAD),
        (Verdict.CONFIRMED, "", AHEAD),
        (Verdict.SNOOZED, "", None),
        (Verdict.SNOOZED, "", datetime(2020, 1, 1, tzinfo=UTC)),
    ],
)
def test_half_a_decision_is_refused(
    verdict: Verdict, reason: str, until: datetime | None, small: Home
) -> None:
    read(small, stock(("A", 3)))
    with pytest.raises(WrongUsageError):
        issues.decide(small, OWNER, negative(small)["id"], verdict, reason=reason, until=until)
    assert not silenced(small)


def test_only_those_who_may_decide(small: Home) -> None:
    read(small, stock(("A", 3)))
    name = negative(small)["id"]
    for who in (VIEWER, OF_STORE_2):
        with pytest.raises(ForbiddenError):
            issues.decide(small, who, name, Verdict.CONFIRMED)
        with pytest.raises(ForbiddenError):
            issues.undo(small, who, name)
    for look in (issues.get, issues.undo):
        with pytest.raises(NotFoundError):
            look(small, STRANGER, name)
    with pytest.raises(ForbiddenError):
        issues.skus(small, OF_STORE_2, name, 0, 10)
