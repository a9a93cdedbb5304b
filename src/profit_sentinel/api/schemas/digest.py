"""The morning digest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

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


class CountLine(Answer):
    """A shelf to look at."""

    bin: str | None
    sku: str
    description: str | None
    vendor: str | None
    probability: float
    """That the shelf is as suspected."""
    expected_dollars: float
    """Dollars a look brings back, expected."""
    reason: str


class CountSheet(Answer):
    """Shelves of one department that are worth a look, in the order they stand: questions."""

    store_id: str
    department: str
    issue_type: str
    question: str
    sku_count: int
    expected_hits: float
    hit_rate: float
    expected_dollars: float
    recovery: Literal["once", "per_year"]
    minutes: float
    skus: list[CountLine]


class WorthACount(Answer):
    """All count sheets together; no dollar of them is in any other sum."""

    said: str
    sheet_count: int
    sku_count: int
    expected_hits: float
    hit_rate: float
    expected_dollars: Recoverable
    minutes: float


class DigestBody(Answer):
    """The digest itself."""

    generated_at: datetime
    as_of: date | None
    store_filter: list[str]
    pipeline_ms: float
    issues: list[Issue]
    summary: DigestSummary
    worth_a_count: WorthACount | None
    """Null where no doubtful shelf is worth a look."""
    count_sheets: list[CountSheet]
    """Those that expect the most dollars."""


class Digest(Answer):
    """A digest, as data and as text."""

    digest: DigestBody
    rendered_text: str
    generated_at: datetime
    store_ids: list[str]
    issue_count: int
    total_dollar_impact: float
    recoverable: Recoverable
