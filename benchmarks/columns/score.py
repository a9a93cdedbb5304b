"""What the program made of a file, against the truth of its set."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from columns.goods import TODAY
from columns.writing import file_bytes
from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.services.analysis import read
from profit_sentinel.services.columns import recognised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from columns.sets import HeaderSet, TrueColumn

CORE = frozenset(
    {
        "sku", "on_hand", "unit_cost", "average_cost", "retail_price", "last_sale_date",
        "department", "vendor",
    }
)  # fmt: skip
"""Columns most leaks need."""
STOCK_LIST = "inventory"


class Outcome(StrEnum):
    """What became of one column."""

    RIGHT = "right"
    """Used as what it is, or rightly left; also left where nobody could be sure."""
    MISS = "missed"
    """It has a meaning and was left."""
    WRONG = "wrong"
    """Used as something it is not."""


@dataclass(frozen=True)
class Use:
    """What the program says of one column."""

    header: str
    canonical: str | None
    confidence: float = 0.0
    asked: bool = False
    """It says that it is not sure and asks for a confirmation."""


@dataclass(frozen=True)
class Judged:
    """One column, judged."""

    set_name: str
    truth: TrueColumn
    use: Use
    outcome: Outcome
    spare: bool = False
    """It was missed, but another column rightly fills what it means: nothing is lost."""

    @property
    def core(self) -> bool:
        """Whether it is one of the core columns, beyond doubt."""
        return bool(self.truth.means & CORE) and not self.truth.doubtful


@dataclass(frozen=True)
class Result:
    """One set, judged."""

    header_set: HeaderSet
    columns: tuple[Judged, ...]
    kind: str = STOCK_LIST
    """The kind of file it was taken for."""
    refusal: str | None = None
    """Why the file is not taken in without help."""


def run_set(header_set: HeaderSet, folder: Path) -> Result:
    """Write a set to a file, have its columns recognised, judge them."""
    path = folder / f"{header_set.name}.csv"
    path.write_bytes(file_bytes(header_set))
    evening = datetime(TODAY.year, TODAY.month, TODAY.day, 18, tzinfo=UTC).timestamp()
    os.utime(path, (evening, evening))
    try:
        told: dict[str, Any] = json.loads(recognised(path, {}, "json"))
    except UnusableFileError as error:
        unused = [Use(column.header, None) for column in header_set.columns]
        return Result(header_set, judged_all(header_set, unused), refusal=str(error))
    uses = [
        Use(use["header"], use["canonical"], use["confidence"], use["doubtful"])
        for use in told["columns"]
    ]
    return Result(header_set, judged_all(header_set, uses), told["kind"], refused(path))


def refused(path: Path) -> str | None:
    """Why a file is not taken in for an analysis, or None when it is."""
    try:
        read(path, as_of=None, store=None, columns=None, on_stage=lambda _: None)
    except UnusableFileError as error:
        return str(error)
    return None


def judged_all(header_set: HeaderSet, uses: Sequence[Use]) -> tuple[Judged, ...]:
    """Every column of a set beside its use."""
    pairs = [(truth, use, outcome(truth, use)) for truth, use in paired(header_set.columns, uses)]
    filled = {use.canonical for _, use, came in pairs if came is Outcome.RIGHT}
    return tuple(
        Judged(
            header_set.name, truth, use, came, came is Outcome.MISS and bool(truth.means & filled)
        )
        for truth, use, came in pairs
    )  # fmt: skip


def paired(truths: Sequence[TrueColumn], uses: Sequence[Use]) -> Iterator[tuple[TrueColumn, Use]]:
    """Columns with their uses: by place while the program lists them all, else by header."""
    if len(truths) == len(uses):
        yield from zip(truths, uses, strict=True)
        return
    by_header = {use.header: use for use in uses}
    for truth in truths:
        yield truth, by_header.get(truth.header, Use(truth.header, None))


def outcome(truth: TrueColumn, use: Use) -> Outcome:
    """Judge one column."""
    if use.canonical is not None:
        return Outcome.RIGHT if use.canonical in truth.means else Outcome.WRONG
    return Outcome.MISS if truth.means and not truth.doubtful else Outcome.RIGHT
