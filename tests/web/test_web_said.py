"""What is said of single SKUs of an issue on its page, and how it is taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from homes import OWNER, SECOND, VIEWER, Line, listing, negative, ordinary, read
from profit_sentinel.domain.decision import Verdict
from profit_sentinel.services import issues
from visitor import TODAY

if TYPE_CHECKING:
    from serving import Visited

BELOW = {"A": 5, "B": 4, "C": 3}
"""Units below zero at $10 each: $50, $40 and $30, $120 in all."""
WHY = {"state": "dismissed", "reason": "sold by the foot"}


@pytest.fixture
def issue(visited: Visited) -> str:
    lines = [Line(sku, on_hand=-units, cost=10, price=20) for sku, units in BELOW.items()]
    read(visited.home, listing(*lines, *ordinary()), SECOND)
    assert negative(visited.home)["dollar_impact"] == sum(BELOW.values()) * 10
    return f"/issues/{negative(visited.home)['id']}"


def say(visited: Visited, issue: str, *skus: str, **form: str) -> Any:
    return visited.post(f"{issue}/decide", data={"some": "true", "sku": list(skus), **form})


def listed(page: str) -> list[str]:
    return re.findall(r'name="sku" value="(\w+)"', page)


def moment(page: str) -> str:
    return page.split('name="at" value="')[1].partition('"')[0]


def test_some_skus_are_dismissed_and_brought_back(visited: Visited, issue: str) -> None:
    assert listed(visited.look(issue).text) == ["A", "B", "C"]
    answer = say(visited, issue, "A", "C", **WHY)
    assert answer.headers["location"] == f"{issue}?undo=true"
    page = visited.look(f"{issue}?undo=true").text
    assert listed(page) == ["B"]
    assert negative(visited.home)["dollar_impact"] == BELOW["B"] * 10
    told = page.split('role="status"')[1].partition("</div>")[0]
    assert "2 SKUs dismissed as normal here" in told
    assert "sold by the foot" in told
    assert visited.post(f"{issue}/undo", data={"at": moment(told)}).status_code == 303
    assert listed(visited.look(issue).text) == ["A", "B", "C"]


def test_each_saying_is_taken_back_by_itself(visited: Visited, issue: str) -> None:
    say(visited, issue, "A", **WHY)
    say(visited, issue, "B", state="snoozed", until=f"{TODAY + timedelta(days=30)}")
    page = visited.look(issue).text.split('id="said"')[1]
    assert page.index("1 SKU put off until") < page.index("1 SKU dismissed as normal here")
    first = page.split("dismissed as normal here")[1]
    back = {"at": moment(first)}
    assert visited.post(f"{issue}/undo", data=back).status_code == 303
    assert listed(visited.look(issue).text) == ["A", "C"]
    assert visited.post(f"{issue}/undo", data=back).status_code == 409


def test_the_whole_issue_does_not_wake_what_is_silent(visited: Visited, issue: str) -> None:
    say(visited, issue, "A", **WHY)
    visited.post(f"{issue}/decide", data={"state": "confirmed"})
    page = visited.look(f"{issue}?undo=true").text
    assert listed(page) == ["B", "C"]
    assert page.count(">real</span>") == len("BC")
    assert "Kept: 2 SKUs confirmed as real" in page


def test_nothing_ticked_says_nothing_of_the_whole(visited: Visited, issue: str) -> None:
    answer = say(visited, issue, **WHY)
    assert answer.status_code == 422
    assert "Tick the SKUs you mean first" in answer.text
    assert negative(visited.home)["sku_count"] == len(BELOW)


@pytest.mark.parametrize("form", [{"state": "dismissed"}, {"state": "snoozed"}])
def test_what_was_refused_stays_ticked(visited: Visited, issue: str, form: dict[str, str]) -> None:
    answer = say(visited, issue, "B", **form)
    assert answer.status_code == 422
    assert re.findall(r'value="(\w)" aria-label="\w" checked', answer.text) == ["B"]
    assert negative(visited.home)["sku_count"] == len(BELOW)


def test_an_issue_of_which_all_is_dismissed_is_left(visited: Visited, issue: str) -> None:
    answer = say(visited, issue, *BELOW, **WHY)
    assert answer.headers["location"] == f"/digest?undo={issue.rpartition('/')[2]}"
    assert visited.look(issue).status_code == 404
    assert visited.post(f"{issue}/undo").status_code == 303
    assert listed(visited.look(issue).text) == ["A", "B", "C"]


def test_who_may_only_look_ticks_nothing(visited: Visited, issue: str) -> None:
    say(visited, issue, "A", **WHY)
    page = visited.look(issue, VIEWER).text
    assert "1 SKU dismissed as normal here" in page
    assert listed(page) == []
    assert "Take it back" not in page


def test_the_history_names_the_skus(visited: Visited, issue: str) -> None:
    name = issue.rpartition("/")[2]
    issues.decide(visited.home, OWNER, name, Verdict.DISMISSED, reason="bin", skus=["B", "A"])
    issues.undo(visited.home, OWNER, name, ["A"])
    told = [(each.what, each.note) for each in issues.get(visited.home, OWNER, name)["history"]]
    assert told[-2:] == [("dismissed", "SKU A, B: bin"), ("undone", "SKU A")]
