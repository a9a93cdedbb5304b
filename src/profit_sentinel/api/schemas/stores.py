"""Stores, snapshots, settings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import StringConstraints

from profit_sentinel.api.schemas.base import Answer, Name, Question


class Store(Answer):
    """A store."""

    id: str
    name: str
    time_zone: str


class StoreList(Answer):
    """The stores in sight."""

    stores: list[Store]


class ChangeStore(Question):
    """Another name or time zone."""

    name: Name | None = None
    time_zone: Name | None = None


class Aliases(Answer):
    """Other names of stores and SKUs."""

    aliases: dict[str, str]


class SayAlias(Question):
    """Two names that mean one store or SKU: `store:01` is `1`."""

    other: Name
    name: Name


class Snapshot(Answer):
    """The stock of some stores on one day."""

    id: str
    upload_id: str
    as_of: date
    created_at: datetime
    rows: int
    quality: dict[str, Any]


class SnapshotPage(Answer):
    """Some snapshots, and how many there are."""

    snapshots: list[Snapshot]
    total: int


class Settings(Answer):
    """Settings as a TOML file."""

    toml: str


class SetSettings(Question):
    """A settings file."""

    toml: Annotated[str, StringConstraints(max_length=100_000)]
