"""The day of the stock: what the reader says, else what the file tells."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

MOVEMENTS = ("last_sale_date", "last_receipt_date", "last_count_date")
"""Columns whose newest date is near the day the file was written."""

MISTAKES = 0.01
"""Share of dates after the day of writing that can be mistakes."""
FEW = 10
"""Dates after the day of writing that can be mistakes in any file."""
LATEST = 0.001
"""Share of the latest dates that are suspect where the day of writing tells nothing."""
AHEAD = 400
"""Days after the day of writing from which on the day of the stock is called into question."""

Days = Mapping[str, pl.DataFrame]
"""By canonical name: every day that stands in a column, `day`, and in how many rows, `rows`."""
_DATES = (*MOVEMENTS, "as_of")
_ROWS = pl.len().cast(pl.Int64).alias("rows")
_NO_DAYS = pl.DataFrame(schema={"day": pl.Date, "rows": pl.Int64})
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d{2})[-_. ]?(\d{2})[-_. ]?(\d{2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-_. ](\d{1,2})[-_. ](20\d{2})(?!\d)")
_MONTHS = 12


class StockDate(NamedTuple):
    """The day a file's stock was read, why we think so, and what speaks against it."""

    day: date
    reason: str
    notes: tuple[str, ...] = ()


def stock_date(name: str, columns: Days, modified: date, asked: date | None) -> StockDate:
    """Find the day of the stock of one file.

    Args:
        name: File name.
        columns: The date columns of the file, as `days_of` counts them.
        modified: Day the file was last written.
        asked: The day a person gave, which goes before everything.
    """
    newest = _newest(columns, modified)
    if asked is not None:
        return StockDate(asked, "given", _later(newest, asked))
    named = date_in_name(name)
    if named is not None:
        notes = (*_later(newest, named), *_ahead(named, modified))
        return StockDate(named, f"date in the file name {name}", notes)
    own = columns["as_of"]["day"] if "as_of" in columns else pl.Series(dtype=pl.Date)
    if own.len():
        day = _day(own.max())
        return StockDate(day, "newest date in as_of", _ahead(day, modified))
    if newest is not None:
        return StockDate(newest[1], f"newest date in {newest[0]}")
    return StockDate(modified, "day the file was last written")


def date_in_name(name: str) -> date | None:
    """The date in a file name; `11-23-2026` is month first unless that is impossible."""
    for found in _YEAR_FIRST.finditer(name):
        if day := _possible(found[1], found[2], found[3]):
            return day
    for found in _YEAR_LAST.finditer(name):
        first, second = (found[1], found[2])
        month_first = int(first) <= _MONTHS
        order = (first, second) if month_first else (second, first)
        if day := _possible(found[3], *order):
            return day
    return None


def _possible(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _newest(columns: Days, modified: date) -> tuple[str, date] | None:
    """Newest date of the movement columns, dates after the file was written apart."""
    limit = _limit(columns, modified)
    held = {name: columns[name]["day"] for name in MOVEMENTS if name in columns}
    past = {name: days.filter(days <= limit) for name, days in held.items()}
    told = past if any(days.len() for days in past.values()) else held
    days = [(name, _day(series.max())) for name, series in told.items() if series.len()]
    return max(days, key=lambda item: item[1], default=None)


def _limit(columns: Days, modified: date) -> date:
    """The day after which a date is a mistake: one after the file was written.

    Where many dates are later, the clock that stamped the file is what is wrong, and only the few
    latest dates are suspect.
    """
    limit = modified + timedelta(days=1)
    held = [columns[name] for name in MOVEMENTS if name in columns]
    latest = pl.concat([_NO_DAYS, *held]).sort("day", descending=True)
    rows = int(latest["rows"].sum())
    if int(latest.filter(pl.col("day") > limit)["rows"].sum()) <= max(FEW, MISTAKES * rows):
        return limit
    suspect = max(1, int(LATEST * rows))
    return _day(latest.filter(pl.col("rows").cum_sum() > suspect)["day"][0])


def _later(newest: tuple[str, date] | None, day: date) -> tuple[str, ...]:
    if newest is None or newest[1] <= day:
        return ()
    return (f"The newest date in {newest[0]} is {newest[1]}, after the day of the stock {day}.",)


def _ahead(day: date, modified: date) -> tuple[str, ...]:
    days = (day - modified).days
    if days <= AHEAD:
        return ()
    return (f"The day of the stock {day} is {days:,} days after the file was written, {modified}.",)


def _day(value: object) -> date:
    if not isinstance(value, date):
        message = f"not a date: {value!r}"
        raise TypeError(message)
    return value


def days_of(frame: pl.DataFrame) -> Days:
    """The days of some rows of a file."""
    held = [name for name in _DATES if name in frame.columns]
    return {
        name: frame.select(day=pl.col(name).drop_nulls()).group_by("day").agg(_ROWS)
        for name in held
    }


def days_together(pieces: Sequence[Days]) -> Days:
    """The days of all pieces of a file."""
    return {
        name: pl.concat([days[name] for days in pieces]).group_by("day").agg(pl.col("rows").sum())
        for name in pieces[0]
    }
