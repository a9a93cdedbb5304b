"""Findings: the rows of an analysis as typed objects and as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import polars as pl

from profit_sentinel.digest.wording import reason
from profit_sentinel.domain.finding import Finding
from profit_sentinel.domain.money import Money
from profit_sentinel.engine.cut import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.ingest.shelf import Shelf

PLAIN = (
    "store_id", "sku", "description", "department", "vendor", "leak", "dollars", "recoverable",
    "probability", "evidence", "kept", "cut_reason", "worth_a_count",
)  # fmt: skip
TABLE = (
    "store_id", "sku", "description", "department", "vendor", "leak", "money", "dollars",
    "recoverable", "probability", "evidence", "kept", "reason", "cut_reason",
    "worth_a_count",
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


def reasons(frame: pl.DataFrame, leaks: Mapping[str, Leak]) -> pl.Series:
    """The sentence of every row of a findings frame."""
    columns = frame.to_dict(as_series=False)
    quotes = {name: ("dollars", *leak.quoted) for name, leak in leaks.items()}
    said = [
        reason(leaks[leak].sentence, {name: columns[name][place] for name in quotes[leak]})
        for place, leak in enumerate(columns["leak"])
    ]
    return pl.Series(said, dtype=pl.String)


def whole(shelf: Shelf) -> pl.DataFrame:
    """All findings that are kept somewhere, the surest first."""
    return in_order(shelf.stock().drop("group").collect())


def some(shelf: Shelf, piece: int, start: int, count: int) -> pl.DataFrame:
    """Some findings that follow each other in one piece of what is kept somewhere."""
    return shelf.piece(piece).slice(start, count).drop("group").collect()


class Findings(Sequence[Finding]):
    """Some findings of an analysis, read and made into objects only when looked at."""

    def __init__(
        self, rows: Callable[[], pl.DataFrame], height: int, leaks: Mapping[str, Leak]
    ) -> None:
        self.rows = rows
        self.height = height
        self.leaks = leaks

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row per finding, with every number a rule's sentence quotes."""
        return self.rows()

    def __len__(self) -> int:
        return self.height

    def __iter__(self) -> Iterator[Finding]:
        return (finding(row, self.leaks[row["leak"]]) for row in self.frame.iter_rows(named=True))

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> Findings: ...

    def __getitem__(self, index: int | slice) -> Finding | Findings:
        if isinstance(index, slice):
            frame = self.frame[index]
            return Findings(lambda: frame, frame.height, self.leaks)
        row = self.frame.row(index, named=True)
        return finding(row, self.leaks[row["leak"]])

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row per finding with its sentence, then every number a sentence quotes."""
        told = self.frame.with_columns(reason=reasons(self.frame, self.leaks))
        numbers = [name for name in told.columns if name not in (*TABLE, *INTERNAL)]
        return told.select(*TABLE, *numbers)
