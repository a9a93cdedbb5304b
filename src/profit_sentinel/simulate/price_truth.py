"""Which rows truly have a leak of price or cost, by the leaks' definitions and true demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from profit_sentinel.domain.money import Money

from .causes import Cause
from .facts import Claim
from .words import departments

if TYPE_CHECKING:
    from .arrays import Flags, Floats
    from .facts import Facts

ERODED, PLAINLY_ERODED = 0.05, 0.08
"""Points of margin below the wanted one: by definition, and beyond what prices vary anyway."""
LOW_PRICE, HIGH_COST = 0.93, 1.05
"""Price and cost relative to the chain's median at which a store stands apart."""
BEYOND_A_SLIP = 10.0
"""Times the price from which on a cost is a wrong record: no point one place off explains it."""
PRICE_CAUSES = (
    Cause.MIS_KEYED,
    Cause.STALE_PRICE,
    Cause.PROMOTION_LEFT_ON,
    Cause.RISE_NOT_PASSED,
    Cause.DEAR_SOURCE,
)


def claims(facts: Facts) -> list[Claim]:
    """Every leak of price or cost of the catalogue's first table."""
    return [
        _eroded(facts),
        *_below_cost(facts),
        _price_gaps(facts),
        _zero_costs(facts),
        _mismatched(facts),
        _dear(facts),
    ]


def _claim(  # noqa: PLR0913 - the parts of a claim
    facts: Facts,
    leak: str,
    money: Money,
    flags: Flags,
    dollars: Floats,
    *,
    causes: tuple[Cause, ...],
    seen: Flags | None = None,
) -> Claim:
    rows = np.flatnonzero(flags)
    why = facts.explain(rows, causes, Cause.PRICE_DRIFT)
    visible = np.ones(len(flags), dtype=np.bool_) if seen is None else seen
    return Claim(
        leak, money, rows, dollars[rows], why.causes, why.started, visible[rows], [""] * len(rows)
    )


def _eroded(facts: Facts) -> Claim:
    gap = facts.wanted - (1 - facts.cost / facts.price)
    flags = (gap > ERODED) & (facts.annual > 0) & ~facts.clearance & ~facts.promoted
    seen = (gap >= PLAINLY_ERODED) & (facts.chain.stock.sold[365] > 0)
    dollars = gap * facts.price * facts.annual
    return _claim(
        facts, "margin_erosion", Money.MARGIN, flags, dollars, causes=PRICE_CAUSES, seen=seen
    )


def _below_cost(facts: Facts) -> list[Claim]:
    below = (facts.price > 0) & (facts.price < facts.recorded) & ~facts.leaving
    below &= ~facts.promoted
    sells = below & (facts.annual > 0) & (facts.recorded <= BEYOND_A_SLIP * facts.price)
    missing = (facts.recorded / (1 - facts.wanted) - facts.price) * facts.annual
    standing = (facts.recorded - facts.price) * np.maximum(facts.book, 0)
    causes = (Cause.CASE_COST, Cause.COST_MIS_KEYED, *PRICE_CAUSES)
    leak = "price_discrepancy"
    return [
        _claim(facts, leak, Money.MARGIN, sells, missing, causes=causes),
        _claim(facts, leak, Money.RECORD, below & ~sells, standing, causes=causes),
    ]


def _price_gaps(facts: Facts) -> Claim:
    median = facts.median_of_stores(facts.price)
    flags = (facts.price < LOW_PRICE * median) & ~facts.clearance & (facts.annual > 0)
    dollars = (median - facts.price) * facts.annual
    return _claim(facts, "price_gap", Money.MARGIN, flags, dollars, causes=PRICE_CAUSES)


def _zero_costs(facts: Facts) -> Claim:
    usual = np.array([hall.margin for hall in departments()])[facts.department]
    flags = (facts.recorded <= 0) & (facts.price > 0)
    dollars = np.maximum(facts.book, 0) * facts.price * (1 - usual)
    return _claim(facts, "zero_cost", Money.RECORD, flags, dollars, causes=(Cause.COST_MISSING,))


def _mismatched(facts: Facts) -> Claim:
    factor = facts.chain.prices.record_factor
    flags = (factor != 0) & (factor != 1)
    dollars = np.maximum(facts.book, 0) * np.abs(facts.recorded - facts.cost)
    causes = (Cause.CASE_COST, Cause.PIECE_COST, Cause.COST_MIS_KEYED)
    slips = facts.began(Cause.COST_MIS_KEYED) <= facts.chain.day
    seen = ~slips | (np.abs(np.abs(np.log10(np.where(flags, factor, 1.0))) - 1) < 0.01)  # noqa: PLR2004 - ten times
    return _claim(facts, "unit_mismatch", Money.RECORD, flags, dollars, causes=causes, seen=seen)


def _dear(facts: Facts) -> Claim:
    median = facts.median_of_stores(facts.cost)
    flags = (facts.cost > HIGH_COST * median) & (facts.annual > 0)
    dollars = (facts.cost - median) * facts.annual
    return _claim(
        facts, "purchasing_leakage", Money.MARGIN, flags, dollars, causes=(Cause.DEAR_SOURCE,)
    )
