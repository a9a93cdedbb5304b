"""Issue lists: issues in order, made into objects only when looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import compress
from typing import TYPE_CHECKING, Any, overload

import polars as pl

from profit_sentinel.declaration.leak import STATED_FACT
from profit_sentinel.digest.findings import Findings, some
from profit_sentinel.digest.wording import many, money_line, reason
from profit_sentinel.domain.issue import Issue
from profit_sentinel.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.ingest.shelf import Shelf

    Rows = Callable[[int, int, int], pl.DataFrame]
    """The findings of a piece from a place on, so many of them."""

SHOWN = 20
"""Findings an issue carries with it; the rest stand in the findings file."""

FEW = 200
"""Issues up to which the findings of each are read when it is looked at."""


class Issues(Sequence[Issue]):
    """Issues in order, made into objects only when looked at.

    Attributes:
        frame: One row per issue: `KEYS`, its figures under the names `Issue` gives them, the
            `piece` that its findings are in and where they begin there.
        kept: The findings in pieces, those of an issue together, the largest first.
        leaks: The declarations by id.
        now: When they were detected.
        several: Whether there are several stores, so that titles name them.
    """

    def __init__(
        self,
        frame: pl.DataFrame,
        kept: Shelf,
        leaks: Mapping[str, Leak],
        now: datetime,
        several: bool,  # noqa: FBT001 - handed on
    ) -> None:
        self.frame, self.kept = frame, kept
        self.leaks, self.now, self.several = leaks, now, several

    def __len__(self) -> int:
        return self.frame.height

    def __iter__(self) -> Iterator[Issue]:
        rows = self._read if len(self) <= FEW else self._in_memory()
        return (self._made(row, rows) for row in self.frame.iter_rows(named=True))

    @overload
    def __getitem__(self, index: int) -> Issue: ...

    @overload
    def __getitem__(self, index: slice) -> Issues: ...

    def __getitem__(self, index: int | slice) -> Issue | Issues:
        if isinstance(index, slice):
            return self._of(self.frame[index])
        return self._made(self.frame.row(index, named=True), self._read)

    def column(self, name: str) -> list[Any]:
        """One figure of every issue, under the name `Issue` gives it."""
        return self.frame[name].to_list()

    def where(self, holds: Sequence[bool]) -> Issues:
        """Those for which something holds, in their order."""
        return self._of(self.frame.filter(pl.Series(holds, dtype=pl.Boolean)))

    def _read(self, piece: int, start: int, count: int) -> pl.DataFrame:
        return some(self.kept, piece, start, count)

    def _in_memory(self) -> Rows:
        """Reads from all kept findings in memory: to read those of each issue by itself is slow."""
        pieces = [
            self.kept.piece(number).filter("kept").drop("group").collect()
            for number in range(len(self.kept))
        ]
        return lambda piece, start, count: pieces[piece].slice(start, count)

    def _of(self, frame: pl.DataFrame) -> Issues:
        return Issues(frame, self.kept, self.leaks, self.now, self.several)

    def _made(self, row: Mapping[str, Any], rows: Rows) -> Issue:
        count, leak = min(row["sku_count"], SHOWN), self.leaks[row["leak"]]
        shown = Findings(partial(rows, row["piece"], row["start"], count), count, self.leaks)
        largest = shown.frame.row(0, named=True)
        return issue(row, largest, shown, leak, self.now, several=self.several)


def column(issues: Sequence[Issue], name: str) -> list[Any]:
    """One figure of every issue of a list."""
    if isinstance(issues, Issues):
        return issues.column(name)
    return [getattr(issue, name) for issue in issues]


def picked(issues: Sequence[Issue], holds: Sequence[bool]) -> Sequence[Issue]:
    """The issues of a list for which something holds."""
    if isinstance(issues, Issues):
        return issues.where(holds)
    return tuple(compress(issues, holds))


def sums(issues: Sequence[Issue], amount: str, by: str) -> dict[str, float]:
    """An amount of issues, each in whole cents, added up by what they have in common."""
    amounts = pl.DataFrame({"by": column(issues, by), "amount": column(issues, amount)})
    cents = (pl.col("amount") * 100).round().sum()
    return {kind: whole / 100 for kind, whole in amounts.group_by("by").agg(cents).iter_rows()}


def issue(  # noqa: PLR0913 - all that an issue is made from
    row: Mapping[str, Any],
    largest: Mapping[str, Any],
    shown: Findings,
    leak: Leak,
    now: datetime,
    *,
    several: bool,
) -> Issue:
    """One issue from its sums, its largest finding and those that are shown."""
    money = Money(row["money"])
    place = f"{row['group']}, store {row['store_id']}" if several else row["group"]
    return Issue(
        id=row["id"],
        leak=leak.id,
        title=f"{leak.title}: {place}",
        store_id=row["store_id"],
        group=row["group"],
        money=money,
        dollars=row["dollars"],
        recoverable=row["recoverable"],
        recovery=leak.recovery.value,
        probability=round(row["likely"] / row["dollars"] if row["dollars"] else STATED_FACT, 4),
        evidence=leak.evidence.value,
        priority_score=row["priority_score"],
        detected=now,
        context=context(row, largest, leak),
        action=leak.action,
        signals=leak.signals,
        sku_count=row["sku_count"],
        findings=shown,
    )


def context(row: Mapping[str, Any], largest: Mapping[str, Any], leak: Leak) -> str:
    """One sentence: how many, how much, and the largest case in its own words."""
    total = many(row["sku_count"], "SKU")
    if row["dollars"]:
        total += f", {money_line(row['dollars'], row['money'])}"
    name = largest["description"] or f"SKU {largest['sku']}"
    which = "" if row["sku_count"] == 1 else " is the largest"
    return f"{total}. {name}{which}: {reason(leak.sentence, largest)}"
