"""Dates: days as people and programs write them, a whole column at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from profit_sentinel.ingest.day_order import PARTS, Order
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


@dataclass(frozen=True)
class Dates:
    """A column of dates.

    Attributes:
        values: Date; null where nothing is known.
        unread: Whether a cell holds something that is no possible date.
    """

    values: pl.Series
    unread: pl.Series


def read_dates(columns: Sequence[pl.Series], orders: Sequence[Order]) -> list[Dates]:
    """Read columns of dates.

    Args:
        columns: Text, or dates already.
        orders: How each of them reads `03/04/2026`.
    """
    at_once = _read_at_once(columns, orders)
    return [
        _read(cells, order) if days is None else Dates(days, _never(cells))
        for cells, order, days in zip(columns, orders, at_once, strict=True)
    ]


def _never(cells: pl.Series) -> pl.Series:
    return pl.repeat(value=False, n=cells.len(), eager=True)


def _read_at_once(columns: Sequence[pl.Series], orders: Sequence[Order]) -> list[pl.Series | None]:
    """Each column by the form of its first cell; None when that does not fit every cell."""
    forms = {
        str(place): form
        for place, (cells, order) in enumerate(zip(columns, orders, strict=True))
        if (form := _form_of(cells, order))
    }
    texts = pl.DataFrame({name: columns[int(name)] for name in forms})
    days = texts.select(
        pl.col(name).str.to_date(form, strict=False) for name, form in forms.items()
    )
    fitting = {name for name in forms if _fits(days[name], texts[name])}
    return [
        days[str(place)].alias(cells.name) if str(place) in fitting else None
        for place, cells in enumerate(columns)
    ]


def _fits(days: pl.Series, text: pl.Series) -> bool:
    known = days.null_count() == text.null_count()
    return known and bool(days.is_between(_EARLIEST, _LATEST).all())


def _form_of(cells: pl.Series, order: Order) -> str | None:
    """How the first date of a column is written, in the letters of strptime."""
    first = cells.drop_nulls().head(1) if cells.dtype == pl.String else ()
    cell = first[0].strip() if len(first) else ""
    found = re.fullmatch(r"([0-9]{1,4})([-/.])[0-9]{1,2}[-/.]([0-9]{1,4})", cell)
    if found is None:
        return "%Y%m%d" if re.fullmatch("[0-9]{8}", cell) else None
    mark, last = found[2], found[3]
    if len(found[1]) == len("2026"):
        return mark.join(("%Y", "%m", "%d"))
    year = {len("2026"): "%Y", len("26"): "%y"}.get(len(last))
    parts = ("%d", "%m") if order is Order.DAY_FIRST else ("%m", "%d")
    return mark.join((*parts, year)) if year else None


def _read(cells: pl.Series, order: Order) -> Dates:
    if cells.dtype in (pl.Date, pl.Datetime):
        values = cells.cast(pl.Date).to_frame().select(_plausible(pl.all())).to_series()
        return Dates(values, values.is_null() & cells.is_not_null())
    text = cells.cast(pl.String)
    known = _known(text.unique().drop_nulls(), order)
    joined = pl.DataFrame({"cell": text}).join(known, on="cell", how="left", maintain_order="left")
    unread = joined["unread"].fill_null(value=False)
    return Dates(joined["read"].alias(cells.name), unread)


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
        (PARTS, (3, month, day)),
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
