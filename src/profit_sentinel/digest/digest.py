"""The morning digest: what was read, what it is worth acting on, and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from profit_sentinel.digest.issue_list import column, picked
from profit_sentinel.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from profit_sentinel.digest.findings import Findings
    from profit_sentinel.domain.aliases import Alias
    from profit_sentinel.domain.count_sheet import CountSheet
    from profit_sentinel.domain.intake import Companion, Source
    from profit_sentinel.domain.issue import Issue

TO_DO = (Money.CASH, Money.MARGIN)
"""Kinds of money that somebody can bring back today; the others stand in sections of their own."""


@dataclass(frozen=True)
class ProblemCount:
    """How often one thing was wrong in one column, with an example."""

    file: str
    column: str | None
    reason: str
    count: int
    example: str | None
    row: int
    """Row of the example."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Counts and sums over the whole analysis."""

    rows_read: int
    rows_used: int
    stores: tuple[str, ...]
    skus: int
    leaks_evaluated: tuple[str, ...]
    leaks_switched_off: Mapping[str, str]
    """Why, by leak."""
    dollars: Mapping[Money, float]
    """Gross dollars of kept findings per kind of money; the kinds are never added."""
    once: float
    per_year: float
    findings_kept: int
    findings_cut: int
    stated_facts: int
    false_alarms: float
    """Expected share of false alarms among the kept findings that are not stated facts."""
    calibrated: bool
    milliseconds: Mapping[str, float]
    preset: str

    @property
    def headline(self) -> float:
        """Dollars expected back within 12 months: once plus per year."""
        return round(self.once + self.per_year, 2)


@dataclass(frozen=True, kw_only=True)
class Digest:
    """The result of one analysis.

    Attributes:
        issues: Things to do by expected value, then capital and record issues by dollars.
        findings: Every finding, kept, cut or stated, the surest first.
        count_sheets: Shelves worth a look, those that expect the most dollars first: questions, of
            which nothing is in the summary.
        problems: Cells and rows that could not be used as they stood.
        companions: The other papers that came with the stock list.
        notes: Sentences about files that were not read.
        aliases: Stores and SKUs under two names, confirmed or proposed.
    """

    generated_at: datetime
    as_of: date
    store_filter: tuple[str, ...]
    sources: tuple[Source, ...]
    issues: Sequence[Issue]
    summary: Summary
    problems: tuple[ProblemCount, ...]
    findings: Findings
    count_sheets: tuple[CountSheet, ...] = ()
    companions: tuple[Companion, ...] = ()
    notes: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()

    def section(self, *kinds: Money) -> Sequence[Issue]:
        """Issues of some kinds of money, in their order."""
        return picked(self.issues, [money in kinds for money in column(self.issues, "money")])
