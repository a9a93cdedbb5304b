"""Uploads and what their columns mean."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from profit_sentinel.api.schemas.base import Answer, Name, Note, Question


class Upload(Answer):
    """A file as it arrived, and how far it has been read."""

    id: str
    name: str
    size: int
    sha256: str
    store_id: str
    status: Literal["accepted", "reading", "ready", "failed"]
    stage: str
    share: int
    """Percent done."""
    error: dict[str, Any] | None
    notes: list[Note]
    """What is to be known of its stock beside that before, once it has been read."""
    uploaded_by: str
    received_at: datetime
    finished_at: datetime | None


class UploadPage(Answer):
    """Some uploads, and how many there are."""

    uploads: list[Upload]
    total: int


class Mapping(Answer):
    """How the columns of an upload were understood."""

    upload_id: str
    sources: list[dict[str, Any]]


class Correct(Question):
    """What columns of an upload mean; nothing confirms what was understood."""

    columns: Annotated[dict[Name, Name], Field(max_length=100, default_factory=dict)]
    remember: bool = True
