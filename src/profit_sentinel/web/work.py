"""Work on a task, as its page and that of a link show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field

from profit_sentinel.api.schemas import NO_NUL
from profit_sentinel.domain.errors import ConflictError, WrongUsageError
from profit_sentinel.domain.task import FOLLOWS, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from profit_sentinel.services.tasks import Followed

Written = Annotated[str, Field(max_length=2000, pattern=NO_NUL)]


class Moved(BaseModel):
    """The form that puts a task into another state, or adds a note.

    Attributes:
        status: The state.
        notes: What is to be said of it.
        seen: The version of the task that was on the page.
    """

    status: Status
    notes: Written = ""
    seen: Written = ""


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


def tried(move: Callable[..., object], said: Moved) -> Refused | None:
    """Move a task as a form says; what was refused is to be shown again.

    Args:
        move: Takes the state, the note, and as `seen` the version.
        said: The form.
    """
    try:
        move(said.status, said.notes.strip(), seen=said.seen or None)
    except (ConflictError, WrongUsageError) as error:
        return Refused(error, said.notes, said.seen)
    return None


def work(followed: Followed, refused: Refused | None = None) -> dict[str, Any]:
    """What the macro `work` of `task_parts.html` shows."""
    seen = refused.seen if refused else ""
    ids = [event.id for event in followed.history]
    return {
        "task": followed.task,
        "history": followed.history,
        "version": followed.version,
        "states": [each for each in Status if each in FOLLOWS[Status(followed.task.status)]],
        "problem": str(refused.error) if refused else "",
        "notes": refused.notes if refused else "",
        "since": followed.history[ids.index(seen) + 1 :] if seen in ids else [],
    }
