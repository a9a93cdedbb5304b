"""Agreement: pairs of columns whose values must stand in order, or near to each other.

A name that is clear in itself is asked about when the values of another column speak against it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from profit_sentinel.ingest.view import Uses, View, header_of, open_use, refused, with_uses

_ROWS_LEAST = 20
_HALF = 0.5
_FEW = 0.2
_MOST = 0.9
_COST_LEAST, _COST_MOST = 0.3, 3.0
_LIST_LEAST, _LIST_MOST = 0.4, 3.0
_SHARE_LEAST = 0.02
"""The least share of the price that a cost is."""


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


def _is_far_from_price(list_price: float, price: float) -> bool:
    return not _LIST_LEAST <= list_price / price <= _LIST_MOST


def _is_no_cost(cost: float, price: float) -> bool:
    return not _SHARE_LEAST <= cost / price <= 1


_PAIRS: Sequence[_Pair] = (
    _Pair("promo_price", "retail_price", float.__gt__, _HALF, "above"),
    _Pair("list_price", "unit_cost", float.__lt__, _HALF, "below"),
    _Pair("list_price", "retail_price", _is_far_from_price, _HALF, "far from"),
    _Pair("average_cost", "unit_cost", _is_far, _HALF, "far from"),
    _Pair("previous_cost", "unit_cost", _is_far, _HALF, "far from"),
    _Pair("damaged", "on_hand", float.__ge__, _HALF, "not below"),
    _Pair("max_stock", "reorder_point", float.__lt__, _HALF, "below"),
    _Pair("sold_30d", "sold_90d", float.__gt__, _FEW, "above"),
    _Pair("sold_30d", "sold_365d", float.__gt__, _FEW, "above"),
    _Pair("sold_90d", "sold_365d", float.__gt__, _FEW, "above"),
    _Pair("sold_ytd", "sold_365d", float.__gt__, _FEW, "above"),
)
_COSTS = tuple(
    _Pair(name, "retail_price", _is_no_cost, _HALF, "no likely share of")
    for name in ("unit_cost", "average_cost")
)


def agreement(uses: Uses, view: View) -> Uses:
    """Ask about columns whose values do not agree with those of another."""
    for pair in _PAIRS:
        use = open_use(uses, pair.asked)
        if use and (why := _against(uses, view, pair)):
            uses = with_uses(uses, refused(use, why))
    return _costs(uses, view)


def _against(uses: Uses, view: View, pair: _Pair) -> str | None:
    """What speaks against a column beside the other of its pair; None when too little does."""
    asked, other = header_of(uses, pair.asked), header_of(uses, pair.other)
    if asked is None or other is None:
        return None
    rows = [row for row in view.together(asked, other) if row[0] > 0 and row[1] > 0]
    against = sum(pair.against(one, two) for one, two in rows)
    if len(rows) < _ROWS_LEAST or against <= pair.share * len(rows):
        return None
    return f"it is {pair.why} {other} in {against} of {len(rows)} rows"


def _costs(uses: Uses, view: View) -> Uses:
    """Ask about a cost above the price, or next to nothing of it, in most rows.

    Where two costs are so, and agree with each other, the price is asked about.
    """
    against = {
        pair.asked: _against(uses, view, pair) or _of_packs(uses, view, pair.asked)
        for pair in _COSTS
    }
    held = [name for name in against if header_of(uses, name)]
    doubted = [name for name in held if against[name]]
    if len(doubted) > 1:
        price = open_use(uses, "retail_price")
        why = f"{header_of(uses, doubted[0])} is no likely cost beside it in most rows"
        return with_uses(uses, refused(price, why)) if price else uses
    for name in doubted:
        if use := open_use(uses, name):
            uses = with_uses(uses, refused(use, str(against[name])))
    return uses


def _of_packs(uses: Uses, view: View, name: str) -> str | None:
    """What says that a cost is one of packs: above the price just where packs are larger."""
    cost, price, pack = (header_of(uses, each) for each in (name, "retail_price", "pack_qty"))
    if cost is None or price is None or pack is None:
        return None
    rows = [row for row in view.together(cost, price, pack) if min(row) > 0]
    packed = [row for row in rows if row[2] > 1]
    above = sum(one > other for one, other, _ in packed)
    below = sum(one / units < other for one, other, units in packed)
    if len(packed) < _ROWS_LEAST or above <= _HALF * len(packed) or below < _MOST * len(packed):
        return None
    return f"it is above {price} in {above} of {len(packed)} rows with a pack of several"
