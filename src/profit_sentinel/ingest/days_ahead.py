"""Days ahead: dates of what has happened that are later than they can be."""

from datetime import date, timedelta

from profit_sentinel.ingest.as_of import MOVEMENTS
from profit_sentinel.ingest.view import Uses, View, header_of, open_use, refused, with_uses

_SLACK = timedelta(days=92)
_ROWS_LEAST = 20
_HALF = 0.5
_UP_TO_DATE = ("as_of", "last_sale_date")
"""Dates of which the newest is about the day of the file."""


def days_ahead(uses: Uses, view: View) -> Uses:
    """Ask about receipts and counts later by far than all sales, and movements after the stock.

    Something is sold every day, but a store may have counted all items once, long ago, so that
    counts and receipts say nothing of sales.
    """
    for use in filter(None, (open_use(uses, name) for name in MOVEMENTS)):
        own = _known(use.header, view)
        others = [header for name in _UP_TO_DATE if (header := header_of(uses, name))]
        known = [day for each in others if each != use.header for day in _known(each, view)]
        if len(own) < _ROWS_LEAST or not known:
            continue
        newest = max(known) + _SLACK
        ahead = sum(day > newest for day in own)
        if ahead > _HALF * len(own):
            why = f"{ahead} of its dates are later than any sale and the day of the stock"
            uses = with_uses(uses, refused(use, why))
    return uses


def _known(header: str, view: View) -> list[date]:
    return [day for day in view.days(header) if day]
