"""Issues, their SKUs, and what people say of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from profit_sentinel.api.schemas.base import Answer, Change, Name, Question, Text
from profit_sentinel.domain.decision import Verdict
from profit_sentinel.domain.money import Money


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
    skus: Annotated[list[Name], Field(max_length=10_000, default_factory=list)]


class Decided(Answer):
    """Of how many findings it was said."""

    findings: int
