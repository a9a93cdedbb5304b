"""Stockout: a good seller with an empty shelf and nothing on the way."""

from profit_sentinel.declaration.expression import days_against, yes
from profit_sentinel.declaration.leak import Hint, Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr
from profit_sentinel.domain.money import Money


def empty_shelf(row: Row) -> Expr:
    """Nothing on hand or on order, sold lately, still wanted, and not still selling below zero."""
    limits = row.settings.stockout
    quiet = (row.days_silent >= limits.still_sells_days) & (
        row.missed_purchases >= row.settings.silence.missed_purchases
    )
    gone = (row.on_hand == 0) | ((row.on_hand < 0) & quiet)
    return (
        gone
        & (row.on_order <= 0)
        & (row.days_silent <= limits.sold_within_days)
        & (row.current_velocity >= limits.velocity)
        & (row.price > row.cost)
        & ~row.discontinued
        & ~row.clearance
    )


def lost_margin(row: Row) -> Expr:
    """Margin lost until an order placed now arrives, for customers who buy nothing instead."""
    wait = row.settings.cover.lead_days + row.settings.cover.review_days
    lost = row.settings.stockout.lost_share
    return row.current_velocity * (row.price - row.cost) * float(wait) * lost


LEAK = Leak(
    id="stockout",
    title="Out of stock",
    meaning=(
        "An item customers want, none on the shelf and none ordered. Half of them buy something "
        "else; the rest leave."
    ),
    money=Money.CASH,
    recovery=Recovery.ONCE,
    group_by="vendor",
    needs=("on_hand", "on_order", "price", "cost", "days_silent", "current_velocity"),
    fires=empty_shelf,
    dollars=lost_margin,
    recovered=1.0,
    score=lambda row: (row.current_velocity / row.settings.stockout.velocity).log(),
    hints=(
        Hint(
            "quiet",
            "log of days since the last sale over 15: just sold out is not yet missed",
            lambda row: days_against(row.days_silent, 15.0),
        ),
        Hint(
            "no_order_point",
            "1 where the order point is 0, as of what is ordered on request",
            lambda row: yes(row.reorder_point <= 0),
        ),
    ),
    gives_way_to=("phantom_inventory",),
    constants=(
        "stockout.sold_within_days",
        "stockout.velocity",
        "stockout.lost_share",
        "cover.lead_days",
        "cover.review_days",
    ),
    formula=(
        "Fires when on hand is 0 (or below it and no longer selling), nothing is on order, and "
        "the item sold lately at the set pace or more. Dollars: demand x (price - cost) x lead "
        "and review days x the share of lost sales. Probability: logistic of demand and of "
        "the days since the last sale."
    ),
    sentence=(
        "None on hand and none on order; it last sold {days_silent:ago} and goes at about "
        "{current_velocity:per_month}."
    ),
    signals=("nothing on hand", "nothing on order", "sold lately"),
    action="Order it today, or write down why it stays out.",
    source=(
        "Corsten and Gruen, Desperately Seeking Shelf Availability (International Journal of "
        "Retail and Distribution Management 31, 2003): about half of shoppers substitute."
    ),
)
