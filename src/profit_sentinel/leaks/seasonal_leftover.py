"""Seasonal leftover: the season is over and too much of it is still here."""

from profit_sentinel.declaration.expression import least
from profit_sentinel.declaration.leak import Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr, when
from profit_sentinel.domain.money import Money


def left_over(row: Row) -> Expr:
    """Season over, by the calendar and the till, and more left than will sell."""
    limits = row.settings.seasons
    by_till = (row.season_over_days >= 0) & (row.season_now <= limits.over_pace)
    by_calendar = (row.season_over_days >= limits.over_days) & (row.season_factor <= 1)
    over = when(~row.season_now.is_null()).then(by_till).otherwise(by_calendar)
    return over & (row.season_excess_units > 0)


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
    score=lambda row: row.season_excess_ratio,
    gives_way_to=("phantom_inventory", "dead_stock", "unit_mismatch"),
    constants=("seasons.over_days", "seasons.over_pace", "seasons.salvage"),
    formula=(
        "Fires when the season of the department is over by the calendar, its last 30 days sold "
        "less than the set share of a usual month (where the file does not tell: the season ended "
        "the set days ago and the last 90 days sold no more than usual), and on hand is more than "
        "the off season sells with safety. Dollars: the units beyond x stock cost. Probability: "
        "logistic of the log of stock over what the off season needs."
    ),
    sentence=(
        "{on_hand:units} left {season_over_days:days} after the season; about "
        "{season_excess_units:whole} will not sell before the next one."
    ),
    signals=("season is over", "stock beyond what the off season sells"),
    action="Set a clearance price now, check the vendor's return deadline, clear the endcap.",
    source="Fashion-goods markdown practice: the first markdown is the cheapest.",
)
