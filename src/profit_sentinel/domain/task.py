"""A task: its states and which may follow which."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from profit_sentinel.domain.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Status(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ESCALATED = "escalated"
    DISMISSED = "dismissed"


class Priority(StrEnum):
    """How pressing a task is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


DONE = frozenset({Status.COMPLETED, Status.DISMISSED})
FOLLOWS: Mapping[Status, frozenset[Status]] = {
    Status.OPEN: frozenset(Status) - {Status.OPEN},
    Status.IN_PROGRESS: frozenset({Status.COMPLETED, Status.ESCALATED, Status.DISMISSED}),
    Status.ESCALATED: frozenset({Status.IN_PROGRESS, Status.COMPLETED, Status.DISMISSED}),
    Status.COMPLETED: frozenset({Status.OPEN}),
    Status.DISMISSED: frozenset({Status.OPEN}),
}
"""The states that may follow each."""


def check_move(now: Status, then: Status) -> None:
    """Refuse a state that cannot follow another; the same state again changes nothing.

    Raises:
        ConflictError: With the states that may follow.
    """
    if then != now and then not in FOLLOWS[now]:
        may = ", ".join(sorted(FOLLOWS[now]))
        message = f"a task that is {now} cannot become {then}; it can become {may}"
        raise ConflictError(message)
