"""Nobody waits for what is judged: other people write while a snapshot is judged again."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from homes import (
    FIRST,
    LATER_DEAD,
    OWNER,
    SECOND,
    STRANGER,
    Line,
    dead,
    listing,
    negative,
    ordinary,
    read,
)
from homes import shown as issues_shown
from profit_sentinel.domain.decision import Verdict
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.services import issues, snapshots, stores
from profit_sentinel.services.desk import Desk, UnpreparedError, written
from profit_sentinel.services.showing import refresh_all
from profit_sentinel.store.stores import organisation
from profit_sentinel.store.stores import settings as kept_settings
from profit_sentinel.store.tasks import history, note

if TYPE_CHECKING:
    from collections.abc import Callable

    from profit_sentinel.services.home import Home

LIMIT = 60.0
"""Seconds after which a test that waits says so."""
STOCK = listing(
    dead("D"), Line("A", on_hand=-3, cost=10, price=20), Line("B", on_hand=-2, cost=10, price=20),
    *ordinary(),
)  # fmt: skip


def others_write(home: Home) -> None:
    """Write on the same home from another thread, to the end."""
    done = Event()

    def write() -> None:
        with home.database.writing(OWNER.org) as session:
            note(session, "store", "1", "written meanwhile", "", "ann")
        done.set()

    Thread(target=write, daemon=True).start()
    assert done.wait(LIMIT), "a writer waits for what is judged"


def written_meanwhile(home: Home) -> int:
    with home.database.reading(OWNER.org) as session:
        return sum(each.what == "written meanwhile" for each in history(session, "store", "1"))


def first(work: Callable[..., Any], before: Callable[[], None]) -> Callable[..., Any]:
    """Some work, before which something else happens."""

    def run(*args: Any, **said: Any) -> Any:
        before()
        return work(*args, **said)

    return run


@pytest.mark.parametrize("work", ["analyse", "list_issues", "_parquet"])
def test_others_write_while_a_change_of_rules_is_worked_out(
    work: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (FIRST, SECOND):
        read(home, STOCK + f"1,of {day},x,PLUMBING,ACME,5,6,10,24,2026-05-30\n".encode(), day)
    real = getattr(snapshots, work)
    with monkeypatch.context() as patch:
        patch.setattr(snapshots, work, first(real, lambda: others_write(home)))
        stores.set_settings(home, OWNER, LATER_DEAD)
    assert written_meanwhile(home) >= 2
    assert issues_shown(home, leak="dead_stock") == []
    assert negative(home)["trend_direction"] == "stable"


def test_others_write_while_a_decision_is_worked_out(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(home, STOCK)
    name = negative(home)["id"]
    real = snapshots.list_issues
    with monkeypatch.context() as patch:
        for place in ("snapshots", "issues", "showing"):
            patch.setattr(f"profit_sentinel.services.{place}.list_issues",
                          first(real, lambda: others_write(home)))  # fmt: skip
        issues.decide(home, OWNER, name, Verdict.DISMISSED, reason="bin", skus=["A"])
    assert written_meanwhile(home) >= 2
    assert negative(home)["dollar_impact"] == 20


def test_rules_that_change_while_others_are_worked_out_are_those_that_hold(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(home, STOCK)
    real = analyse
    with monkeypatch.context() as patch:

        def meanwhile() -> None:
            patch.setattr(snapshots, "analyse", real)
            stores.set_settings(home, OWNER, "")

        patch.setattr(snapshots, "analyse", first(real, meanwhile))
        stores.set_settings(home, OWNER, LATER_DEAD)
    assert "limit_days = 180" in stores.settings(home, OWNER)
    (issue,) = issues_shown(home, leak="dead_stock")
    assert issue["dollar_impact"] == 60


def test_stock_that_comes_while_the_one_before_is_judged_is_shown(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(home, STOCK)
    real = analyse
    with monkeypatch.context() as patch:

        def meanwhile() -> None:
            patch.setattr(snapshots, "analyse", real)
            read(home, listing(Line("A", on_hand=-7, cost=10, price=20), *ordinary()), SECOND)

        patch.setattr(snapshots, "analyse", first(real, meanwhile))
        stores.set_settings(home, OWNER, LATER_DEAD)
    assert negative(home)["dollar_impact"] == 70


def test_what_is_missing_takes_back_what_was_written(home: Home) -> None:
    stores.set_settings(home, OWNER, "")
    seen: list[int] = []

    def write(session: Any, desk: Desk) -> int:
        note(session, "store", "1", "written meanwhile", "", "ann")
        seen.append(len(history(session, "store", "1")))
        return int(desk.take("a", lambda: 20) + desk.take("b", lambda: 1))

    assert written(home.database, OWNER.org, write) == 21
    assert seen == [1, 1, 1]
    assert written_meanwhile(home) == 1


def test_a_desk_hands_out_what_was_done_and_asks_for_the_rest_at_once() -> None:
    desk, done = Desk(), list[str]()
    for key in ("a", "b", "a"):
        assert desk.want(key, lambda key=key: done.append(key)) == key  # type: ignore[misc]
    with pytest.raises(UnpreparedError, match="2 pieces"):
        desk.check()
    desk.do()
    desk.check()
    assert done == ["a", "b"]
    assert desk.take("a", lambda: 2) is None


def test_an_organisation_nobody_knows_has_the_usual_settings(home: Home) -> None:
    with home.database.reading("nobody") as session:
        assert not kept_settings(session)


def test_a_lost_file_of_one_organisation_keeps_no_other_from_beginning(home: Home) -> None:
    for who in (OWNER, STRANGER):
        read(home, STOCK, FIRST, who=who)
        with home.database.writing(who.org) as session:
            organisation(session, who.org).settings = LATER_DEAD
    home.blobs.delete(*home.blobs.keys("acme/snapshots"))
    refresh_all(home)
    assert len(issues_shown(home, OWNER, leak="dead_stock")) == 1
    assert issues_shown(home, STRANGER, leak="dead_stock") == []
