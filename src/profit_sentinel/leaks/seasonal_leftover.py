"""Seasonal leftover: the season is over and too much of it is still here."""

from profit_sentinel.declaration.expression import least
from profit_sentinel.declaration.leak import Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr
from profit_sentinel.domain.money import Money


def left_over(row: Row) -> Expr:
    """Season over for a while, by the calendar and the till, and more left than will sell."""
    over = row.season_over_days >= row.settings.seasons.over_days
    return over & (row.season_factor <= 1) & (row.season_excess_units > 0)


def excess_dollars(row: Row) -> Expr:
    """Units the off season will not sell, at stock cost."""
    return least(row.season_excess_units, row.on_hand) * row.stock_cost


LEAK = Leak(
    id="seasonal_leftover",
    title="Seasonal leftovers",
    meaning=(
        "Goods of a season that has ended, more than will sell before it comes round again. They "
        "lose value every week they wait."
    ),
    money=Money.CAPITAL,
    recovery=Recovery.ONCE,
    group_by="department",
    needs=("on_hand", "stock_cost", "department", "season_excess_units"),
    fires=left_over,
    dollars=excess_dollars,
    recovered=lambda row: row.settings.seasons.salvage,
    score=lambda row: row.season_excess_score,
    gives_way_to=("phantom_inventory", "dead_stock", "unit_mismatch"),
    constants=("seasons.over_days", "seasons.salvage"),
    formula=(
        "Fires when the season of the department ended at least the set days ago, the department "
        "does not sell above its year's average all the same, and on hand is "
        "more than the off season sells with safety. Dollars: the units beyond x stock cost. "
        "Probability: logistic of the excess in standard deviations."
    ),
    sentence=(
        "{on_hand:units} left {season_over_days:days} after the season; about "
        "{season_excess_units:whole} will not sell before the next one."
    ),
    signals=("season is over", "stock beyond what the off season sells"),
    action="Set a clearance price now, check the vendor's return deadline, clear the endcap.",
    source="Fashion-goods markdown practice: the first markdown is the cheapest.",
)
