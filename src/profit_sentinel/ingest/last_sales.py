"""Last sales: dates and units sold of which one has no telling name and agrees with the other."""

from collections.abc import Iterator
from datetime import date, timedelta

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.plausible import Shape
from profit_sentinel.ingest.silent import guessed, silent
from profit_sentinel.ingest.view import Uses, View, header_of

_WINDOWS = {"sold_365d": 365, "sold_90d": 90, "sold_30d": 30, "sold_ytd": None}
"""Days of a window; None from the first of January."""
_SLACK = 3
"""Days by which the latest date of the column may be earlier than the day of the file."""
_AGREE = 0.95
_ROWS_LEAST = 30
_DIFFERENT = 0.3
"""Share of the dates that are different: those of counts are few."""
_RECENT = timedelta(days=180)
"""Age, at the latest date, of what still sells: half of the items at least."""
_LATER = 0.6
"""Share of the items that were sold after they last came in."""
_EACH_LEAST = 5
"""Rows that were sold within the window, and rows that were not."""


def last_sale(uses: Uses, view: View) -> Uses:
    """Without a last sale, the only dates within a window just where units were sold in it.

    Else the only dates that say nothing, where they are mostly later than the last receipts.
    """
    if header_of(uses, "last_sale_date"):
        return uses
    free = list(silent(uses, view, Shape.DATE))
    window = next((name for name in _WINDOWS if header_of(uses, name)), None)
    if window is not None:
        sold = str(header_of(uses, window))
        if dates := [use for use in free if _agrees(use, sold, window, view)]:
            reason = f"its dates agree with the units of {sold}"
            return guessed(uses, dates, "last_sale_date", reason)
    receipt = header_of(uses, "last_receipt_date")
    if receipt is None or len(free) != 1 or not _follows(free[0].header, receipt, view):
        return uses
    reason = f"mostly later than {receipt}, as sales are"
    return guessed(uses, free, "last_sale_date", reason)


def _follows(header: str, receipt: str, view: View) -> bool:
    """Whether dates that differ from item to item are mostly recent, and later than receipts."""
    dated = view.days(header)
    pairs = zip(dated, view.days(receipt), strict=True)
    both = [(day, came) for day, came in pairs if day and came]
    days = sorted(day for day in dated if day)
    if len(both) < _ROWS_LEAST or len(set(days)) < _DIFFERENT * len(days):
        return False
    recent = days[-1] - days[len(days) // 2] <= _RECENT
    latest = max(came for _, came in both)
    ahead = sum(day > latest for day, _ in both)
    later = sum(day >= came for day, came in both)
    return recent and later >= _LATER * len(both) and ahead <= len(both) / 2


def sold_this_year(uses: Uses, view: View) -> Uses:
    """Of units sold in a year that their header names, those of the year of the last sales."""
    day = header_of(uses, "last_sale_date")
    if day is None or header_of(uses, "sold_ytd"):
        return uses
    year = _latest_year(day, view)
    sold = [use for use in silent(uses, view, Shape.COUNT) if _is_sold_in(year, use.header, view)]
    found = [use for use in sold if _agrees(uses[day], use.header, "sold_ytd", view)]
    return guessed(uses, found, "sold_ytd", f"its units agree with the dates of {day} this year")


def _latest_year(day: str, view: View) -> int | None:
    known = [each for each in view.days(day) if each]
    return max(known).year if known else None


def _is_sold_in(year: int | None, header: str, view: View) -> bool:
    """Whether a header says sold and a year, and nothing that changes it."""
    words = view.words(header)
    return str(year) in words and bool(words & _SOLD) and words <= {str(year), *_SOLD, *_UNITS}


_SOLD = frozenset({"sold", "sale"})
_UNITS = frozenset({"quantity", "unit", "item"})


def _agrees(use: ColumnUse, sold: str, window: str, view: View) -> bool:
    rows = list(_rows(use.header, sold, view))
    known = [day for day, _ in rows if day]
    if not known:
        return False
    first = _first_day(max(known), _WINDOWS[window])
    signs = [(day is not None and day >= first, units > 0) for day, units in rows]
    moved = sum(was_sold for _, was_sold in signs)
    telling = min(moved, len(signs) - moved) >= _EACH_LEAST
    return telling and sum(late == was_sold for late, was_sold in signs) >= _AGREE * len(signs)


def _first_day(latest: date, days: int | None) -> date:
    return latest.replace(month=1, day=1) if days is None else latest - timedelta(days + _SLACK)


def _rows(dates: str, sold: str, view: View) -> Iterator[tuple[date | None, float]]:
    for day, units in zip(view.days(dates), view.numbers(sold), strict=True):
        if units is not None:
            yield day, units
