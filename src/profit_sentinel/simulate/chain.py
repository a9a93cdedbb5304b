"""A simulated chain: its setting, and how its rows stand on the last day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import demand, errors, prices, replenishment, setting, upsets
from .causes import Cause, Picker
from .stock import Stock
from .streams import stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from .arrays import Ints
    from .parameters import ChainParameters
    from .prices import Prices
    from .replenishment import Policy
    from .setting import Setting
    from .upsets import Upsets


@dataclass(frozen=True)
class Chain:
    """Everything about a chain at the close of its last day; arrays are one value per row."""

    setting: Setting
    upsets: Upsets
    prices: Prices
    policy: Policy
    stock: Stock
    started: dict[Cause, Ints]
    """Day each cause began in each row; `NEVER` where it did not."""

    @property
    def last_day(self) -> int:
        """Number of the last simulated day."""
        return self.setting.parameters.last_day


def simulate(parameters: ChainParameters, progress: Callable[[float], None] | None = None) -> Chain:
    """Run a chain from its first to its last day.

    Args:
        parameters: Size, days, seed and leak rates.
        progress: Called now and then with the share of the days that are done.

    Returns:
        The chain at the close of `parameters.as_of`; the same for the same parameters.
    """
    seed, ground = parameters.seed, setting.build(parameters)
    of_stock = Picker(seed, len(ground), parameters.last_day)
    of_price = Picker(seed, len(ground), parameters.last_day)
    planned = upsets.plan(ground, of_stock)
    priced = prices.move(ground, planned, of_price)
    policy = replenishment.policy(ground, planned, stream(seed, "policy"))
    lives = planned.introduced, planned.ended
    wanted = demand.purchases(ground, lives, stream(seed, "demand"))
    wrong = errors.draw(ground, planned, stream(seed, "errors"))
    stock = Stock(ground, policy, planned, stream(seed, "stock"))
    stock.run(wanted, wrong, priced.changes, progress)
    return Chain(ground, planned, priced, policy, stock, of_stock.started | of_price.started)
