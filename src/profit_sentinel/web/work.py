"""Work on a task, as its page and that of a link show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from profit_sentinel.domain.errors import ConflictError
from profit_sentinel.domain.task import DONE, FOLLOWS, Status

if TYPE_CHECKING:
    from profit_sentinel.services.tasks import Followed


@dataclass(frozen=True)
class Refused:
    """A form that was refused.

    Attributes:
        error: Why.
        notes: What was written in it, which must not be lost.
        seen: The version of the task that was on the page.
    """

    error: Exception
    notes: str
    seen: str

    @property
    def code(self) -> int:
        """The status of the answer."""
        return 409 if isinstance(self.error, ConflictError) else 422


def work(followed: Followed, refused: Refused | None = None) -> dict[str, Any]:
    """What the macro `work` of `task_parts.html` shows."""
    seen = refused.seen if refused else ""
    ids = [event.id for event in followed.history]
    return {
        "task": followed.task,
        "history": followed.history,
        "version": followed.version,
        "states": [each for each in Status if each in FOLLOWS[Status(followed.task.status)]],
        "done": DONE,
        "problem": str(refused.error) if refused else "",
        "notes": refused.notes if refused else "",
        "since": followed.history[ids.index(seen) + 1 :] if seen in ids else [],
    }
