"""SKU twin: negative on one number, in stock on another number of the same item."""

from profit_sentinel.declaration.expression import least
from profit_sentinel.declaration.leak import Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr, when
from profit_sentinel.domain.money import Money


def certainty(row: Row) -> Expr:
    """How surely the two numbers are one item, by what they share."""
    twins = row.settings.twins
    return (
        when(row.twin_match == "barcode")
        .then(twins.barcode)
        .when(row.twin_match == "maker's part")
        .then(twins.maker_part)
        .otherwise(twins.description)
    )


LEAK = Leak(
    id="sku_twin",
    title="Sold under one number, received under another",
    meaning=(
        "One item has two numbers: it is received on one and sold on the other, so one goes "
        "negative while the other piles up."
    ),
    money=Money.RECORD,
    recovery=Recovery.ONCE,
    group_by="department",
    needs=("on_hand", "stock_cost", ("barcode", "maker_part", "description")),
    fires=lambda row: (row.on_hand < 0) & (row.twin_on_hand > 0),
    dollars=lambda row: least(-row.on_hand, row.twin_on_hand) * row.stock_cost,
    recovered=0.0,
    probability=certainty,
    constants=("twins.barcode", "twins.maker_part", "twins.description"),
    formula=(
        "Fires when on hand < 0 and another SKU of the store with the same barcode, maker's part "
        "or description has stock. Dollars: the smaller of the two quantities x stock cost. "
        "Probability: by what they share."
    ),
    sentence=(
        "The books show {on_hand:units} here and {twin_on_hand:units} on SKU {twin_sku}, which "
        "has the same {twin_match}."
    ),
    signals=("on hand is below zero", "stock on another number of the same item"),
    action="Merge the two numbers, move the stock to the one that sells, retire the other.",
    source="Replacement and duplicate numbers are the commonest paired error in stock files.",
)
