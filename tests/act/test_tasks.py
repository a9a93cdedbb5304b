from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from profit_sentinel.act.tasks import checklist, checklists, deadline, draft, priority
from profit_sentinel.domain.task import Priority
from profit_sentinel.leaks.catalogue import catalogue

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("expected", "level"),
    [
        (0, "low"), (199.99, "low"), (200, "medium"), (999.99, "medium"), (1000, "high"),
        (4999.99, "high"), (5000, "critical"), (1e9, "critical"),
    ],
)  # fmt: skip
def test_a_task_presses_by_what_it_may_bring_back(expected: float, level: str) -> None:
    assert priority(expected) == level


@pytest.mark.parametrize(
    ("pressing", "calm", "worsening"),
    [("critical", 1, 1), ("high", 3, 2), ("medium", 7, 6), ("low", 14, 13)],
)
def test_a_deadline_is_a_day_sooner_while_things_get_worse(
    pressing: str, calm: int, worsening: int
) -> None:
    level = Priority(pressing)
    assert (deadline(level, "stable", TODAY) - TODAY).days == calm
    assert (deadline(level, "unknown", TODAY) - TODAY).days == calm
    assert (deadline(level, "worsening", TODAY) - TODAY).days == worsening


@pytest.mark.parametrize("leak", sorted(catalogue()))
def test_every_leak_has_three_to_six_steps_of_its_own(leak: str) -> None:
    assert leak in checklists()
    assert 3 <= len(checklist(leak)) <= 6


def test_there_are_no_steps_for_leaks_that_are_not() -> None:
    assert set(checklists()) - {"default"} <= set(catalogue())
    assert checklist("nothing") == checklists()["default"]


def test_a_title_says_what_where_and_how_much() -> None:
    issue: dict[str, Any] = {
        "recoverable": 1234.5, "dollar_impact": 9000.0, "group": "PAINT", "store_id": "7",
        "action": "Correct the price, then the shelf tag.", "trend_direction": "new",
        "issue_type": "margin_erosion",
    }  # fmt: skip
    made = draft(issue, TODAY)
    assert made.title.startswith("Correct the price: PAINT, store 7, $1,23")
    assert (made.priority, made.deadline) == ("high", date(2026, 6, 4))
    assert draft(issue | {"recoverable": 0.0}, TODAY).title.endswith("$9,000")
