"""What a simulated chain is made of: its size, its days, and how often things go wrong."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from .habits import (
    Books,
    Buying,
    Definitions,
    Goods,
    Losses,
    Promotions,
    Range,
    Repricing,
    Trade,
)


@dataclass(frozen=True)
class LeakRates:
    """How often each cause of a leak is set in motion; shares of all rows unless told otherwise."""

    shelf_empty: float = 0.006
    """Rows whose shelf empties while the books keep the stock, within the last 300 days."""
    demand_ended: float = 0.004
    """Rows whose customers stop coming in one store."""
    demand_ended_everywhere: float = 0.003
    """SKUs whose customers stop coming in the whole chain."""
    over_bought: float = 0.007
    """Rows bought one to four years deep at a deal."""
    surplus_order: float = 0.2
    """Share of the rows with dead or deep stock on which more is ordered all the same."""
    season_bought_deep: float = 0.03
    """Rows of a seasonal department bought far too deep before their season."""
    ordering_stopped: float = 0.012
    """Rows nobody orders any more although they sell."""
    receipts_unbooked: float = 0.005
    """Rows whose goods are put out without being received in the books."""
    cut_never_received: float = 0.30
    """Rows of cut-length goods whose rolls are never received in the books."""
    loads_unbooked: float = 0.18
    """Rows of lumber whose loads are not booked for some months."""
    replaced: float = 0.006
    """SKUs that got a successor; each store in turn may go on selling the old number."""
    replaced_badly: float = 0.7
    """Share of the stores that go on selling a replaced SKU's old number."""
    mis_keyed: float = 0.002
    """Rows whose price was typed wrong, below cost."""
    stale_price: float = 0.003
    """Rows whose price stayed behind in one store."""
    rise_not_passed: float = 0.007
    """Rows of fineline blocks, of one store or all, whose cost rises never reached the price."""
    promotion_left_on: float = 0.002
    """Rows that still carry the price of a promotion that is over."""
    cost_mis_keyed: float = 0.0015
    """Rows whose cost was typed wrong."""
    discounts: float = 0.004
    """Rows on which clerks give away more than the usual discount."""
    cost_missing: float = 0.002
    """Rows entered without a cost."""
    case_cost: float = 0.002
    """Rows whose cost is that of a case, or of one piece where the case is sold."""
    dear_source: float = 0.003
    """Rows one store buys from a dearer source."""


@dataclass(frozen=True)
class ChainParameters:
    """A chain of stores that share a catalogue; the defaults are those of hardware stores."""

    stores: int = 3
    skus: int = 12_500
    rows_per_store: int = 12_000
    days: int = 500
    as_of: date = date(2026, 11, 23)
    """The last simulated day; the export shows the stock at its close."""
    seed: int = 20261123
    goods: Goods = field(default_factory=Goods)
    trade: Trade = field(default_factory=Trade)
    range: Range = field(default_factory=Range)
    buying: Buying = field(default_factory=Buying)
    books: Books = field(default_factory=Books)
    losses: Losses = field(default_factory=Losses)
    promotions: Promotions = field(default_factory=Promotions)
    repricing: Repricing = field(default_factory=Repricing)
    definitions: Definitions = field(default_factory=Definitions)
    leaks: LeakRates = field(default_factory=LeakRates)

    def __post_init__(self) -> None:
        """Refuse sizes that cannot be simulated."""
        if not 0 < self.rows_per_store <= self.skus:
            msg = f"rows_per_store {self.rows_per_store} must lie between 1 and skus {self.skus}"
            raise ValueError(msg)
        if self.days < 400:  # noqa: PLR2004 - the year the export looks back on, and a warm-up
            msg = f"{self.days} days do not cover a year of sales and its warm-up; use 400 or more"
            raise ValueError(msg)

    @property
    def last_day(self) -> int:
        """Number of the last simulated day, counted from 0."""
        return self.days - 1

    def date_of(self, day: int) -> date:
        """The date of a day number; days before the first are negative."""
        return self.as_of - timedelta(days=self.last_day - day)


DEMO = ChainParameters()
"""Three hardware stores, 36,000 rows."""
