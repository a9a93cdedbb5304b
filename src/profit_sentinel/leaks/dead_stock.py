"""Dead stock: goods that stopped selling and still stand on the shelf."""

from profit_sentinel.declaration.expression import LOGISTIC_NORMAL, logistic, most
from profit_sentinel.declaration.leak import Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr, lit, when
from profit_sentinel.domain.money import Money


def stopped(row: Row) -> Expr:
    """Stock without a sale for the limit and not received within it either.

    Seasonal goods have missed nothing until they have missed a season.
    """
    seasonal = ~row.season_running_days.is_null()
    year = lit(float(row.settings.dead_stock.action_days))
    limit = when(seasonal).then(most(row.dead_limit, year)).otherwise(row.dead_limit)
    old = row.days_since_receipt.is_null() | (row.days_since_receipt >= row.dead_limit)
    return (row.on_hand > 0) & (row.days_silent >= limit) & old


def gone_for_good(row: Row) -> Expr:
    """Demand has ended, or is so slow that the stock outlives its use.

    Past the action limit that is certain, but for what a store keeps by choice: a piece on display,
    or what its order point and one piece more leave.
    """
    surely = row.unsold_score - row.settings.cover.service_z
    slow = row.slow_probability * logistic(LOGISTIC_NORMAL * surely)
    kept = most(lit(row.settings.cover.display_units), row.reorder_point + 1.0)
    certain = (row.days_silent >= row.settings.dead_stock.action_days) & (row.on_hand > kept)
    return when(certain).then(1.0).otherwise(row.ended_probability + slow)


LEAK = Leak(
    id="dead_stock",
    title="Dead stock",
    meaning=(
        "Goods nobody has bought for months. The money in them earns nothing, and they stand "
        "where something that sells could stand."
    ),
    money=Money.CAPITAL,
    recovery=Recovery.ONCE,
    group_by="department",
    needs=("on_hand", "stock_cost", "days_silent"),
    fires=stopped,
    dollars=lambda row: row.on_hand * row.stock_cost,
    recovered=lambda row: row.salvage,
    probability=gone_for_good,
    gives_way_to=("phantom_inventory", "unit_mismatch"),
    constants=(
        "dead_stock.limit_days",
        "dead_stock.action_days",
        "dead_stock.sell_through_days",
        "dead_stock.salvage",
        "cover.display_units",
        "silence.demand_ends",
    ),
    formula=(
        "Fires when on hand > 0 and neither a sale nor a receipt within the limit. Dollars: on "
        "hand x stock cost; the salvage share of it comes back. Probability: posterior of ended "
        "demand, plus that of slow demand times the chance that the stock outlasts the time "
        "allowed; certain past the action limit, but for what a store keeps on display."
    ),
    sentence=("{on_hand:units} at {stock_cost:money} each, nothing sold for {days_silent:days}."),
    signals=("stock on hand", "no sale within the limit", "no receipt within the limit"),
    action="Ask the vendor about a return, else mark it down and clear the shelf.",
    limits=(
        "Goods whose customers came a few times a year before they left. Nobody came for months, "
        "but that happens to all such goods: where one or two were sold in the year, a report "
        "shows the end of demand mostly with under one chance in ten, and they stay off the list "
        "until the action limit, or for good where no more stands there than the order point and "
        "one piece."
    ),
    source=(
        "Limits of 90, 180 and 365 days are usual in hardware retail; the posterior follows "
        "Schmittlein, Morrison and Colombo, Counting Your Customers (Management Science 33, 1987)."
    ),
)
