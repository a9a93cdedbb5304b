"""Dates: days as people and programs write them, a whole column at a time."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import polars as pl

from profit_sentinel.ingest.numerals import MISSING

_EARLIEST, _LATEST = date(1970, 1, 2), date(2100, 12, 31)
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIAL_FIRST, _SERIAL_LAST = 20_000, 60_000
_NEVER = (
    *MISSING, "0", "00", "never", "00000000", "0000-00-00", "00/00/0000", "00/00/00", "00-00-0000",
    "  /  /  ", "/ /", "/  /", "//",
)  # fmt: skip
_PLACEHOLDER = r"^(?:0001|1753|1899|1900|1970)-?(?:01|12)-?(?:01|30|31)|^0?1/0?1/(?:1900|1970|0001)|^0000"
_TWO_DIGIT_PIVOT = 70

_PARTS = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[ t,].*)?$"
_ISO = r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t].*)?$"
_COMPACT = r"^((?:19|20|00)\d{2})(\d{2})(\d{2})(?:\.0)?$"
_SERIAL = r"^(\d{5})(?:\.\d+)?$"
_MONTH_FIRST = r"^(?:[a-z]{3,9},? )?([a-z]{3})[a-z]*\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -]?(\d{4}|\d{2})\b"
_MONTH_SECOND = r"^(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3})[a-z]*\.?,?[ -]?(\d{4}|\d{2})\b"
_MONTHS = {
    name: str(number)
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}


class Order(StrEnum):
    """Which of the first two numbers of a date is the month."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


@dataclass(frozen=True)
class Dates:
    """A column of dates.

    Attributes:
        values: Date; null where nothing is known.
        unread: Whether a cell holds something that is no possible date.
    """

    values: pl.Series
    unread: pl.Series


@dataclass(frozen=True)
class Votes:
    """How many different cells of a column can only be read one way."""

    month_first: int = 0
    day_first: int = 0
    undecided: int = 0

    def __add__(self, other: "Votes") -> "Votes":
        """The votes of two columns together."""
        return Votes(
            self.month_first + other.month_first,
            self.day_first + other.day_first,
            self.undecided + other.undecided,
        )

    @property
    def order(self) -> Order | None:
        """The order most cells demand; None without a majority."""
        if self.month_first == self.day_first:
            return None
        return Order.MONTH_FIRST if self.month_first > self.day_first else Order.DAY_FIRST


def order_votes(cells: pl.Series) -> Votes:
    """Count the cells of a column, each different one once, that decide the order of its dates."""
    if cells.dtype != pl.String:
        return Votes()
    parts = cells.unique().str.strip_chars().str.extract_groups(_PARTS).struct.unnest()
    first, second = (parts[name].cast(pl.Int32, strict=False) for name in ("1", "2"))
    above = 12
    return Votes(
        int(((second > above) & (first <= above)).sum()),
        int(((first > above) & (second <= above)).sum()),
        int(((first <= above) & (second <= above)).sum()),
    )


def read_dates(cells: pl.Series, order: Order) -> Dates:
    """Read a column of dates.

    Args:
        cells: Text, or dates already.
        order: How `03/04/2026` is read.
    """
    if cells.dtype == pl.Date or cells.dtype == pl.Datetime:
        values = cells.cast(pl.Date)
        return Dates(_plausible(values), pl.repeat(value=False, n=cells.len(), eager=True))
    text = cells.cast(pl.String)
    different = text.unique().drop_nulls()
    lowered = different.str.strip_chars().str.to_lowercase()
    values = _plausible(_read_cells(lowered, order))
    silent = lowered.is_in(_NEVER) | lowered.str.contains(_PLACEHOLDER)
    known = pl.DataFrame({"cell": different, "read": values, "silent": silent})
    joined = pl.DataFrame({"cell": text}).join(known, on="cell", how="left", maintain_order="left")
    read = joined["read"].zip_with(~joined["silent"].fill_null(value=False), _unknown())
    unread = text.is_not_null() & read.is_null() & ~joined["silent"].fill_null(value=False)
    return Dates(read.alias(cells.name), unread)


def _read_cells(lowered: pl.Series, order: Order) -> pl.Series:
    groups = ("2", "1") if order is Order.DAY_FIRST else ("1", "2")
    parts = _groups(lowered, _PARTS)
    iso, compact = _groups(lowered, _ISO), _groups(lowered, _COMPACT)
    named = _groups(lowered, _MONTH_FIRST), _groups(lowered, _MONTH_SECOND)
    days = pl.select(
        pl.coalesce(
            _day(iso["1"], iso["2"], iso["3"]),
            _day(compact["1"], compact["2"], compact["3"]),
            _day(parts["3"], parts[groups[0]], parts[groups[1]]),
            _day(named[0]["3"], _month(named[0]["1"]), named[0]["2"]),
            _day(named[1]["3"], _month(named[1]["2"]), named[1]["1"]),
            _serial(lowered),
        )
    )
    return days.to_series()


def _groups(lowered: pl.Series, pattern: str) -> pl.DataFrame:
    return lowered.str.extract_groups(pattern).struct.unnest()


def _month(names: pl.Series) -> pl.Series:
    return names.replace_strict(_MONTHS, default=None, return_dtype=pl.String)


def _day(year: pl.Series, month: pl.Series, day: pl.Series) -> pl.Series:
    """Dates from three columns of digits; null where one is missing or the day does not exist."""
    number = year.cast(pl.Int32, strict=False)
    century = pl.select(
        pl.when(year.str.len_bytes() > 2)  # noqa: PLR2004 - a year of four digits
        .then(number)
        .when(number < _TWO_DIGIT_PIVOT)
        .then(number + 2000)
        .otherwise(number + 1900)
    ).to_series()
    text = pl.select(
        pl.format(
            "{}-{}-{}",
            century.cast(pl.String),
            month.str.zfill(2),
            day.str.zfill(2),
        )
    ).to_series()
    return text.str.to_date("%Y-%m-%d", strict=False)


def _serial(lowered: pl.Series) -> pl.Series:
    days = lowered.str.extract(_SERIAL, 1).cast(pl.Int32, strict=False)
    inside = days.is_between(_SERIAL_FIRST, _SERIAL_LAST)
    offset = (_EXCEL_EPOCH - date(1970, 1, 1)) // timedelta(days=1)
    return (days.zip_with(inside, pl.Series([None], dtype=pl.Int32)) + offset).cast(pl.Date)


def _plausible(days: pl.Series) -> pl.Series:
    return days.zip_with(days.is_between(_EARLIEST, _LATEST), _unknown())


def _unknown() -> pl.Series:
    return pl.Series([None], dtype=pl.Date)
