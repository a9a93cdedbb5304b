"""Surplus order: more of what already stands too long is on its way."""

from profit_sentinel.declaration.expression import holds, least, most
from profit_sentinel.declaration.leak import STATED_FACT, Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr, when
from profit_sentinel.domain.money import Money

REASON = 0.0
"""A reason with any likelihood counts; how likely is the order's own probability."""


def unwanted_whole(row: Row) -> Expr:
    """Nothing of the order is needed: the item is dead, discontinued or being cleared."""
    return dropped(row) | (row.likelihood("dead_stock") > row.likelihood("overstock"))


def dropped(row: Row) -> Expr:
    """The store is getting rid of it."""
    return holds(row.discontinued | row.clearance)


def surplus(row: Row) -> Expr:
    """Dollars of the order that are not needed."""
    part = least(row.excess_units.fill_null(0.0), row.ordered)
    return when(unwanted_whole(row)).then(row.ordered).otherwise(part) * row.stock_cost


def as_its_reason(row: Row) -> Expr:
    """Probability of the strongest reason."""
    stated = when(dropped(row)).then(STATED_FACT).otherwise(0.0)
    return most(stated, row.likelihood("dead_stock"), row.likelihood("overstock"))


LEAK = Leak(
    id="surplus_order",
    title="Surplus order",
    meaning=(
        "An open order for something the store already has too much of, that no longer sells, or "
        "that is discontinued or being cleared. Until it ships, one call saves the money."
    ),
    money=Money.CASH,
    recovery=Recovery.ONCE,
    group_by="vendor",
    needs=("on_order", "on_hand", "stock_cost"),
    fires=lambda row: (row.on_order > 0) & (as_its_reason(row) > REASON),
    dollars=surplus,
    recovered=1.0,
    probability=as_its_reason,
    gives_way_to=("phantom_inventory", "unit_mismatch"),
    follows=("dead_stock", "overstock"),
    formula=(
        "Fires when something is on order although the item is dead, overstocked, discontinued or "
        "on clearance. "
        "Dollars: the whole order, or for overstock the part above the level, x stock cost. "
        "Probability: that of its strongest reason."
    ),
    sentence=(
        "{on_order:units} on order at {stock_cost:money} each with {on_hand:units} on hand; the "
        "item last sold {days_silent:ago}, and {dollars:dollars} of the order is more than needed."
    ),
    signals=("on order", "dead, overstocked, discontinued or on clearance"),
    action="Call the vendor and cancel or trim the order before it ships.",
    source="An order not yet shipped is the cheapest stock to be rid of.",
)
