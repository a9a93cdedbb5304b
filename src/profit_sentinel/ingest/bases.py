"""Bases: which of several costs or prices a plain name means, by what stands beside it."""

from dataclasses import replace

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.amounts import is_product
from profit_sentinel.ingest.plausible import is_plausible
from profit_sentinel.ingest.view import (
    Uses,
    View,
    header_of,
    may_change,
    open_use,
    refused,
    with_uses,
)

_ROWS_LEAST = 8
_NEARLY_ALL = 0.9
_FULL = 0.95
_PAID_MOST = 0.8
"""The greatest middle share of a suggested or retail price that a price paid is."""
_LIKELY = 0.7
_PLAIN_COST = frozenset({"cost", "unit", "item", "each", "price"})
_TO_REPLACE = frozenset({"last", "replacement", "market", "direct", "purchase"})
_PLAIN_PRICE = frozenset({"price", "unit", "item", "each", "net"})
_OF_CUSTOMERS = frozenset({"retail", "suggested", "list", "sell"})


def carrying_cost(uses: Uses, view: View) -> Uses:
    """Beside a last or replacement cost, a plain cost is the one the stock is carried at."""
    use = open_use(uses, "unit_cost")
    if use is None or view.words(use.header) - _PLAIN_COST or header_of(uses, "average_cost"):
        return uses
    others = (other for other in uses.values() if _replaces(other, view))
    newer = next(others, None)
    if newer is None:
        return uses
    reason = f"beside {newer.header}, a plain cost is taken for the one the stock is carried at"
    plain = _doubted(use, "average_cost", reason)
    if not is_plausible("average_cost", view.looks[use.header]):
        plain = refused(use, f"beside {newer.header}, its values are no costs")
    why = "its name says the cost of buying it again"
    found = replace(newer, canonical="unit_cost", confidence=0.8, reason=why)
    return with_uses(uses, plain, found)


def _replaces(use: ColumnUse, view: View) -> bool:
    said = view.said(use.header)
    free = use.canonical is None and may_change(use) and bool(use.samples)
    cost = said is not None and said.column == "unit_cost" and not said.weak
    fits = is_plausible("unit_cost", view.looks[use.header])
    return free and cost and fits and bool(view.words(use.header) & _TO_REPLACE)


def wholesale_paid(uses: Uses, view: View) -> Uses:
    """Without any cost, a wholesale price well below the price asked is what the store pays."""
    price = header_of(uses, "retail_price")
    if price is None or header_of(uses, "unit_cost") or header_of(uses, "average_cost"):
        return uses
    named = [use for use in uses.values() if _is_wholesale(use, view)]
    if len(named) != 1 or not _is_well_below(view, named[0].header, price):
        return uses
    reason = f"the only cost there may be, and well below {price} in nearly every row"
    return with_uses(uses, _doubted(named[0], "unit_cost", reason))


def _is_wholesale(use: ColumnUse, view: View) -> bool:
    said = view.said(use.header)
    free = use.canonical is None and may_change(use) and bool(use.samples)
    trap = said.trap if said else None
    return free and trap is not None and trap.suggestion == "unit_cost"


def only_price(uses: Uses, view: View) -> Uses:
    """A sale price known for every item, where no other price is, is what the item sells for."""
    use = open_use(uses, "promo_price")
    if use is None or header_of(uses, "retail_price"):
        return uses
    if view.looks[use.header].filled < _FULL * view.sample.height:
        return uses
    reason = "the only price, and known for every item: taken for the price asked"
    return with_uses(uses, _doubted(use, "retail_price", reason))


def price_paid(uses: Uses, view: View) -> Uses:
    """Without any cost, a plain price well below the retail or suggested one is what is paid."""
    if header_of(uses, "unit_cost") or header_of(uses, "average_cost"):
        return uses
    plain = next((use for use in uses.values() if _is_plain_price(use, view)), None)
    asked = next((use for use in uses.values() if _is_of_customers(use, view)), None)
    if plain is None or asked is None or not _is_well_below(view, plain.header, asked.header):
        return uses
    reason = f"well below {asked.header} in nearly every row: taken for what the store pays"
    uses = with_uses(uses, _doubted(plain, "unit_cost", reason))
    if header_of(uses, "retail_price") or header_of(uses, "list_price") == asked.header:
        return uses
    why = "its name says the price asked"
    return with_uses(uses, replace(asked, canonical="retail_price", confidence=0.8, reason=why))


def valued_price(uses: Uses, view: View) -> Uses:
    """Without any cost, ask about a plain price that the stock is valued by."""
    use, quantity = open_use(uses, "retail_price"), header_of(uses, "on_hand")
    if use is None or use.doubtful or quantity is None or not _is_plain_price(use, view):
        return uses
    if header_of(uses, "unit_cost") or header_of(uses, "average_cost"):
        return uses
    sums = (each for each in uses.values() if _may_be_value(each, view))
    value = next((s for s in sums if is_product(view, s.header, quantity, use.header)), None)
    if value is None:
        return uses
    reason = f"{use.reason}, but {value.header} is the stock at it, and so it may be a cost"
    return with_uses(uses, _doubted(use, "retail_price", reason))


def _may_be_value(use: ColumnUse, view: View) -> bool:
    numbers = view.looks[use.header].numbers >= _NEARLY_ALL
    return use.canonical is None and numbers and not view.words(use.header) & _OF_CUSTOMERS


def _is_plain_price(use: ColumnUse, view: View) -> bool:
    words = view.words(use.header)
    free = use.canonical in (None, "retail_price") and may_change(use) and bool(use.samples)
    return free and "price" in words and not words - _PLAIN_PRICE


def _is_of_customers(use: ColumnUse, view: View) -> bool:
    said = view.said(use.header)
    free = use.canonical in (None, "retail_price", "list_price") and may_change(use)
    asked = said is not None and said.column in ("retail_price", "list_price")
    return free and asked and bool(view.words(use.header) & _OF_CUSTOMERS)


def _is_well_below(view: View, paid: str, asked: str) -> bool:
    rows = view.together(paid, asked)
    shares = sorted(low / high for low, high in rows if low > 0 and high > 0)
    if len(shares) < _ROWS_LEAST:
        return False
    below = sum(share < 1 for share in shares) >= _NEARLY_ALL * len(shares)
    return below and shares[len(shares) // 2] <= _PAID_MOST


def _doubted(use: ColumnUse, canonical: str, reason: str) -> ColumnUse:
    return replace(
        use,
        canonical=canonical,
        confidence=_LIKELY,
        reason=reason,
        doubtful=True,
        suggestion=canonical,
    )
