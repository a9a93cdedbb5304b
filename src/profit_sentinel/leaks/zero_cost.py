"""Zero cost: the item is sold without anybody knowing what it cost."""

from profit_sentinel.declaration.leak import Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr
from profit_sentinel.domain.money import Money


def without_cost(row: Row) -> Expr:
    """Cost zero or empty although the item has a price."""
    return row.cost.is_null() & row.stock_cost.is_null() & (row.price > 0)


LEAK = Leak(
    id="zero_cost",
    title="No cost on file",
    meaning=(
        "The item has a price but no cost, so every margin and stock value that includes it is "
        "wrong."
    ),
    money=Money.RECORD,
    recovery=Recovery.ONCE,
    group_by="vendor",
    needs=("cost", "price", "on_hand"),
    mostly=("unit_cost", "average_cost"),
    fires=without_cost,
    dollars=lambda row: (
        row.on_hand.clip(0.0, None) * row.price * (1 - row.department_margin.clip(0.0, 1.0))
    ),
    recovered=0.0,
    formula=(
        "Fires when the cost is 0 or empty and the price is above 0. Dollars: on hand x price x "
        "(1 - department margin), the cost the books leave out. A stated fact."
    ),
    sentence="Sells at {price:money} with no cost on file, {on_hand:units} on hand.",
    signals=("cost is zero or empty", "price is above zero"),
    action="Find the last invoice, enter the cost, and check the margin it leaves.",
    source="Stated by the file itself; the missing value is estimated from the department.",
)
