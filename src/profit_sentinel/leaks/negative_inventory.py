"""Negative inventory: the books say there is less than nothing."""

from profit_sentinel.declaration.leak import Leak, Recovery
from profit_sentinel.domain.money import Money

LEAK = Leak(
    id="negative_inventory",
    title="Negative inventory",
    meaning=(
        "The books show fewer than zero units. More was sold than was ever booked in: a receipt "
        "was missed, goods were sold under another number, or a count was mistyped."
    ),
    money=Money.RECORD,
    recovery=Recovery.ONCE,
    group_by="department",
    needs=("on_hand",),
    fires=lambda row: row.on_hand < 0,
    dollars=lambda row: -row.on_hand * row.stock_cost,
    recovered=0.0,
    gives_way_to=("sku_twin",),
    formula="Fires when on hand < 0. Dollars: units below zero x stock cost. A stated fact.",
    sentence=(
        "The books show {on_hand:units} on hand at {stock_cost:money} each, "
        "which no shelf can hold."
    ),
    signals=("on hand is below zero",),
    action=(
        "Count the item, look for an unbooked receipt in the last 7 days, then correct the books."
    ),
    source=(
        "DeHoratius and Raman, Inventory Record Inaccuracy (Management Science 54, 2008): records "
        "drift without money having moved, so nothing is counted as recoverable."
    ),
)
