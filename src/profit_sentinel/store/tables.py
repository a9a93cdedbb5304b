"""The tables. Every row but an organisation belongs to one, see `database`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from profit_sentinel.store import access as access  # noqa: PLC0414 - its tables are owned too
from profit_sentinel.store.base import Base as Base  # noqa: PLC0414 - others name it from here
from profit_sentinel.store.base import Json, Owned
from profit_sentinel.store.base import Organisation as Organisation  # noqa: PLC0414


class Store(Owned, Base):
    """A store, known from the first upload that names it."""

    __tablename__ = "stores"

    id: Mapped[str] = mapped_column(primary_key=True)
    """As the files name it."""
    name: Mapped[str]
    time_zone: Mapped[str] = mapped_column(default="UTC")
    analysis_id: Mapped[str | None]
    """The analysis of its newest snapshot, from which its digest is made."""
    as_of: Mapped[date | None]
    """The day of the stock in that snapshot."""


class Alias(Owned, Base):
    """Another name of a store or SKU, confirmed by a person."""

    __tablename__ = "aliases"

    other: Mapped[str] = mapped_column(primary_key=True)
    """`store:01` or `sku:123`."""
    name: Mapped[str]
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class ColumnMapping(Owned, Base):
    """What a person said the columns of some kind of file mean."""

    __tablename__ = "mappings"

    signature: Mapped[str] = mapped_column(primary_key=True)
    """Hash of the headers, in order."""
    store_id: Mapped[str] = mapped_column(primary_key=True)
    """The store it was said for, empty when the file names its stores itself."""
    columns: Mapped[dict[str, str]]
    """Canonical column to header."""
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class Upload(Owned, Base):
    """A file as it arrived, and how far it has been read."""

    __tablename__ = "uploads"
    __table_args__ = (
        UniqueConstraint("org_id", "sha256", "store_id", name="same_bytes"),
        Index("uploads_to_read", "status", "claimed_until"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    store_id: Mapped[str] = mapped_column(default="")
    """The store a person named, for files that do not."""
    name: Mapped[str]
    size: Mapped[int]
    as_of: Mapped[date | None]
    """The day of the stock, where a person said it."""
    columns: Mapped[dict[str, str]] = mapped_column(default=dict)
    """Canonical column to header, as a person said for this file."""
    status: Mapped[str]
    stage: Mapped[str] = mapped_column(default="")
    share: Mapped[int] = mapped_column(default=0)
    """Percent done."""
    error: Mapped[Json | None]
    recognition: Mapped[list[Json]] = mapped_column(default=list)
    """How each of its files was understood."""
    signature: Mapped[str] = mapped_column(default="")
    notes: Mapped[list[Json]] = mapped_column(default=list, server_default="[]")
    """What is to be known of its stock beside that of the day before, a store at a time."""
    uploaded_by: Mapped[str]
    received_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class Snapshot(Owned, Base):
    """The stock of some stores on one day, cleaned; its rows lie in the object store."""

    __tablename__ = "snapshots"
    __table_args__ = (UniqueConstraint("org_id", "upload_id", name="one_snapshot_an_upload"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    upload_id: Mapped[str]
    as_of: Mapped[date]
    created_at: Mapped[datetime]
    rows: Mapped[int]
    quality: Mapped[Json]
    """Files, problems, proposed aliases and notes, as in a digest."""


class SnapshotStore(Owned, Base):
    """That a snapshot holds the stock of a store."""

    __tablename__ = "snapshot_stores"

    snapshot_id: Mapped[str] = mapped_column(primary_key=True)
    store_id: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[date]


class Analysis(Owned, Base):
    """What one version of the catalogue found in a snapshot.

    Its findings lie in the object store.
    """

    __tablename__ = "analyses"
    __table_args__ = (
        UniqueConstraint("org_id", "snapshot_id", "rules", name="one_analysis_a_rule_book"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    snapshot_id: Mapped[str]
    rules: Mapped[str]
    """Hash of the catalogue's version, the settings and the store's own rules."""
    catalogue: Mapped[str]
    created_at: Mapped[datetime]
    summary: Mapped[Json]


class Sighting(Owned, Base):
    """An issue as one analysis saw it."""

    __tablename__ = "sightings"
    __table_args__ = (Index("sightings_in_order", "org_id", "analysis_id", "store_id", "section"),)

    analysis_id: Mapped[str] = mapped_column(primary_key=True)
    issue_id: Mapped[str] = mapped_column(primary_key=True)
    store_id: Mapped[str]
    leak: Mapped[str]
    place: Mapped[str]
    """The vendor or department that can act."""
    money: Mapped[str]
    section: Mapped[int]
    """0 to do, 1 capital, 2 record."""
    dollars: Mapped[float]
    recoverable: Mapped[float]
    recovery: Mapped[str]
    priority: Mapped[float]
    sku_count: Mapped[int]
    trend: Mapped[str] = mapped_column(default="unknown")
    shown: Mapped[Json]
    """The issue as the interface shows it."""


class Issue(Owned, Base):
    """An issue through time."""

    __tablename__ = "issues"

    id: Mapped[str] = mapped_column(primary_key=True)
    store_id: Mapped[str]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]


class FindingSeen(Owned, Base):
    """A finding through time."""

    __tablename__ = "findings_seen"

    store_id: Mapped[str] = mapped_column(primary_key=True)
    leak: Mapped[str] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]


class Decision(Owned, Base):
    """What a person said of a finding."""

    __tablename__ = "decisions"

    store_id: Mapped[str] = mapped_column(primary_key=True)
    leak: Mapped[str] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    reason: Mapped[str]
    until: Mapped[datetime | None]
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class Task(Owned, Base):
    """Something a person is asked to do about an issue."""

    __tablename__ = "tasks"
    __table_args__ = (Index("tasks_of_store", "org_id", "store_id", "status"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    issue_id: Mapped[str]
    open_issue: Mapped[str | None]
    """The issue while the task is not done: an issue has one such task at most."""
    store_id: Mapped[str]
    title: Mapped[str]
    priority: Mapped[str]
    status: Mapped[str]
    assignee: Mapped[str]
    deadline: Mapped[date]
    dollars: Mapped[float]
    recoverable: Mapped[float]
    checklist: Mapped[list[Json]]
    issue: Mapped[Json]
    """The issue and its findings as they were when the task was made."""
    snapshot_id: Mapped[str | None]
    """The stock they were found in."""
    verification: Mapped[Json | None]
    """What a later stock says of a task that was completed."""
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


Index("one_open_task_an_issue", Task.org_id, Task.open_issue, unique=True)


class Event(Owned, Base):
    """One change somebody made to a task, an issue or anything else that is kept."""

    __tablename__ = "events"
    __table_args__ = (Index("events_of_noun", "org_id", "noun", "noun_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    noun: Mapped[str]
    noun_id: Mapped[str]
    what: Mapped[str]
    note: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class Answered(Owned, Base):
    """The answer to a request that carried an idempotency key."""

    __tablename__ = "answered"

    key: Mapped[str] = mapped_column(primary_key=True)
    request: Mapped[str]
    """Hash of what was asked."""
    task_id: Mapped[str]
    new: Mapped[bool] = mapped_column(server_default=true())
    """Whether the task was made by that request."""
    at: Mapped[datetime]


class ApiKey(Owned, Base):
    """A key for programs; only its hash is kept."""

    __tablename__ = "api_keys"
    __table_args__ = (UniqueConstraint("secret", name="one_key_a_secret"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    secret: Mapped[str] = mapped_column(String(64))
    role: Mapped[str]
    stores: Mapped[list[str]]
    """The stores it may see; empty for all."""
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


OWNED: tuple[type[Any], ...] = tuple(
    sorted(
        (each.class_ for each in Base.registry.mappers if issubclass(each.class_, Owned)),
        key=lambda table: table.__name__,
    )
)
"""Every table whose rows belong to an organisation."""
