"""A simulated chain: its catalogue, its rows, and how they stand on the last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import assortment, catalogue, demand, errors, prices, replenishment, seasons, upsets
from .causes import Cause, Picker
from .stock import Stock
from .streams import stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from .arrays import Ints
    from .assortment import Assortment
    from .catalogue import Catalogue
    from .demand import Rates
    from .parameters import ChainParameters
    from .prices import Prices
    from .replenishment import Policy
    from .seasons import Seasons
    from .upsets import Upsets


@dataclass(frozen=True)
class Chain:
    """Everything about a chain at the close of its last day; arrays are one value per row."""

    parameters: ChainParameters
    catalogue: Catalogue
    assortment: Assortment
    seasons: Seasons
    rates: Rates
    upsets: Upsets
    prices: Prices
    policy: Policy
    stock: Stock
    started: dict[Cause, Ints]
    """Day each cause began in each row; `NEVER` where it did not."""


def simulate(
    parameters: ChainParameters, progress: Callable[[float], None] | None = None
) -> Chain:
    """Run a chain from its first to its last day.

    Args:
        parameters: Size, days, seed and leak rates.
        progress: Called now and then with the share of the days that are done.

    Returns:
        The chain at the close of `parameters.as_of`; the same for the same parameters.
    """
    seed = parameters.seed
    goods = catalogue.build(parameters, stream(seed, "catalogue"))
    rows = assortment.choose(parameters, goods, stream(seed, "assortment"))
    year = seasons.build(parameters)
    rates = demand.rates(parameters, goods, rows, stream(seed, "rates"))
    happens = Picker(seed, len(rows), parameters.last_day)
    planned = upsets.plan(parameters, goods, rows, rates, year, happens)
    priced = Picker(seed, len(rows), parameters.last_day)
    paid = prices.move(parameters, goods, rows, planned, priced)
    policy = replenishment.policy(goods, rows, rates, planned, stream(seed, "policy"))
    department = goods.department[rows.sku]
    lives = planned.introduced, planned.ended
    wanted = demand.purchases(parameters, rates, department, year, lives, stream(seed, "demand"))
    wrong = errors.draw(parameters, rates, planned, stream(seed, "errors"))
    stock = Stock(
        parameters, rows, rates, policy, planned, year, paid.first_cost, stream(seed, "stock")
    )
    stock.run(wanted, wrong, paid.changes, progress)
    started = happens.started | priced.started
    return Chain(
        parameters, goods, rows, year, rates, planned, paid, policy, stock, started
    )
