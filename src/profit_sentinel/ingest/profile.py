"""Profiles: what the values of a column look like, on a sample."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import islice

import polars as pl

from profit_sentinel.ingest.currency import BEFORE, BEFORE_CENTS, BEHIND, CENTS
from profit_sentinel.ingest.remembering import LONGEST

SAMPLE = 160
_NUMBER = re.compile(
    rf"^[-+(]*\s*(?:{BEFORE}|{BEFORE_CENTS}\s?(?=[-+]?{CENTS}[-) ]*$))?[-+(]*\s*"
    r"(?:\d[\d.,'\u00a0\u202f ]*|[.,]\d+)(?:e[+-]?\d+)?"
    rf"\s*(?:%|[^\W\d_][^\W\d_.]{{0,11}}\.?|{BEHIND})?\s*(?:/-|[-)]*)$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T].*)?$"
    r"|^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?:[ T].*)?$"
    r"|^(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d(?:\.0)?$|^0{8}$"
    r"|^\d{1,2}[-/.](?:19|20)\d{2}$|^(?:19|20)\d{2}[-/](?:0?[1-9]|1[0-2])$"
    r"|^[A-Za-z]{3,9}\.?[ /-](?:19|20)\d{2}$"
    r"|^[A-Za-z]{3,9}\.?[ -]\d{1,2},? ?\d{2,4}$|^\d{1,2}[ -]?[A-Za-z]{3,9}[ -]?\d{2,4}$"
)
_DOTTED = re.compile(r"^\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})$")
"""A date that reads as a number with the thousands apart."""
_HEAD = re.compile("[A-Za-z]{3}")
_MONTHS = 20
"""More than there are months, for those that are written in two ways, and for remarks."""
_SERIAL = re.compile(r"^[2-5]\d{4}(?:\.\d+)?$")
_MONTH, _DAY = "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_SIX_DIGITS = tuple(
    re.compile(form)
    for form in (rf"{_MONTH}{_DAY}\d\d", rf"{_DAY}{_MONTH}\d\d", rf"\d\d{_MONTH}{_DAY}")
)
_FLAG = frozenset(
    (
        "yes", "no", "y", "n", "true", "false", "t", "f", "on", "off", "active", "inactive",
        "shopify", "oui", "non", "vrai", "faux", "si", "sì", "vero", "falso",
    )
)  # fmt: skip
_BLANK = frozenset(("", "-", "--", "n/a", "#n/a", "na", "none", "null", "not stocked", "0"))


class Profile:
    """What the cells of a column look like; shares are 0 to 1, worked out when asked for.

    Attributes:
        cells: How often the sample holds each different cell that says something.
        zeros: Whether the column holds cells that say zero or nothing.
    """

    def __init__(self, cells: Mapping[str, int], *, zeros: bool) -> None:
        self.cells = cells
        self.zeros = zeros

    @cached_property
    def filled(self) -> int:
        """Number of cells of the sample that say something."""
        return sum(self.cells.values())

    @cached_property
    def numbers(self) -> float:
        """Share that reads as a number."""
        return self._share(lambda cell: _NUMBER.match(cell) and not _DOTTED.match(cell))

    @cached_property
    def dates(self) -> float:
        """Share that reads as a date, written out."""
        dates = self._share(_DATE.match)
        return dates if dates and len(self._heads) <= _MONTHS else 0.0

    @cached_property
    def _heads(self) -> frozenset[str]:
        """The letters that cells begin with: the months of dates, many others of ids."""
        return frozenset(found[0].lower() for cell in self.cells if (found := _HEAD.match(cell)))

    @cached_property
    def serials(self) -> float:
        """Share that may be an Excel day number."""
        return self._share(_SERIAL.match)

    @cached_property
    def compact(self) -> float:
        """Share that may be a date of six digits, all of one order."""
        return max(self._share(form.fullmatch) for form in _SIX_DIGITS)

    @cached_property
    def flags(self) -> float:
        """Share of words such as yes and no."""
        return self._share(lambda cell: cell.lower() in _FLAG)

    @property
    def samples(self) -> tuple[str, ...]:
        """A few cells to show."""
        return tuple(islice(self.cells, 3))

    def _share(self, fits: Callable[[str], object]) -> float:
        if not self.filled:
            return 0.0
        return sum(times for cell, times in self.cells.items() if fits(cell)) / self.filled


def sample_of(cells: pl.DataFrame) -> pl.DataFrame:
    """At most `SAMPLE` rows spread evenly over a table, typed columns as text."""
    step = max(1, cells.height // SAMPLE)
    rows = cells.select(pl.all().gather_every(step).head(SAMPLE))
    return rows.with_columns(pl.col(pl.Float64, pl.Float32).map_batches(_whole_as_whole))


def _whole_as_whole(values: pl.Series) -> pl.Series:
    return values.cast(pl.String).str.strip_suffix(".0")


def profile(values: Sequence[object]) -> Profile:
    """Look at the cells of one column."""
    cells: Counter[str] = Counter()
    for value, times in Counter(values).items():
        if value is not None:
            cells[_text(value)] += times
    filled = {cell: times for cell, times in cells.items() if cell.lower() not in _BLANK}
    return Profile(filled, zeros=len(filled) < len(cells))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()[:LONGEST]
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
