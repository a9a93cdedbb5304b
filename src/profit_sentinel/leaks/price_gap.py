"""Price gap: one store sells an item for less than the chain does."""

from profit_sentinel.declaration.expression import YEAR_DAYS, yes
from profit_sentinel.declaration.hints import LEFT_TO_RUN_OUT, LONG_UNRECEIVED
from profit_sentinel.declaration.leak import Hint, Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr
from profit_sentinel.domain.money import Money


def behind(row: Row) -> Expr:
    """Carried by enough stores and priced clearly under their median."""
    peers = row.settings.peers
    regular = ~row.clearance & ~row.discontinued & ~row.in_promotion
    return (
        regular
        & (row.peer_stores >= peers.stores)
        & (row.price < peers.price_ratio * row.peer_price)
        & (row.velocity > 0)
    )


def gap(row: Row) -> Expr:
    """Log of the chain's price over this one."""
    return (row.peer_price / row.price).log()


def lost_margin(row: Row) -> Expr:
    """The missing part of the price on a year's sales."""
    return (row.peer_price - row.price) * row.velocity * YEAR_DAYS


LEAK = Leak(
    id="price_gap",
    title="Price behind the other stores",
    meaning=(
        "The same item sells for clearly less in this store than in the others, usually because "
        "a price change never reached it."
    ),
    money=Money.MARGIN,
    recovery=Recovery.PER_YEAR,
    group_by="department",
    needs=("price", "sku", "store_id", "velocity", ("barcode", "description")),
    compares_stores=True,
    fires=behind,
    dollars=lost_margin,
    recovered=1.0,
    score=lambda row: gap(row) / row.price_spread,
    hints=(
        Hint(
            "deep_cut",
            "1 where the price is cut by more than neglect explains, as to clear",
            lambda row: yes(gap(row) > row.settings.peers.deep_cut),
        ),
        LEFT_TO_RUN_OUT,
        LONG_UNRECEIVED,
    ),
    gives_way_to=("price_discrepancy", "unit_mismatch"),
    constants=("peers.stores", "peers.price_ratio", "peers.deep_cut"),
    formula=(
        "Fires when three or more stores carry the item and the price is under 93 % of the median "
        "over all of them. Dollars: (median - price) x demand x 365. Probability: logistic of the "
        "gap against how much prices vary between the stores; less where it looks like a closeout "
        "that no status tells."
    ),
    sentence=(
        "Sells at {price:money} here; the median of the {peer_stores:count} stores that carry it "
        "is {peer_price:money}."
    ),
    signals=("price under the chain's median", "not on clearance or promotion"),
    action="Bring the shelf price in line with the chain, or note why it is local.",
    source="The median over all stores, because two other stores alone have no reliable middle.",
)
