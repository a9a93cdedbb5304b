"""Overstock: more than the item sells before it could be bought again."""

from profit_sentinel.declaration.expression import holds, least, most, positive, yes
from profit_sentinel.declaration.leak import Hint, Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr, lit, when
from profit_sentinel.domain.money import Money


def too_much(row: Row) -> Expr:
    """Sells, did not just arrive, and stands above the level that is enough."""
    cover = row.settings.cover
    settled = row.days_since_receipt.is_null() | (row.days_since_receipt > cover.settle_days)
    sells = (row.days_silent <= cover.sold_within_days) & (row.window_units > 0)
    return sells & settled & (row.excess_units > 0)


def position(row: Row) -> Expr:
    """Units on the shelf and on order, where there are any."""
    return positive(row.on_hand + row.ordered)


def own_maximum(row: Row) -> Expr:
    """Whether the store says how much it wants to hold at most."""
    return holds(row.max_stock >= 1)


def excess_units(row: Row) -> Expr:
    """Units above the level, of those on the shelf and on order."""
    return least(row.excess_units, most(row.on_hand, lit(0.0)) + row.ordered)


def comes_back(row: Row) -> Expr:
    """Share of the dollars: orders that can be cancelled, and a year's holding of the rest."""
    cancelled = least(row.excess_units, row.ordered) / excess_units(row)
    return cancelled + (1 - cancelled) * row.settings.cover.holding


LEAK = Leak(
    id="overstock",
    title="Overstock",
    meaning=(
        "The item sells, but there is far more of it, on the shelf and on order, than it will "
        "sell before it could be bought again."
    ),
    money=Money.CAPITAL,
    recovery=Recovery.PER_YEAR,
    group_by="vendor",
    needs=("on_hand", "stock_cost", "days_silent", "excess_units"),
    fires=too_much,
    dollars=lambda row: excess_units(row) * row.stock_cost,
    recovered=comes_back,
    score=lambda row: (position(row) / row.stock_level).log(),
    hints=(
        Hint(
            "over_maximum",
            "log of stock and orders over the store's own maximum",
            lambda row: when(own_maximum(row)).then((position(row) / row.max_stock).log()),
        ),
        Hint("no_maximum", "1 where the file has no maximum", lambda row: yes(~own_maximum(row))),
    ),
    gives_way_to=("phantom_inventory", "dead_stock", "seasonal_leftover", "unit_mismatch"),
    minus=("surplus_order",),
    constants=(
        "cover.lead_days",
        "cover.review_days",
        "cover.cover_days",
        "cover.service_z",
        "cover.settle_days",
        "demand.season_lasts",
        "cover.holding",
    ),
    formula=(
        "Fires when the item sold lately, did not just arrive, and on hand plus on order stands "
        "above the level: the largest of demand over lead, review and cover days with safety, the "
        "reorder point, one pack, and the reorder point plus a few weeks. Dollars: units above it "
        "x stock cost. Demand ahead follows the season: what the last 90 days sold beyond an "
        "average day, the rest of the year lacks. Probability: logistic of the log of stock and "
        "orders over that level, and of the same over the store's own maximum."
    ),
    sentence=(
        "{on_hand:units} on hand and {ordered:units} on order where {stock_level:whole} are "
        "enough; it sells about {current_velocity:per_month}."
    ),
    signals=("stock above what demand needs", "sold lately", "not just received"),
    action="Cancel or trim open orders, transfer to a store that needs it, or return it.",
    source=(
        "Newsvendor reasoning with negative binomial demand; already paid capital is sunk, so "
        "only out-of-pocket holding cost counts as recoverable."
    ),
)
