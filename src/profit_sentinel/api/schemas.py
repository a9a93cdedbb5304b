"""What goes over the wire. Money is a decimal number of dollars, times are ISO 8601 with zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from profit_sentinel.domain.decision import Verdict
from profit_sentinel.domain.money import Money
from profit_sentinel.domain.person import Role
from profit_sentinel.domain.task import Priority, Status

NO_NUL = r"^[^\x00]*$"  # no database takes the character zero
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=NO_NUL)]
_LINE = r"^[^\x00-\x1f]+$"
Name = Annotated[str, StringConstraints(strip_whitespace=True, pattern=_LINE, max_length=200)]


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


class Sku(Answer):
    """One SKU of an issue with its own numbers."""

    sku: str
    description: str | None
    department: str | None
    vendor: str | None
    dollars: float
    recoverable: float
    probability: float
    reason: str
    numbers: dict[str, Any]


class Issue(Answer):
    """One kind of leak, in one store, where one person can act."""

    id: str
    issue_type: str
    title: str
    store_id: str
    group: str
    money: Money
    dollar_impact: float
    recoverable: float
    recovery: Literal["once", "per_year"]
    probability: float
    evidence: str
    trend_direction: Literal["new", "worsening", "stable", "improving", "unknown"]
    priority_score: float
    first_seen: datetime | None
    detection_timestamp: datetime
    context: str
    action: str
    root_cause: str | None
    root_cause_confidence: float | None
    cause_scores: list[dict[str, Any]] | None
    active_signals: list[str]
    sku_count: int
    skus: list[Sku]


class Recoverable(Answer):
    """Dollars expected back."""

    once: float
    per_year: float


class StoreDay(Answer):
    """How old the stock of a store is."""

    store_id: str
    as_of: date | None


class DigestSummary(Answer):
    """Sums over all issues of a digest, whatever part of them it carries."""

    stores: list[StoreDay]
    issue_count: int
    dollars: dict[Money, float]
    """By kind of money; the kinds are never added."""
    recoverable: Recoverable
    total_dollar_impact: float


class DigestBody(Answer):
    """The digest itself."""

    generated_at: datetime
    as_of: date | None
    store_filter: list[str]
    pipeline_ms: float
    issues: list[Issue]
    summary: DigestSummary


class Digest(Answer):
    """A digest, as data and as text."""

    digest: DigestBody
    rendered_text: str
    generated_at: datetime
    store_ids: list[str]
    issue_count: int
    total_dollar_impact: float
    recoverable: Recoverable


class Change(Answer):
    """Something that was done, by whom and when."""

    what: str
    note: str
    who: str
    at: datetime


class IssueSeen(Issue):
    """An issue with the task that came of it and what people said."""

    task_id: str | None
    history: list[Change]


class IssuePage(Answer):
    """Some issues, and how many there are."""

    issues: list[Issue]
    total: int


class SkuPage(Answer):
    """Some SKUs of an issue, and how many it has."""

    skus: list[Sku]
    total: int


class Decide(Question):
    """What is to be made of an issue's findings."""

    state: Verdict
    reason: Text = ""
    until: AwareDatetime | None = None
    skus: Annotated[list[Name], Field(max_length=10_000)] = []


class Decided(Answer):
    """Of how many findings it was said."""

    findings: int


class Delegate(Question):
    """An issue to be handed to somebody."""

    issue_id: Name
    assignee: Name
    deadline: date | None = None
    notes: Text = ""


class Step(Answer):
    """A step of a checklist."""

    text: str
    done: bool


class Task(Answer):
    """Something a person is asked to do about an issue."""

    id: str
    issue_id: str
    store_id: str
    title: str
    priority: Priority
    status: Status
    assignee: str
    deadline: date
    dollars: float
    recoverable: float
    checklist: list[Step]
    skus: list[Sku]
    context: str
    made_by: str
    made_at: datetime
    changed_at: datetime


class Delegated(Answer):
    """The task of a delegated issue."""

    task: Task
    rendered_text: str
    task_id: str


class TaskPage(Answer):
    """Some tasks, and how many there are."""

    tasks: list[Task]
    total: int


class TaskSeen(Answer):
    """A task with everything done to it."""

    task: Task
    status: Status
    rendered_text: str
    notes: list[Change]
    history: list[Change]
    verification: dict[str, Any] | None
    """What the data say of a completed task; null while nothing has verified it."""


class Move(Question):
    """A new state of a task."""

    status: Status
    notes: Text = ""


class Tick(Question):
    """Whether a step is done."""

    done: bool


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

    columns: Annotated[dict[Name, Name], Field(max_length=100)] = {}
    remember: bool = True


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


class MakeKey(Question):
    """A key that is wanted."""

    name: Name
    role: Role = Role.VIEWER
    stores: Annotated[list[Name], Field(max_length=1000)] = []


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
