"""Dates: days as people and programs write them, a whole column at a time."""

import re
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
_PLACEHOLDER = (
    r"^(?:0001|1753|1899|1900|1970)-?(?:01|12)-?(?:01|30|31)|^0?1/0?1/(?:1900|1970|0001)|^0000"
)
_TWO_DIGIT_PIVOT = 70

_PARTS = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})(?:[ t,].*)?$"
_ISO = r"^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ t].*)?$"
_COMPACT = r"^((?:19|20|00)[0-9]{2})([0-9]{2})([0-9]{2})(?:\.0)?$"
_SERIAL = r"^([0-9]{5})(?:\.[0-9]+)?$"
_MONTH_FIRST = (
    r"^(?:[a-z]{3,9},? )?([a-z]{3})[a-z]*\.?[ -]([0-9]{1,2})(?:st|nd|rd|th)?,?[ -]?"
    r"([0-9]{4}|[0-9]{2})(?:[^0-9].*)?$"
)
_MONTH_SECOND = (
    r"^([0-9]{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3})[a-z]*\.?,?[ -]?([0-9]{4}|[0-9]{2})(?:[^0-9].*)?$"
)
_MONTHS = {
    name: str(number)
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
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
        int(((first <= above) & (second <= above) & (first != second)).sum()),
    )


def read_dates(cells: pl.Series, order: Order) -> Dates:
    """Read a column of dates.

    Args:
        cells: Text, or dates already.
        order: How `03/04/2026` is read.
    """
    if cells.dtype in (pl.Date, pl.Datetime):
        values = cells.cast(pl.Date).to_frame().select(_plausible(pl.all())).to_series()
        return Dates(values, values.is_null() & cells.is_not_null())
    text = cells.cast(pl.String)
    if (at_once := _read_at_once(text, order)) is not None:
        return Dates(at_once, pl.repeat(value=False, n=cells.len(), eager=True))
    known = _known(text.unique().drop_nulls(), order)
    joined = pl.DataFrame({"cell": text}).join(known, on="cell", how="left", maintain_order="left")
    unread = joined["unread"].fill_null(value=False)
    return Dates(joined["read"].alias(cells.name), unread)


def _read_at_once(text: pl.Series, order: Order) -> pl.Series | None:
    """All cells by the form of the first one; None when that does not fit every cell."""
    first = text.drop_nulls().head(1)
    form = _form_of(first[0].strip(), order) if first.len() else None
    if form is None:
        return None
    days = text.str.to_date(form, strict=False)
    fits = days.null_count() == text.null_count() and days.is_between(_EARLIEST, _LATEST).all()
    return days if fits else None


def _form_of(cell: str, order: Order) -> str | None:
    """How a date of digits only is written, in the letters of strptime."""
    found = re.fullmatch(r"[0-9]{1,4}([-/.])[0-9]{1,2}[-/.]([0-9]{1,4})", cell)
    if found is None:
        return "%Y%m%d" if re.fullmatch("[0-9]{8}", cell) else None
    mark, last = found[1], found[2]
    if len(last) == len("2026"):
        parts = ("%d", "%m", "%Y") if order is Order.DAY_FIRST else ("%m", "%d", "%Y")
        return mark.join(parts)
    return f"%Y{mark}%m{mark}%d" if re.match("[0-9]{4}", cell) else None


def _known(different: pl.Series, order: Order) -> pl.DataFrame:
    """Columns `cell`, `read` and `unread` of the different cells of a column."""
    lowered = pl.col("cell").str.strip_chars().str.to_lowercase()
    silent = pl.col("lowered").is_in(_NEVER) | pl.col("lowered").str.contains(_PLACEHOLDER)
    cells = (
        pl.DataFrame({"cell": different})
        .with_columns(lowered=lowered)
        .with_columns(silent=silent, read=pl.lit(None, pl.Date))
    )
    for form in _forms(order, next(iter(different), "")):
        if not (left := cells["read"].is_null() & ~cells["silent"]).any():
            break
        day = _plausible(_serial() if form is None else _day(*form))
        cells = cells.with_columns(pl.when(left).then(day).otherwise("read").alias("read"))
    return cells.select("cell", "read", unread=pl.col("read").is_null() & ~pl.col("silent"))


def _forms(order: Order, cell: str) -> list[tuple[str, tuple[int, int, int]] | None]:
    """Patterns and which of their groups are year, month and day, that of `cell` first.

    None stands for an Excel serial.
    """
    month, day = (2, 1) if order is Order.DAY_FIRST else (1, 2)
    forms = [
        (_ISO, (1, 2, 3)),
        (_COMPACT, (1, 2, 3)),
        (_PARTS, (3, month, day)),
        (_MONTH_FIRST, (3, 1, 2)),
        (_MONTH_SECOND, (3, 2, 1)),
    ]
    return [*sorted(forms, key=lambda form: not re.match(form[0], cell.strip().lower())), None]


def _day(pattern: str, places: tuple[int, int, int]) -> pl.Expr:
    """Dates of the cells that fit a pattern; null where the day does not exist.

    Args:
        pattern: Regular expression with a group each for year, month and day.
        places: Which group is the year, the month and the day.
    """
    groups = pl.col("lowered").str.extract_groups(pattern).struct
    year, month, day = (groups.field(str(place)) for place in places)
    text = pl.format("{}-{}-{}", _century(year), _month(month).str.zfill(2), day.str.zfill(2))
    return text.str.to_date("%Y-%m-%d", strict=False)


def _century(year: pl.Expr) -> pl.Expr:
    number = year.cast(pl.Int32, strict=False)
    full = pl.when(number < _TWO_DIGIT_PIVOT).then(number + 2000).otherwise(number + 1900)
    return pl.when(year.str.len_bytes() > len("26")).then(number).otherwise(full)


def _month(text: pl.Expr) -> pl.Expr:
    return text.replace(_MONTHS)


def _serial() -> pl.Expr:
    days = pl.col("lowered").str.extract(_SERIAL, 1).cast(pl.Int32, strict=False)
    offset = (_EXCEL_EPOCH - date(1970, 1, 1)) // timedelta(days=1)
    inside = days.is_between(_SERIAL_FIRST, _SERIAL_LAST)
    return pl.when(inside).then(days + offset).cast(pl.Date)


def _plausible(days: pl.Expr) -> pl.Expr:
    return pl.when(days.is_between(_EARLIEST, _LATEST)).then(days)
