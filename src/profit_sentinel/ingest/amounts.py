"""Amounts: costs, prices and sums of all units told apart by what they are together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.plausible import holds_cents, is_plausible
from profit_sentinel.ingest.view import (
    Uses,
    View,
    header_of,
    is_weak,
    may_change,
    open_use,
    refused,
    with_uses,
)

_MOST = 0.95
_NEARLY_ALL = 0.9
_ROWS_LEAST = 8
_CENT = 0.011
_GROWS = 0.5
"""Correlation of cost over price with the units, from which on the cost is of all units."""
_ZEROS_LEAST = 3
_COST_LEAST = 0.1
"""The least middle share of the price that a cost is."""
_SURE = 0.75
_CUSTOMERS = frozenset({"dealer", "member", "trade", "wholesale", "jobber"})
"""Who buys below the price of the shelf: the store itself, or some who buy from it."""
_COSTS = ("unit_cost", "average_cost")
_PRICES = ("retail_price", "list_price")
_UNITS_MAY_BE_SUMS = ("unit_cost", "average_cost", "retail_price")


def extended(uses: Uses, view: View) -> Uses:
    """A cost or price that is quantity times another column is an amount for all units."""
    quantity = header_of(uses, "on_hand")
    for canonical in _UNITS_MAY_BE_SUMS if quantity else ():
        use = open_use(uses, canonical)
        if use is None:
            continue
        each = _each(use, str(quantity), uses, view)
        if each is None:
            if _vanishes_with(view, use.header, str(quantity)):
                uses = with_uses(uses, refused(use, f"it is nothing where {quantity} is nothing"))
            continue
        uses = with_uses(uses, refused(use, f"it is the quantity times {each}"))
        if uses[each].canonical is None and may_change(uses[each]):
            uses = with_uses(uses, _of_one(uses[each], canonical, use.header))
    return uses


def amount_on_hand(uses: Uses, view: View) -> Uses:
    """A stock that is another quantity times a cost or price is an amount."""
    use = open_use(uses, "on_hand")
    if use is None or not holds_cents(view.looks[use.header]):
        return uses
    free = [name for name in _numeric(uses, view) if name != use.header]
    for units in (name for name in free if is_plausible("on_hand", view.looks[name])):
        for each in free:
            if each != units and is_product(view, use.header, units, each):
                why = f"not used: it is {units} times {each}"
                left = replace(use, canonical=None, reason=why, confidence=0.5, doubtful=False)
                found = _of_one(uses[units], "on_hand", use.header)
                reason = f"times {each} it is {use.header}"
                return with_uses(
                    uses, replace(left, suggestion=None), replace(found, reason=reason)
                )
    return uses


def _each(use: ColumnUse, quantity: str, uses: Uses, view: View) -> str | None:
    """The column that, times the quantity, is the amount."""
    others = (name for name in _numeric(uses, view) if name not in (use.header, quantity))
    return next((each for each in others if is_product(view, use.header, quantity, each)), None)


def _vanishes_with(view: View, amount: str, quantity: str) -> bool:
    """Whether an amount is zero where, and only where, the quantity is zero."""
    rows = list(view.together(amount, quantity))
    nothing = [sum_ for sum_, units in rows if units == 0]
    others = [sum_ for sum_, units in rows if units != 0]
    return (
        len(nothing) >= _ZEROS_LEAST
        and not any(nothing)
        and sum(map(bool, others)) >= _MOST * len(others)
        and len(others) > len(nothing)
    )


def _of_one(use: ColumnUse, canonical: str, amount: str) -> ColumnUse:
    reason = f"times the quantity it is {amount}"
    return replace(
        use, canonical=canonical, confidence=_SURE, reason=reason, doubtful=False, suggestion=None
    )


def _numeric(uses: Uses, view: View) -> Iterator[str]:
    for header, use in uses.items():
        canonical = use.canonical
        if use.store is None and (canonical is None or BY_NAME[canonical].type is ColumnType.MONEY):
            look = view.looks[header]
            if look.filled >= _ROWS_LEAST and look.numbers >= _NEARLY_ALL:
                yield header


def is_product(view: View, amount: str, quantity: str, each: str) -> bool:
    """Whether a column is the product of two others, to the cent of one."""
    rows = view.together(amount, quantity, each)
    telling = [row for row in rows if row[1] not in (-1, 0, 1) and row[2] > 0]
    fits = sum(abs(sum_ - units * one) <= _CENT * abs(units) for sum_, units, one in telling)
    return len(telling) >= _ROWS_LEAST and fits >= _MOST * len(telling)


def swapped(uses: Uses, view: View) -> Uses:
    """A cost above the price in nearly every row is an amount, or the two are swapped."""
    price = open_use(uses, "retail_price")
    for canonical in _COSTS:
        use = open_use(uses, canonical)
        if use is None or price is None:
            continue
        pairs = view.together(use.header, price.header)
        above = [cost > retail for cost, retail in pairs if cost > 0 and retail > 0]
        if len(above) >= _ROWS_LEAST and sum(above) >= _MOST * len(above):
            uses = with_uses(uses, *_taken_back(uses, view, use, price))
    return uses


def _taken_back(uses: Uses, view: View, cost: ColumnUse, price: ColumnUse) -> Sequence[ColumnUse]:
    quantity = header_of(uses, "on_hand")
    if quantity and _grows_with_units(view, cost.header, quantity, price.header):
        return (refused(cost, "it is above the price in nearly every row, as an extended cost is"),)
    why = "cost is above price in nearly every row: the two may be swapped"
    return (refused(cost, why, "retail_price"), refused(price, why, cost.canonical))


def _grows_with_units(view: View, cost: str, quantity: str, price: str) -> bool:
    """Whether cost over price follows the units, and cost over units is below the price."""
    rows = view.together(cost, quantity, price)
    telling = [row for row in rows if abs(row[1]) > 1 and row[2] > 0]
    below = sum(abs(amount / units) < retail for amount, units, retail in telling)
    if len(telling) < _ROWS_LEAST or below < _MOST * len(telling):
        return False
    from statistics import StatisticsError, correlation  # noqa: PLC0415 - few files get here

    ratios = [amount / retail for amount, _, retail in telling]
    try:
        return correlation(ratios, [abs(units) for _, units, _ in telling]) >= _GROWS
    except StatisticsError:
        return False


def confirmed(uses: Uses, view: View) -> Uses:
    """Weak readings of amounts are sure when costs stay below prices, and fall when they do not.

    Beside a word nobody knows they stay a doubt: a rival's price too lies above the cost.
    """
    for use in [use for use in uses.values() if is_weak(use)]:
        if use.canonical in (*_COSTS, *_PRICES):
            uses = with_uses(uses, _compared(use, uses, view))
        elif use.canonical == "on_hand" and _explains_an_amount(use, uses, view):
            reason = f"{use.reason}: times a cost or price it is another column"
            uses = with_uses(uses, _sure(use, reason))
    return uses


def _compared(use: ColumnUse, uses: Uses, view: View) -> ColumnUse:
    is_cost = use.canonical in _COSTS
    names = _PRICES if is_cost else _COSTS
    other = next(filter(None, (header_of(uses, name) for name in names)), None)
    if other is None:
        return use
    cost, price = (use.header, other) if is_cost else (other, use.header)
    ratios = [low / high for low, high in view.together(cost, price) if low > 0 and high > 0]
    if len(ratios) < _ROWS_LEAST:
        return use
    middle = sorted(ratios)[len(ratios) // 2]
    below = sum(ratio <= 1 for ratio in ratios) / len(ratios)
    if below < _NEARLY_ALL or not _COST_LEAST <= middle < 1:
        return refused(use, f"beside {other} it does not look like {use.canonical}")
    said = view.said(use.header)
    if (said is not None and said.loose) or (is_cost and _is_of_customers(use, view)):
        return use
    return _sure(use, f"{use.reason}, also beside {other}")


def _is_of_customers(use: ColumnUse, view: View) -> bool:
    """Whether a price to some customers, such as `Member Price`, lies below the price as well."""
    words = view.words(use.header)
    return "cost" not in words and bool(words & _CUSTOMERS)


def _sure(use: ColumnUse, reason: str) -> ColumnUse:
    return replace(use, confidence=_SURE, reason=reason, doubtful=False, suggestion=None)


def _explains_an_amount(use: ColumnUse, uses: Uses, view: View) -> bool:
    each = [header for name in (*_COSTS, *_PRICES) if (header := header_of(uses, name))]
    sums = [name for name in _numeric(uses, view) if uses[name].canonical is None]
    return any(is_product(view, sum_, use.header, one) for one in each for sum_ in sums)
