"""Profiles: what the values of a column look like, on a sample."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

import polars as pl

SAMPLE = 160
_NUMBER = re.compile(
    r"^[-+(]*\s*(?:US)?[$€£¥]?\s*[-+(]*\s*(?:\d[\d.,' ]*|[.,]\d+)(?:[eE][+-]?\d+)?"
    r"\s*(?:%|[A-Za-z.]{1,5}|[$€£¥])?\s*[-)]*$"
)
_DATE = re.compile(
    r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T].*)?$"
    r"|^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?:[ T].*)?$"
    r"|^(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d(?:\.0)?$|^0{8}$"
    r"|^[A-Za-z]{3,9}\.?[ -]\d{1,2},? ?\d{2,4}$|^\d{1,2}[ -]?[A-Za-z]{3,9}[ -]?\d{2,4}$"
)
_SERIAL = re.compile(r"^[2-5]\d{4}(?:\.\d+)?$")
_FLAG = frozenset(
    ("yes", "no", "y", "n", "true", "false", "t", "f", "on", "off", "active", "inactive", "shopify")
)
_BLANK = frozenset(("", "-", "--", "n/a", "#n/a", "na", "none", "null", "not stocked", "0"))


class Profile(NamedTuple):
    """Shares, 0 to 1, of the filled cells of a sample.

    Attributes:
        filled: Number of cells of the sample that say something.
        numbers: Share that reads as a number.
        dates: Share that reads as a date, written out.
        serials: Share that may be an Excel day number.
        flags: Share of words such as yes and no.
        different: Share of different cells.
        zeros: Whether the column holds cells that say zero or nothing.
        samples: A few cells to show.
    """

    filled: int
    numbers: float
    dates: float
    serials: float
    flags: float
    different: float
    zeros: bool
    samples: tuple[str, ...]


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
    count = sum(filled.values())
    if not count:
        return Profile(0, 0, 0, 0, 0, 0, bool(cells), ())

    def share(fits: Callable[[str], object]) -> float:
        return sum(times for cell, times in filled.items() if fits(cell)) / count

    return Profile(
        count,
        share(_NUMBER.match),
        share(_DATE.match),
        share(_SERIAL.match),
        share(lambda cell: cell.lower() in _FLAG),
        len(filled) / count,
        len(filled) < len(cells),
        tuple(islice(filled, 3)),
    )


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
