"""Dates: days as people and programs write them, a whole column at a time."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from profit_sentinel.ingest.day_order import PARTS, Order
from profit_sentinel.ingest.numerals import MISSING

_EARLIEST, _LATEST = date(1970, 1, 2), date(2100, 12, 31)
_SURE = date(1971, 1, 1)
"""Earlier days may be placeholders."""
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIAL_FIRST, _SERIAL_LAST = 20_000, 60_000
_LOOKED_AT = 1000
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
_MONTH_OF_YEAR = r"^()([0-9]{1,2})[-/.]((?:19|20)[0-9]{2})$"
_YEAR_OF_MONTH = r"^()((?:19|20)[0-9]{2})[-/]([0-9]{1,2})$"
_NAMED_MONTH = r"^()([a-z]{3})[a-z]*\.?[ /-]((?:19|20)[0-9]{2})$"
"""Months, which count from their first day; the first group is the day that is not told."""
_MONTHS = {
    name: str(number)
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}


class Dates(NamedTuple):
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
    texts = [cells.cast(pl.String) for cells in columns]
    return [
        _checked(cells) if cells.dtype.is_temporal() else _read_rest(text, days, todo, order)
        for cells, text, (days, todo), order in zip(
            columns, texts, _read_at_once(texts, orders), orders, strict=True
        )
    ]


def _read_at_once(
    texts: Sequence[pl.Series], orders: Sequence[Order]
) -> Iterator[tuple[pl.Series, pl.Series]]:
    """For each column the days of the form of its first cell, and where that leaves doubt."""
    cells = pl.DataFrame({f"{place}": text for place, text in enumerate(texts)})
    forms = dict(zip(cells.columns, map(_form_of, texts, orders), strict=True))
    days = cells.select(
        pl.col(name).str.to_date(form, strict=False, cache=False).alias(f"day {name}")
        for name, form in forms.items()
    )
    unsure = cells.hstack(days).select(_is_unsure(name, form) for name, form in forms.items())
    return zip(days, map(_without_never, cells, unsure), strict=True)


def _is_unsure(name: str, form: str) -> pl.Expr:
    shortest = len("1/2/26") if form.endswith("%y") else len("1/2/2026")
    size = pl.col(name).str.len_bytes()
    sure = pl.col(f"day {name}").is_between(_SURE, _LATEST).fill_null(value=False)
    return ~(sure & (size >= shortest) | (size == 0).fill_null(value=True)).alias(name)


def _without_never(cells: pl.Series, unsure: pl.Series) -> pl.Series:
    return unsure & ~cells.is_in(_NEVER) if unsure.any() else unsure


def _checked(days: pl.Series) -> Dates:
    values = days.cast(pl.Date).to_frame().select(_plausible(pl.all())).to_series()
    return Dates(values, values.is_null() & days.is_not_null())


def _form_of(text: pl.Series, order: Order) -> str:
    """How the first date of a column is written, in the letters of strptime."""
    head = text.head(_LOOKED_AT)
    first = head.filter(head.str.len_bytes() >= len("1/2/26")).head(1)
    cell = str(first[0]).strip() if first.len() else ""
    if re.fullmatch("[0-9]{8}", cell):
        return "%Y%m%d"
    if re.fullmatch("[0-9]{6}", cell):
        return _six_digits(head, order)
    if found := re.fullmatch(r"[0-9]{1,2}([-/.])[0-9]{1,2}[-/.]([0-9]{2}|[0-9]{4})", cell):
        year = "%y" if len(found[2]) == len("26") else "%Y"
        days = ("%d", "%m") if order is Order.DAY_FIRST else ("%m", "%d")
        return found[1].join((*days, year))
    return "%Y/%m/%d" if "/" in cell else "%Y-%m-%d"


def _six_digits(head: pl.Series, order: Order) -> str:
    """The form that reads the most cells such as `103126`; no cell tells it alone."""
    forms = ["%m%d%y", "%d%m%y", "%y%m%d"]
    preferred = forms[1::-1] + forms[2:] if order is Order.DAY_FIRST else forms
    return max(
        preferred, key=lambda form: head.str.to_date(form, strict=False, cache=False).count()
    )


def _read_rest(text: pl.Series, days: pl.Series, todo: pl.Series, order: Order) -> Dates:
    """Read, once each, the different cells that are not of the form of the first one."""
    if not todo.any():
        return Dates(days.alias(text.name), todo)
    rest = text.filter(todo).alias("cell")
    known = rest.to_frame().join(
        _known(rest.unique(), order), on="cell", how="left", maintain_order="left"
    )
    places = todo.arg_true()
    values = days.scatter(places, known["read"]).alias(text.name)
    return Dates(values, todo.scatter(places, known["unread"]))


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
        (_NAMED_MONTH, (3, 2, 1)),
        (_MONTH_FIRST, (3, 1, 2)),
        (_MONTH_SECOND, (3, 2, 1)),
        (_MONTH_OF_YEAR, (3, 2, 1)),
        (_YEAR_OF_MONTH, (2, 3, 1)),
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
    first = pl.when(day == "").then(pl.lit("01")).otherwise(day.str.zfill(2))
    text = pl.format("{}-{}-{}", _century(year), _month(month).str.zfill(2), first)
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
