"""Price discrepancy: the shelf price is under the cost."""

from narwhals import Expr, when

from profit_sentinel.declaration.expression import YEAR_DAYS, holds
from profit_sentinel.declaration.leak import Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.domain.money import Money


def under_cost(row: Row) -> Expr:
    """Priced under cost with no clearance, discontinuation or promotion to explain it."""
    explained = row.clearance | row.discontinued | row.in_promotion
    return (row.price < row.cost) & ~explained


def loss(row: Row) -> Expr:
    """What the right price would earn more in a year; under cost on the shelf if nothing sells."""
    right_price = row.cost / (1 - row.department_margin.fill_null(0.0).clip(0.0, 0.9))
    selling = (right_price - row.price) * row.velocity * YEAR_DAYS
    idle = (row.cost - row.price) * row.on_hand.clip(0.0, None)
    return when(holds(row.velocity * YEAR_DAYS >= ONE_A_YEAR)).then(selling).otherwise(idle)


ONE_A_YEAR = 1.0
"""Demand under one unit a year is none."""

LEAK = Leak(
    id="price_discrepancy",
    title="Priced below cost",
    meaning=(
        "The shelf price is lower than what the item costs to replace, and no clearance or "
        "promotion explains it: usually a mistyped price, cost or unit."
    ),
    money=Money.MARGIN,
    recovery=Recovery.PER_YEAR,
    group_by="department",
    needs=("price", "cost", "on_hand"),
    fires=under_cost,
    dollars=loss,
    recovered=1.0,
    probability=lambda row: (
        row.settings.margin.below_cost_probability * (1 - row.below_cost_share.fill_null(0.0))
    ),
    gives_way_to=("unit_mismatch", "dead_stock", "seasonal_leftover"),
    minus=("purchasing_leakage",),
    constants=("margin.below_cost_probability",),
    formula=(
        "Fires when 0 < price < cost without clearance, discontinuation or promotion. Dollars: "
        "(cost / (1 - department margin) - price) x demand x 365. Probability: 0.9, "
        "less the share of the vendor's or department's prices that look the same."
    ),
    sentence="Priced at {price:money} against a cost of {cost:money}.",
    signals=("price below cost", "no clearance or promotion"),
    action="Check the shelf tag against the till, correct the price or document the clearance.",
    source="Prices under replacement cost are errors unless the store says otherwise.",
)
