"""Days ahead: dates of what has happened that lie behind everything else in the file."""

from datetime import date, timedelta

from profit_sentinel.ingest.as_of import MOVEMENTS
from profit_sentinel.ingest.dates import read_dates
from profit_sentinel.ingest.day_order import Order, order_votes
from profit_sentinel.ingest.view import Uses, View, header_of, open_use, refused, with_uses

_SLACK = timedelta(days=92)
_ROWS_LEAST = 20
_HALF = 0.5


def days_ahead(uses: Uses, view: View) -> Uses:
    """Ask about last sales, receipts and counts that are later than all others by far.

    What is to come has its dates behind those of what has been.
    """
    headers = [header for name in (*MOVEMENTS, "as_of") if (header := header_of(uses, name))]
    days = {header: _days(view, header) for header in headers}
    for use in filter(None, (open_use(uses, name) for name in MOVEMENTS)):
        own = days[use.header]
        others = [day for header, known in days.items() if header != use.header for day in known]
        if len(own) < _ROWS_LEAST or not others:
            continue
        newest = max(others) + _SLACK
        ahead = sum(day > newest for day in own)
        if ahead > _HALF * len(own):
            why = f"{ahead} of its dates are later than all others of the file"
            uses = with_uses(uses, refused(use, why))
    return uses


def _days(view: View, header: str) -> list[date]:
    cells = view.sample[header]
    order = order_votes(cells).order or Order.MONTH_FIRST
    return read_dates([cells], [order])[0].values.drop_nulls().to_list()
