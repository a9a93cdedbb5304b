"""Phantom inventory: the books show stock, the shelf is probably empty."""

from profit_sentinel.declaration.expression import YEAR_DAYS, yes
from profit_sentinel.declaration.leak import Hint, Leak, Look, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr
from profit_sentinel.domain.money import Money


def lost_margin(row: Row) -> Expr:
    """Gross margin a year at the pace before the silence."""
    return row.silence_velocity * (row.price - row.cost) * YEAR_DAYS


def fell_silent(row: Row) -> Expr:
    """Stock on the books, a silence that should have seen sales, and sales before it."""
    this_season = row.season_running_days.is_null() | (row.days_silent <= row.season_running_days)
    return (
        this_season
        & (row.on_hand > 0)
        & (row.days_silent >= row.settings.silence.shortest_days)
        & (row.missed_purchases >= row.settings.silence.missed_purchases)
        & (row.window_units > 0)
        & (row.price > row.cost)
    )


LEAK = Leak(
    id="phantom_inventory",
    title="Phantom inventory",
    meaning=(
        "The books show stock, so nothing is reordered, but an item that used to sell has gone "
        "quiet for longer than chance explains: the shelf is probably empty."
    ),
    money=Money.MARGIN,
    recovery=Recovery.PER_YEAR,
    group_by="department",
    needs=("on_hand", "price", "cost", "silence_velocity"),
    fires=fell_silent,
    dollars=lost_margin,
    recovered=1.0,
    probability=lambda row: row.empty_probability,
    hints=(
        Hint(
            "at_order_point",
            "1 where the books are at or under the order point, so that it is ordered anyway",
            lambda row: yes(row.on_hand <= row.reorder_point),
        ),
        Hint(
            "received_since",
            "1 where goods came after the last sale",
            lambda row: yes(row.days_since_receipt < row.days_silent),
        ),
    ),
    look=Look("Is any of it on the shelf?", "empty"),
    constants=(
        "silence.shortest_days",
        "silence.missed_purchases",
        "silence.shelf_empties",
        "silence.demand_ends",
        "silence.ended_if_sold_elsewhere",
        "counts.look_minutes",
        "counts.walk_minutes",
        "counts.worth",
    ),
    formula=(
        "Fires when on hand > 0, the item sold before, and the silence should have seen sales; "
        "seasonal goods only for a silence within their season. "
        "Dollars: demand before the silence x (price - cost) x 365. Probability: the posterior of "
        "an empty shelf against slow demand and ended demand."
    ),
    sentence=(
        "{on_hand:units} on the books, but nothing sold for {days_silent:days} in which about "
        "{missed_units:whole} should have gone; the shelf may be empty."
    ),
    signals=("stock on the books", "a silence longer than usual", "sold steadily before"),
    action="Go and look at the shelf; if it is empty, correct the count and reorder.",
    limits=(
        "Most empty shelves. One shelf in 150 is empty behind its books, and far more items are "
        "quiet for as long by chance: of the silences that should have seen three purchases or "
        "more, about five in a hundred were empty shelves on simulated training chains, and "
        "with every other figure of the report no method told more than one in six. So few reach "
        "an even chance, and most stay off the list. A second report shows more of them, and a "
        "look at the shelf settles it: the count sheet asks about those that are worth the walk."
    ),
    source=(
        "Chuang, Oliva and Liu, On-Shelf Availability, Retail Performance, and External Audits "
        "(Production and Operations Management 25, 2016); rates of the three stories are settings."
    ),
)
