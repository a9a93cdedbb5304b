"""Agreement: pairs of columns whose values must stand in order, or near to each other.

A name that is clear in itself is asked about when the values of another column speak against it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from profit_sentinel.ingest.view import Uses, View, header_of, open_use, refused, with_uses

_ROWS_LEAST = 20
_HALF = 0.5
_FEW = 0.2
_COST_LEAST, _COST_MOST = 0.3, 3.0


class _Pair(NamedTuple):
    """A column, one it must agree with, and when a row of both speaks against it."""

    asked: str
    other: str
    against: Callable[[float, float], bool]
    share: float
    """Share of the rows from which on the column is asked about."""
    why: str


def _is_far(cost: float, other: float) -> bool:
    return not _COST_LEAST <= cost / other <= _COST_MOST


_PAIRS: Sequence[_Pair] = (
    _Pair("promo_price", "retail_price", float.__gt__, _HALF, "above"),
    _Pair("list_price", "unit_cost", float.__lt__, _HALF, "below"),
    _Pair("average_cost", "unit_cost", _is_far, _HALF, "far from"),
    _Pair("previous_cost", "unit_cost", _is_far, _HALF, "far from"),
    _Pair("max_stock", "reorder_point", float.__lt__, _HALF, "below"),
    _Pair("sold_30d", "sold_90d", float.__gt__, _FEW, "above"),
    _Pair("sold_30d", "sold_365d", float.__gt__, _FEW, "above"),
    _Pair("sold_90d", "sold_365d", float.__gt__, _FEW, "above"),
    _Pair("sold_ytd", "sold_365d", float.__gt__, _FEW, "above"),
)


def agreement(uses: Uses, view: View) -> Uses:
    """Ask about columns whose values do not agree with those of another."""
    for pair in _PAIRS:
        use, other = open_use(uses, pair.asked), header_of(uses, pair.other)
        if use is None or other is None:
            continue
        rows = [row for row in view.together(use.header, other) if row[0] > 0 and row[1] > 0]
        against = sum(pair.against(one, two) for one, two in rows)
        if len(rows) >= _ROWS_LEAST and against > pair.share * len(rows):
            why = f"it is {pair.why} {other} in {against} of {len(rows)} rows"
            uses = with_uses(uses, refused(use, why))
    return uses
