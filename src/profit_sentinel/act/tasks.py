"""Tasks: what an issue asks somebody to do, how pressing it is, and until when."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from profit_sentinel.domain.money import dollars_text
from profit_sentinel.domain.task import Priority

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LIMITS: Mapping[Priority, float] = {
    Priority.CRITICAL: 5000.0, Priority.HIGH: 1000.0, Priority.MEDIUM: 200.0, Priority.LOW: 0.0,
}  # fmt: skip
"""Dollars expected back from which a task is so pressing."""
DAYS: Mapping[Priority, int] = {
    Priority.CRITICAL: 1, Priority.HIGH: 3, Priority.MEDIUM: 7, Priority.LOW: 14,
}  # fmt: skip
"""Days until it should be done."""
WORSENING = "worsening"


@dataclass(frozen=True)
class Draft:
    """A task before it is given to somebody."""

    title: str
    priority: Priority
    deadline: date
    checklist: tuple[str, ...]


def draft(issue: Mapping[str, Any], today: date) -> Draft:
    """The task an issue asks for.

    Args:
        issue: The issue as the interface shows it.
        today: The business day of its store.
    """
    pressing = priority(issue["recoverable"])
    worth = dollars_text(issue["recoverable"] or issue["dollar_impact"])
    action = issue["action"].split(",")[0].split(";")[0].rstrip(".")
    return Draft(
        title=f"{action}: {issue['group']}, store {issue['store_id']}, {worth}",
        priority=pressing,
        deadline=deadline(pressing, issue["trend_direction"], today),
        checklist=tuple(checklist(issue["issue_type"])),
    )


def priority(expected: float) -> Priority:
    """How pressing so many expected dollars are."""
    return next(level for level, least in LIMITS.items() if expected >= least)


def deadline(pressing: Priority, trend: str, today: date) -> date:
    """When a task should be done; a day sooner, but never today, while things get worse."""
    days = DAYS[pressing] - (trend == WORSENING)
    return today + timedelta(days=max(days, 1))


def checklist(leak: str) -> Sequence[str]:
    """Steps for a kind of leak."""
    return checklists().get(leak, checklists()["default"])


@cache
def checklists() -> Mapping[str, Sequence[str]]:
    """Steps by leak."""
    text = files("profit_sentinel.act").joinpath("checklists.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def task_text(task: Mapping[str, Any]) -> str:
    """A task as a message to read on a phone."""
    steps = [f"[{'x' if step['done'] else ' '}] {step['text']}" for step in task["checklist"]]
    skus = [f"- {sku['sku']} {sku['description'] or ''}: {sku['reason']}" for sku in task["skus"]]
    return "\n".join([
        task["title"],
        f"For {task['assignee']}, until {task['deadline']}, {task['priority']}, {task['status']}",
        "", task["context"], "", *steps, "", *skus,
    ]).rstrip() + "\n"  # fmt: skip
