"""Unit mismatch: the cost is for a case and the price for a piece, or the other way round."""

from profit_sentinel.declaration.expression import least, most
from profit_sentinel.declaration.leak import Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr, when
from profit_sentinel.domain.money import Money


def misvalued(row: Row) -> Expr:
    """Stock valued at the cost on file less the cost per stocking unit."""
    right_cost = row.cost / row.pack_factor
    off = least((row.cost - right_cost).abs(), most(row.cost, row.price))
    return row.on_hand.clip(0.0, None) * off


def certainty(row: Row) -> Expr:
    """Peers or the file's own pack size are near proof; the department's ratio is a hint."""
    packs = row.settings.packs
    near_proof = (row.pack_source == "the other stores") | (row.pack_source == "its pack size")
    return when(near_proof).then(packs.sure).otherwise(packs.likely)


LEAK = Leak(
    id="unit_mismatch",
    title="Cost and price in different units",
    meaning=(
        "The cost on file is for a case while the price is for a piece, or the other way round. "
        "Stock value, margin and every order built on it are off by the pack size."
    ),
    money=Money.RECORD,
    recovery=Recovery.ONCE,
    group_by="vendor",
    needs=("cost", "price", "on_hand"),
    fires=lambda row: ~row.pack_factor.is_null(),
    dollars=misvalued,
    recovered=0.0,
    probability=certainty,
    constants=(
        "packs.tolerance",
        "packs.ratio_sd",
        "packs.sure",
        "packs.likely",
        "packs.usual_ending",
    ),
    formula=(
        "Fires when the cost is off by a pack size: against the same item in other stores while "
        "the price agrees, or against the department's usual price to cost ratio by 4 robust "
        "standard deviations, where no markdown explains it. Also where the price lies under the "
        "cost and yet ends in 9 like most prices of the store: a price with its point misplaced "
        "loses that ending, so the cost is the wrong one; the pack is then the nearest. Dollars: "
        "on hand x (cost - cost per unit). Probability: 0.95 with peers or the file's pack size, "
        "else 0.6."
    ),
    sentence=(
        "The cost of {cost:money} looks like that of {pack_factor:factor} of what sells at "
        "{price:money}, judged by {pack_source}."
    ),
    signals=("cost off by a pack size",),
    action="Look at the invoice, set the cost per stocking unit, and check the last receipts.",
    limits=(
        "A price that lost its first digit ($29.99 as $9.99) keeps its ending. Without a list "
        "price or other stores that carry the item it is taken for a wrong cost."
    ),
    source=(
        "Pack sizes of hardware wholesalers; the distance is taken in logs. Most retail prices end "
        "in 9: Levy, Lee, Chen, Kauffman and Bergen, Price Points and Price Rigidity (Review of "
        "Economics and Statistics 93, 2011)."
    ),
)
