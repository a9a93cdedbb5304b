"""Price discrepancy: the shelf price is under the cost."""

from profit_sentinel.declaration.expression import YEAR_DAYS, holds, yes
from profit_sentinel.declaration.hints import LEFT_TO_RUN_OUT, LONG_UNRECEIVED
from profit_sentinel.declaration.leak import Hint, Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr, when
from profit_sentinel.domain.money import Money

MAYBE = 0.5
ONE_A_YEAR = 1.0
"""Demand under one unit a year is none."""


def sells(row: Row) -> Expr:
    """Whether the item is known to sell at least once a year."""
    return holds(row.velocity * YEAR_DAYS >= ONE_A_YEAR)


def leaks_money(row: Row) -> Expr:
    """Whether customers pay the price: it sells, and one slip of the price can explain it.

    A point one place off leaves the cost under ten times the price. Beyond that the cost is the
    likelier slip, or is that of a case, and nobody can tell what is lost.
    """
    return sells(row) & (row.cost <= row.settings.margin.record_ratio * row.price)


def under_cost(row: Row) -> Expr:
    """Priced under cost, unexplained, on something that sells or stands on the shelf.

    Stock of which there is too much is left to overstock, which counts its value, unless customers
    pay the price.
    """
    explained = row.clearance | row.discontinued | row.in_promotion
    too_much = holds((row.on_hand > 0) & (row.likelihood("overstock") >= MAYBE))
    at_stake = leaks_money(row) | ((sells(row) | (row.on_hand > 0)) & ~too_much)
    return (row.price < row.cost) & ~explained & at_stake


def loss(row: Row) -> Expr:
    """What the right price would earn more in a year; else the value that the books overstate."""
    right_price = row.cost / (1 - row.department_margin.fill_null(0.0).clip(0.0, 0.9))
    selling = (right_price - row.price) * row.velocity * YEAR_DAYS
    idle = (row.cost - row.price) * row.on_hand.clip(0.0, None)
    return when(leaks_money(row)).then(selling).otherwise(idle)


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
    other_money=(Money.RECORD, lambda row: ~leaks_money(row)),
    recovery=Recovery.PER_YEAR,
    group_by="department",
    needs=("price", "cost", "on_hand"),
    fires=under_cost,
    dollars=loss,
    recovered=lambda row: when(leaks_money(row)).then(1.0).otherwise(0.0),
    probability=an_error,
    hints=(
        Hint(
            "depth",
            "log of cost over price",
            lambda row: (row.cost / row.price).log().clip(0.0, 3.0),
        ),
        Hint("on_order", "1 where more is on order", lambda row: yes(row.ordered > 0)),
        LEFT_TO_RUN_OUT,
        LONG_UNRECEIVED,
    ),
    gives_way_to=("unit_mismatch", "dead_stock", "seasonal_leftover"),
    minus=("purchasing_leakage",),
    follows=("overstock",),
    constants=(
        "margin.below_cost_probability",
        "margin.below_cost_usual",
        "margin.record_ratio",
    ),
    formula=(
        "Fires when 0 < price < cost without clearance, discontinuation or promotion. Dollars: "
        "(cost / (1 - department margin) - price) x demand x 365; of what does not sell, "
        "or costs over ten times its price, (cost - price) x on hand, a matter of record, unless "
        "overstock counts it. Probability: 0.9, less the more of the vendor's or department's "
        "other prices look the same, and where it looks like a closeout that no status tells."
    ),
    sentence="Priced at {price:money} against a cost of {cost:money}.",
    signals=("price below cost", "no clearance or promotion"),
    action="Check the shelf tag against the till, correct the price or document the clearance.",
    source="Prices under replacement cost are errors unless the store says otherwise.",
)
