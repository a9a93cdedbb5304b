"""Purchasing leakage: one store pays more than the chain does for the same item."""

from profit_sentinel.declaration.expression import YEAR_DAYS
from profit_sentinel.declaration.leak import Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr
from profit_sentinel.domain.money import Money


def overpays(row: Row) -> Expr:
    """Carried by enough stores and bought clearly above their median cost."""
    peers = row.settings.peers
    return (
        (row.peer_stores >= peers.stores)
        & (row.cost > peers.cost_ratio * row.peer_cost)
        & (row.velocity > 0)
        & ~row.discontinued
    )


def overpaid(row: Row) -> Expr:
    """Cost above the chain's on a year's sales."""
    return (row.cost - row.peer_cost) * row.velocity * YEAR_DAYS


LEAK = Leak(
    id="purchasing_leakage",
    title="Paying more than the other stores",
    meaning="This store's replacement cost is clearly above what the other stores pay.",
    money=Money.MARGIN,
    recovery=Recovery.PER_YEAR,
    group_by="vendor",
    needs=("cost", "sku", "store_id", "velocity", ("barcode", "description")),
    compares_stores=True,
    fires=overpays,
    dollars=overpaid,
    recovered=lambda row: row.settings.peers.purchasing_recovered,
    score=lambda row: (row.cost / row.peer_cost).log() / row.cost_spread,
    gives_way_to=("unit_mismatch",),
    constants=("peers.stores", "peers.cost_ratio", "peers.purchasing_recovered"),
    formula=(
        "Fires when three or more stores carry the item and the cost is over 105 % of the median "
        "over all of them. Dollars: (cost - median) x demand x 365, of which 70 % come back. "
        "Probability: logistic of the gap against how much costs vary between the stores."
    ),
    sentence=(
        "Costs {cost:money} here; the median of the {peer_stores:count} stores that carry it is "
        "{peer_cost:money}."
    ),
    signals=("cost above the chain's median",),
    action="Ask the vendor for the chain's cost, or buy through the store that has it.",
    source="The same goods from the same vendor should cost a chain one price.",
)
