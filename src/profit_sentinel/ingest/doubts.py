"""Doubts: columns with clear names that are asked about for what their values or the file lack."""

import re
from dataclasses import replace

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.view import Uses, View, header_of, open_use, with_uses

_ROWS_LEAST = 30
_PHRASES = 0.5
_PHRASE = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
_VARYING = (
    "on_hand", "unit_cost", "average_cost", "retail_price", "last_sale_date", "last_receipt_date",
)  # fmt: skip
_IDS = ("sku", "barcode", "maker_part")
_OF_SPEAKERS = frozenset({"net", "your", "dealer", "member", "price", "unit", "each", "item"})
"""Words of what the store pays or what it asks, by who is speaking."""
_PRICES = ("retail_price", "list_price")


def constant(uses: Uses, view: View) -> Uses:
    """Ask about what differs from item to item by nature, and is the same in every row."""
    for name in _VARYING:
        use = open_use(uses, name)
        if use is None or len(view.looks[use.header].cells) > 1:
            continue
        cells = view.cells[use.header].drop_nulls()
        if cells.len() >= _ROWS_LEAST and cells.n_unique() == 1:
            uses = _asked(uses, use, "it is the same in every row")
    return uses


def phrases(uses: Uses, view: View) -> Uses:
    """Ask about numbers of items that are words beside each other."""
    for name in _IDS:
        use = open_use(uses, name)
        if use is None or not use.samples:
            continue
        look = view.looks[use.header]
        worded = sum(times for cell, times in look.cells.items() if _PHRASE.search(cell))
        if worded >= _PHRASES * look.filled:
            uses = _asked(uses, use, "its values are words, not numbers of items")
    return uses


def lone_cost(uses: Uses, view: View) -> Uses:
    """Without any price, ask about a cost whose words may as well mean the price asked."""
    use = open_use(uses, "unit_cost")
    if use is None or any(header_of(uses, name) for name in _PRICES):
        return uses
    words = view.words(use.header)
    if "price" not in words or not words <= _OF_SPEAKERS:
        return uses
    return _asked(uses, use, "without a price beside it, it may be the price asked")


def _asked(uses: Uses, use: ColumnUse, why: str) -> Uses:
    if use.doubtful:
        return uses
    reason = f"{use.reason}, but {why}"
    return with_uses(uses, replace(use, doubtful=True, suggestion=use.canonical, reason=reason))
