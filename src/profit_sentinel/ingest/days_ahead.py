"""Days ahead: dates of what has happened that are later than they can be."""

from datetime import date, timedelta

from profit_sentinel.ingest.as_of import MOVEMENTS
from profit_sentinel.ingest.dates import read_dates
from profit_sentinel.ingest.day_order import Order, order_votes
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
    for name in MOVEMENTS:
        use, others = open_use(uses, name), [each for each in _UP_TO_DATE if each != name]
        known = [day for each in others if (header := header_of(uses, each))
                 for day in _days(view, header)]  # fmt: skip
        own = _days(view, use.header) if use else []
        if use is None or len(own) < _ROWS_LEAST or not known:
            continue
        newest = max(known) + _SLACK
        ahead = sum(day > newest for day in own)
        if ahead > _HALF * len(own):
            why = f"{ahead} of its dates are later than any sale and the day of the stock"
            uses = with_uses(uses, refused(use, why))
    return uses


def _days(view: View, header: str) -> list[date]:
    cells = view.sample[header]
    order = order_votes(cells).order or Order.MONTH_FIRST
    return read_dates([cells], [order])[0].values.drop_nulls().to_list()
