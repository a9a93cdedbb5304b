"""Elsewhere: columns of other places' stock beside the stock of the file's own store."""

from dataclasses import replace

from profit_sentinel.ingest.candidates import left
from profit_sentinel.ingest.view import Uses, View, may_change, open_use, with_uses

_ROWS_LEAST = 20
_HALF = 0.5


def elsewhere(uses: Uses, view: View) -> Uses:
    """A stock that is not the sum of the stocks of some places stands beside these, with a doubt.

    Their columns would take its place, as those of stores take that of a total.
    """
    use = open_use(uses, "on_hand")
    places = [each for each in uses.values() if each.store is not None]
    stocks = [each.header for each in places if each.canonical == "on_hand"]
    if use is None or not may_change(use) or not stocks or _is_sum(view, use.header, stocks):
        return uses
    reason = f"{use.reason}; it is not the sum of {' and '.join(stocks)}"
    own = replace(use, doubtful=True, suggestion="on_hand", reason=reason)
    why = f"{use.header} holds another stock than that of the places"
    return with_uses(uses, own, *(replace(left(each, why), store=None) for each in places))


def _is_sum(view: View, own: str, places: list[str]) -> bool:
    """Whether a stock is the sum of others in most rows that tell, or few rows do."""
    columns = (view.numbers(header) for header in (own, *places))
    rows = [[number or 0 for number in row] for row in zip(*columns, strict=True)]
    telling = [row for row in rows if any(row)]
    fits = sum(whole == sum(parts) for whole, *parts in telling)
    return len(telling) < _ROWS_LEAST or fits > _HALF * len(telling)
