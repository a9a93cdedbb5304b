"""What evidence looks at, and what it may change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, cast

import polars as pl

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import SYSTEM, WEAK, read
from profit_sentinel.ingest.dates import read_dates
from profit_sentinel.ingest.day_order import Order, order_votes
from profit_sentinel.ingest.numerals import LARGEST, read_numbers
from profit_sentinel.ingest.spelling import words_of
from profit_sentinel.ingest.words import Saying, marks

if TYPE_CHECKING:
    from profit_sentinel.ingest.profile import Profile

Uses = dict[str, ColumnUse]
Numbers = list[float | None]
_COUNT_SHEET = frozenset({"variance", "count_by", "count_date"})
REFUSED = 0.4
"""The confidence of a use that values took back."""


@dataclass(frozen=True)
class View:
    """What evidence looks at.

    Attributes:
        cells: The whole cells.
        sample: A sample of them.
        looks: A profile per header, of the sample.
        english: Every header in English words.
        language: The language of the headers; None when they are English.
    """

    cells: pl.DataFrame
    sample: pl.DataFrame
    looks: Mapping[str, "Profile"]
    english: Mapping[str, str]
    language: str | None = None
    _read: dict[str, Numbers] = field(default_factory=dict)

    def said(self, header: str) -> Saying | None:
        """What a header says, by its words and the looks of its values."""
        return read(self.english.get(header, header), self.looks[header])

    def words(self, header: str) -> frozenset[str]:
        """The words of a header, in English."""
        return words_of(self.english.get(header, header))

    def numbers(self, header: str) -> Numbers:
        """A column of the sample as numbers, read once; None where unknown."""
        if header not in self._read:
            self._read[header] = _numbers(self.sample[header])
        return self._read[header]

    def days(self, header: str) -> list[date | None]:
        """A column of the sample as days; None where unknown."""
        cells = self.sample[header]
        order = order_votes(cells).order or Order.MONTH_FIRST
        return read_dates([cells], [order])[0].values.to_list()

    def together(self, *headers: str) -> Iterator[tuple[float, ...]]:
        """Rows of the sample in which all of the columns are known."""
        for row in zip(*map(self.numbers, headers), strict=True):
            if None not in row:
                yield cast("tuple[float, ...]", row)


def _numbers(cells: pl.Series) -> Numbers:
    values = cells.to_list()
    try:
        return [None if value is None else _possible(float(value)) for value in values]
    except ValueError:
        return read_numbers(cells).values.to_list()


def _possible(value: float) -> float | None:
    return value if abs(value) <= LARGEST else None


def header_of(uses: Uses, canonical: str) -> str | None:
    """The header that is used for a column, columns with a store of their own apart."""
    fitting = (use for use in uses.values() if use.canonical == canonical and use.store is None)
    return next((use.header for use in fitting), None)


def open_use(uses: Uses, canonical: str) -> ColumnUse | None:
    """The use of a column by its words alone, which values may overrule."""
    header = header_of(uses, canonical)
    return uses[header] if header and may_change(uses[header]) else None


def called(uses: Uses, view: View, canonical: str) -> Iterator[ColumnUse]:
    """Columns whose words say a canonical column and that are used for it or for nothing."""
    for use in uses.values():
        said = view.said(use.header)
        free = use.canonical in (None, canonical) and may_change(use) and bool(use.samples)
        if free and said and said.column == canonical:
            yield use


def may_change(use: ColumnUse) -> bool:
    """Whether values may overrule the use of a column."""
    return use.store is None and use.confidence < SYSTEM


def with_uses(uses: Uses, *changed: ColumnUse) -> Uses:
    """The uses with some of them changed."""
    return {**uses, **{use.header: use for use in changed}}


def is_count_sheet(uses: Uses, view: View) -> bool:
    """Whether a header tells of counting, so that a quantity may be what was counted."""
    marked = frozenset().union(*(marks(view.english.get(name, name)) for name in uses))
    return bool(marked & _COUNT_SHEET)


def is_weak(use: ColumnUse) -> bool:
    """Whether the words of a header alone do not carry its use."""
    return use.canonical is not None and use.confidence == WEAK and use.store is None


def refused(use: ColumnUse, why: str, suggestion: str | None = None) -> ColumnUse:
    """A use taken back and asked about."""
    return replace(
        use,
        canonical=None,
        confidence=REFUSED,
        reason=f"not used: {why}",
        doubtful=True,
        suggestion=suggestion or use.canonical,
    )
