"""The morning digest."""

from __future__ import annotations

from datetime import date, datetime

from profit_sentinel.api.schemas.base import Answer, Note
from profit_sentinel.api.schemas.issues import Issue
from profit_sentinel.domain.money import Money


class Recoverable(Answer):
    """Dollars expected back."""

    once: float
    per_year: float


class StoreDay(Answer):
    """How old the stock of a store is."""

    store_id: str
    as_of: date | None


class SwitchedOff(Answer):
    """A leak that could not be checked, and why."""

    leak: str
    reason: str


class DigestSummary(Answer):
    """Sums over all issues of a digest, whatever part of them it carries."""

    stores: list[StoreDay]
    issue_count: int
    dollars: dict[Money, float]
    """By kind of money; the kinds are never added."""
    recoverable: Recoverable
    total_dollar_impact: float
    leaks_switched_off: list[SwitchedOff]
    data_quality: list[Note]


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
