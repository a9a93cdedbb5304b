"""Keys for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from profit_sentinel.api.schemas.base import Answer, Name, Question
from profit_sentinel.domain.person import Role


class MakeKey(Question):
    """A key that is wanted."""

    name: Name
    role: Role = Role.VIEWER
    stores: Annotated[list[Name], Field(max_length=1000, default_factory=list)]


class Key(Answer):
    """A key without its secret."""

    id: str
    name: str
    role: Role
    stores: list[str]
    made_by: str
    made_at: datetime
    revoked_at: datetime | None


class NewKey(Key):
    """A key with its secret, shown this once."""

    secret: str


class KeyList(Answer):
    """All keys."""

    keys: list[Key]
