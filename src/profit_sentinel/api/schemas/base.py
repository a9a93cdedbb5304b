"""What all answers and questions share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

NO_NUL = r"^[^\x00]*$"
"""PostgreSQL keeps no text with a NUL in it."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=NO_NUL)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200,
                           pattern=r"^[^\x00-\x1f]+$")
]  # fmt: skip


class Answer(BaseModel):
    """An answer; built from rows too."""

    model_config = ConfigDict(from_attributes=True)


class Question(BaseModel):
    """A request; a field nobody knows is an error, so that a typo does not go unheard."""

    model_config = ConfigDict(extra="forbid")


class Problem(Answer):
    """What went wrong, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str | list[dict[str, Any]]


class Health(Answer):
    """Whether the service can work."""

    status: Literal["ok", "degraded"]
    version: str
    binary_found: bool
    binary_path: str | None
    """The installed analysis command."""
    dev_mode: bool
    engine: bool
    database: bool
    storage: bool


class Change(Answer):
    """Something that was done, by whom and when."""

    what: str
    note: str
    who: str
    at: datetime


class Note(Answer):
    """What is to be known of a store's stock."""

    store_id: str
    note: str
