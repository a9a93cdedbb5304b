"""A simulated chain: its setting, and how its rows stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from . import demand, discounts, errors, losses, prices, promotions, replenishment, setting, upsets
from .arrays import together
from .causes import Cause, Picker
from .stock import Events, Stock
from .streams import stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from .arrays import Ints
    from .discounts import Discounts
    from .ledger import Ledger
    from .parameters import ChainParameters
    from .prices import Prices, Pricing
    from .replenishment import Policy
    from .setting import Setting
    from .standing import Standing
    from .upsets import Upsets


@dataclass(frozen=True)
class Chain:
    """Everything about a chain at the close of one day; arrays are one value per row."""

    setting: Setting
    day: int
    """Number of the day, counted from the first simulated one."""
    upsets: Upsets
    pricing: Pricing
    """How costs and prices move; knows any day."""
    policy: Policy
    stock: Standing
    ledger: Ledger
    """The whole run, days after this one included."""
    discounts: Discounts
    started: dict[Cause, Ints]
    """Day each cause began in each row; `NEVER` where it did not."""

    @cached_property
    def prices(self) -> Prices:
        """Prices of the day."""
        return self.pricing.on(self.day)

    @property
    def as_of(self) -> date:
        """The date of the day."""
        return self.setting.parameters.date_of(self.day)


def simulate(parameters: ChainParameters, progress: Callable[[float], None] | None = None) -> Chain:
    """Run a chain from its first to its last day.

    Args:
        parameters: Size, days, seed and leak rates.
        progress: Called now and then with the share of the days that are done.

    Returns:
        The chain at the close of `parameters.as_of`; the same for the same parameters.
    """
    return snapshots(parameters, (parameters.as_of,), progress)[0]


def snapshots(
    parameters: ChainParameters,
    dates: Sequence[date],
    progress: Callable[[float], None] | None = None,
) -> list[Chain]:
    """Run a chain and look at it on several days of the same run.

    Args:
        parameters: Size, days, seed and leak rates.
        dates: Days to look at, within the simulated ones; earlier than a year after the first
            day the yearly sales are short.
        progress: Called now and then with the share of the days that are done.

    Returns:
        The chain at the close of each date, in the order given.

    Raises:
        ValueError: For a date outside the simulated days.
    """
    days = [_number(parameters, day) for day in dates]
    seed, ground, last = parameters.seed, setting.build(parameters), parameters.last_day
    of_stock, of_price = Picker(seed, len(ground), last), Picker(seed, len(ground), last)
    planned = upsets.plan(ground, of_stock)
    priced = prices.plan(ground, planned, of_price)
    at_till = Picker(seed, len(ground), last)
    given = discounts.plan(ground, at_till)
    policy = replenishment.policy(ground, planned, stream(seed, "policy"))
    lives = planned.introduced, planned.ended
    usual = demand.purchases(ground, lives, stream(seed, "demand"))
    wanted = together(usual, promotions.purchases(ground, priced.promotions, lives))
    events = Events(wanted, errors.draw(ground, planned), losses.draw(ground), priced.changes)
    stock = Stock(ground, policy, planned)
    kept = stock.run(events, frozenset(days), progress)
    started = of_stock.started | of_price.started | at_till.started
    return [
        Chain(ground, day, planned, priced, policy, kept[day], stock.shelf.ledger, given, started)
        for day in days
    ]


def _number(parameters: ChainParameters, day: date) -> int:
    number = parameters.last_day - (parameters.as_of - day).days
    if not 0 <= number < parameters.days:
        msg = (
            f"{day} is not among the simulated days, {parameters.date_of(0)} to {parameters.as_of}"
        )
        raise ValueError(msg)
    return number
