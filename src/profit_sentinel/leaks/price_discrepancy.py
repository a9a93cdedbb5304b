"""Price discrepancy: the shelf price is under the cost."""

from profit_sentinel.declaration.expression import YEAR_DAYS, holds
from profit_sentinel.declaration.leak import Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr, when
from profit_sentinel.domain.money import Money

MAYBE = 0.5
ONE_A_YEAR = 1.0
"""Demand under one unit a year is none."""


def sells(row: Row) -> Expr:
    """Whether the item is known to sell at least once a year."""
    return holds(row.velocity * YEAR_DAYS >= ONE_A_YEAR)


def under_cost(row: Row) -> Expr:
    """Priced under cost, unexplained, on something that sells or stands on the shelf.

    Idle stock of which there is too much is left to overstock, which counts its whole value.
    """
    explained = row.clearance | row.discontinued | row.in_promotion
    idle = (row.on_hand > 0) & (row.likelihood("overstock") < MAYBE)
    at_stake = sells(row) | idle
    return (row.price < row.cost) & ~explained & at_stake


def loss(row: Row) -> Expr:
    """What the right price would earn more in a year; of what does not sell, the lost value."""
    right_price = row.cost / (1 - row.department_margin.fill_null(0.0).clip(0.0, 0.9))
    selling = (right_price - row.price) * row.velocity * YEAR_DAYS
    idle = (row.cost - row.price) * row.on_hand.clip(0.0, None)
    return when(sells(row)).then(selling).otherwise(idle)


def an_error(row: Row) -> Expr:
    """Less likely where the whole vendor or department is priced so, by habit or misreading."""
    limits = row.settings.margin
    habit = (row.below_cost_share.fill_null(0.0) - limits.below_cost_usual).clip(0.0)
    return limits.below_cost_probability * (1 - habit / (1 - limits.below_cost_usual))


LEAK = Leak(
    id="price_discrepancy",
    title="Priced below cost",
    meaning=(
        "The shelf price is lower than what the item costs to replace, and no clearance or "
        "promotion explains it: usually a mistyped price, cost or unit."
    ),
    money=Money.MARGIN,
    other_money=(Money.RECORD, lambda row: ~sells(row)),
    recovery=Recovery.PER_YEAR,
    group_by="department",
    needs=("price", "cost", "on_hand"),
    fires=under_cost,
    dollars=loss,
    recovered=lambda row: when(sells(row)).then(1.0).otherwise(0.0),
    probability=an_error,
    gives_way_to=("unit_mismatch", "dead_stock", "seasonal_leftover"),
    minus=("purchasing_leakage",),
    follows=("overstock",),
    constants=("margin.below_cost_probability", "margin.below_cost_usual"),
    formula=(
        "Fires when 0 < price < cost without clearance, discontinuation or promotion. Dollars: "
        "(cost / (1 - department margin) - price) x demand x 365; of what does not sell, "
        "(cost - price) x on hand, a matter of record, unless overstock counts it. Probability: "
        "0.9, less the more of the vendor's or department's other prices look the same."
    ),
    sentence="Priced at {price:money} against a cost of {cost:money}.",
    signals=("price below cost", "no clearance or promotion"),
    action="Check the shelf tag against the till, correct the price or document the clearance.",
    source="Prices under replacement cost are errors unless the store says otherwise.",
)
