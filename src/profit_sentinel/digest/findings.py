"""Findings: the rows of an analysis as typed objects and as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import polars as pl

from profit_sentinel.digest.wording import reason
from profit_sentinel.domain.finding import Finding
from profit_sentinel.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from profit_sentinel.declaration.leak import Leak

PLAIN = (
    "store_id", "sku", "description", "department", "vendor", "leak", "dollars", "recoverable",
    "probability", "evidence", "kept", "cut_reason",
)  # fmt: skip
TABLE = (
    "store_id", "sku", "description", "department", "vendor", "leak", "money", "dollars",
    "recoverable", "probability", "evidence", "kept", "reason", "cut_reason",
)  # fmt: skip
INTERNAL = ("stated",)


def finding(row: Mapping[str, Any], leak: Leak) -> Finding:
    """A row of the findings frame as a typed object."""
    numbers = {name: row[name] for name in leak.quoted}
    return Finding(
        **{name: row[name] for name in PLAIN},
        money=Money(row["money"]),
        reason=reason(leak.sentence, row),
        numbers=numbers,
    )


class Findings(Sequence[Finding]):
    """Every finding of an analysis, made into objects only when looked at."""

    def __init__(self, frame: pl.DataFrame, leaks: Mapping[str, Leak]) -> None:
        self.frame = frame
        self.leaks = leaks

    def __len__(self) -> int:
        return self.frame.height

    def __iter__(self) -> Iterator[Finding]:
        return (finding(row, self.leaks[row["leak"]]) for row in self.frame.iter_rows(named=True))

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> Findings: ...

    def __getitem__(self, index: int | slice) -> Finding | Findings:
        if isinstance(index, slice):
            return Findings(self.frame[index], self.leaks)
        row = self.frame.row(index, named=True)
        return finding(row, self.leaks[row["leak"]])

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row per finding with its sentence, then every number a sentence quotes."""
        reasons = [
            reason(self.leaks[row["leak"]].sentence, row)
            for row in self.frame.iter_rows(named=True)
        ]
        told = self.frame.with_columns(reason=pl.Series(reasons, dtype=pl.String))
        numbers = [name for name in told.columns if name not in (*TABLE, *INTERNAL)]
        return told.select(*TABLE, *numbers)
