"""How a chain works: what it carries and sells, buys, books and prices.

Every figure has its source or reason in the room's README. A chain differs from another by these
values, not by its seed alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Goods:
    """What the chain carries."""

    departments: tuple[tuple[str, float], ...] = ()
    """Departments by name and their share of the SKUs; empty: the shares of a hardware store."""
    margin: float = 0.0
    """Points added to every department's usual margin."""
    margin_spread: float = 0.035
    """Spread of the margins wanted within a department."""
    thin: float = 1.0
    """How far the thin-margined brands lie below the others, relative to `words/vendors.toml`."""
    clumps: float = 1.0
    """Units per purchase beyond the first, relative to the departments' own."""


@dataclass(frozen=True)
class Trade:
    """What customers want, and when."""

    purchases: float = 7.5
    """Purchases a year of an average $5 item in a department of pace 1."""
    floor: float = 0.38
    """Share of the average below which no item falls that is still worth a peg."""
    shape: float = 0.62
    """Shape of the gamma the SKUs' rates are drawn from; below 1 means a heavy tail."""
    store_shape: float = 8.0
    """Shape of the gamma by which stores differ on one SKU."""
    store_sizes: tuple[float, ...] = (1.15, 1.0, 0.85)
    """Trade of the stores, relative to the average; repeated in a longer chain."""
    dearness: float = -0.24
    """Elasticity of the rate to the item's cost: dear things sell less often."""
    weekdays: tuple[float, ...] = (0.92, 0.88, 0.90, 0.93, 1.10, 1.42, 0.85)
    """Demand by weekday, Monday first."""
    seasons: float = 1.0
    """Power to which the departments' seasons are raised; above 1 swings more."""


@dataclass(frozen=True)
class Range:
    """What comes, goes, and is as it is by choice."""

    new_items: float = 0.03
    """Share of the SKUs introduced within the last year."""
    discontinued: float = 0.02
    """Share of the SKUs discontinued within the last year."""
    cleared: float = 0.5
    """Share of the discontinued rows that are sold off."""
    clearance: float = 0.008
    """Share of the other rows that are sold off."""
    unmarked: float = 0.25
    """Share of the sold-off rows whose status does not say so."""
    by_choice: float = 0.015
    """Share of the rows kept at zero on purpose: ordered for a customer only."""
    display: float = 0.10
    """Share of the dear rows with pieces on display."""
    dear: float = 30.0
    """Unit cost in dollars above which pieces stand on display."""


@dataclass(frozen=True)
class Buying:
    """How the chain orders and how its vendors deliver."""

    safety: float = 1.2
    """Standard deviations of demand kept against surprise."""
    cover: float = 75
    """Days an order should last."""
    belief_spread: float = 0.22
    """Spread of the logarithm of believed over true demand."""
    one_on_the_peg: float = 2.5
    """Units a year below which one piece is kept and replaced when it is gone."""
    near: int = 30
    """Days the order point looks ahead."""
    far: int = 100
    """Days the order's size looks ahead."""
    pack_days: float = 150
    """A maker's case is broken by the wholesaler when it would last longer than this."""
    extra_lead: int = 0
    """Days every vendor needs beyond its own lead time."""
    late_share: float = 0.03
    """Share of the order lines that come late."""
    late_days: int = 21
    """How late they come."""
    sent_less: float = 0.02
    """Share of the lines of which the vendor sends, and bills, less."""
    short_shipped: float = 0.006
    """Share of the lines of which less comes than is billed, averaged over uneven vendors."""
    purged_after: int = 45
    """Days after which an order line never received in the books is struck off."""


@dataclass(frozen=True)
class Books:
    """How well the records are kept."""

    misrung: float = 0.10
    """Sales rung up on another number, per row and year."""
    misread: float = 0.02
    """Share of the receipts booked a little too high or, as often, too low."""
    case_receipts: float = 0.001
    """Share of the receipts in full cases where cases are booked as pieces or pieces as cases."""
    short_noticed: float = 0.6
    """Share of the receipts where somebody counts instead of trusting the invoice."""
    returns: float = 0.03
    """Share of the sales of which something comes back."""
    returns_unbooked: float = 0.04
    """Share of the returns that go back on the shelf without a note."""
    returns_spoilt: float = 0.10
    """Share of the returns that are booked back though they cannot be sold again."""
    counts: float = 0.75
    """Physical counts per row and year."""
    count_errors: float = 0.03
    """Share of the counts that are wrong themselves."""
    noticed: float = 0.06
    """Chance that a weekly walk notices an empty peg the books do not know of."""


@dataclass(frozen=True)
class Losses:
    """What leaves the shelf unpaid."""

    theft: float = 0.005
    """Dollars taken piece by piece, at retail, per dollar of sales."""
    bulk_thefts: float = 0.006
    """Shelves cleared out at once, per row and year."""
    damage: float = 0.003
    """Units broken per unit sold."""
    written_off: float = 0.5
    """Share of the broken units that are taken off the books."""


@dataclass(frozen=True)
class Promotions:
    """Flyers, and what is given away at the till."""

    flyers: float = 13
    """Flyers a year."""
    length: int = 14
    """Days each of them runs."""
    share: float = 0.015
    """Share of the SKUs in each of them."""
    cuts: tuple[float, float] = (0.10, 0.30)
    """Least and largest share taken off the price."""
    lifts: tuple[float, float] = (1.5, 3.0)
    """Least and largest demand relative to an ordinary day."""
    typed_over: float = 0.15
    """Share of the promoted SKUs whose price is typed over the regular one, not kept beside it."""
    discounted: float = 0.06
    """Share of the sales on which a usual discount is given, as to contractors."""
    discount: float = 0.10
    """The usual discount."""


@dataclass(frozen=True)
class Repricing:
    """How costs rise and prices follow."""

    pass_through: float = 0.70
    """Share of cost rises that reach the price at once; the rest follow at a later review."""
    skipped: float = 0.05
    """Chance that one store does not pass on a vendor's rise at once when the chain does."""
    touched: float = 0.6
    """Share of a vendor's items a cost rise touches."""
    rise: float = 0.032
    """Mean cost rise."""
    rise_spread: float = 0.02
    """Spread of the cost rises."""
    big_rise: float = 0.06
    """Share of the rises that are three times as large."""
    caught_up_after: int = 120
    """Days after which a rise that was not passed on at once has reached the price."""
    local_spread: float = 0.012
    """Spread of the logarithm of a store's price around the chain's."""
    local_from: float = 2.0
    """Below this price in dollars the stores of a chain keep one price."""
    clearance_cuts: tuple[float, float] = (0.25, 0.55)
    """Least and largest share taken off in a clearance."""


@dataclass(frozen=True)
class Definitions:
    """What the leaks' definitions reckon with in a store of this type.

    The same figures as the program's preset of that name.
    """

    preset: str = "hardware"
    lead: int = 14
    """Days from order to receipt."""
    review: int = 7
    """Days between two looks at the order."""
    cover: int = 180
    """Days of demand a store may keep."""
    dead_after: int = 180
    """Days without a sale after which stock may be called dead."""
    dead_for_certain: int = 365
    """Days without a sale after which it must be."""
    sold_within: int = 180
    """Days within which overstock has sold."""

    @property
    def next_order(self) -> int:
        """Days until what is ordered at the next look has come."""
        return self.lead + self.review
