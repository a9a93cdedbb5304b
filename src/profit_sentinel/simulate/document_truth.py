"""Leaks that only companion files or an earlier report can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from profit_sentinel.domain.money import Money

from .arrays import NEVER
from .causes import Cause
from .facts import Claim, gather
from .sales import lines
from .shelf import GAPS, GONE

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .chain import Chain
    from .facts import Facts
    from .ledger import Delivery

ORDERS_KEPT, COUNTS_KEPT, SALES_KEPT = 180, 180, 60
"""Days the files of purchase orders, counts and sales look back."""
CLAIM_WINDOW = 30
"""Days within which a vendor still pays for what did not come."""
MISSING = 1.5
"""Units that must have gone before anybody speaks of shrinkage."""
SPIKE, FOLLOWED = 0.03, 0.35
"""Cost rise from which it is one; share of it the price must have followed: half of 70 %."""
GIVEN = 0.05
"""Points beyond the usual discount from which too much is given away."""
TELLING_SALES = 5
"""Sales lines it takes to tell a habit from a favour."""
PRICE_STORIES = (Cause.RISE_NOT_PASSED, Cause.DEAR_SOURCE)


def claims(facts: Facts, before: tuple[Chain, ...]) -> list[Claim]:
    """Every leak of the catalogue's second table; those of history for the earliest report."""
    every = [
        _short_shipments(facts),
        _receiving_gaps(facts),
        _shrinkage(facts),
        _discounts(facts),
    ]
    if before:
        every.append(_cost_spikes(facts, gather(min(before, key=lambda chain: chain.day))))
    return every


def deliveries(chain: Chain) -> list[Delivery]:
    """Orders that the file of purchase orders holds, and their lines."""
    first = chain.day - ORDERS_KEPT
    return [each for each in chain.ledger.deliveries if first < each.day <= chain.day]


def _per_row(rows: list[Ints], amounts: list[Floats], length: int) -> Floats:
    if not rows:
        return np.zeros(length)
    every = np.concatenate(amounts).astype(np.float64)
    totals: Floats = np.bincount(np.concatenate(rows), every, minlength=length).astype(np.float64)
    return totals


def _short_shipments(facts: Facts) -> Claim:
    """Lines of which less came and was booked than was billed."""
    day, total = facts.chain.day, len(facts.book)
    since = np.full(total, NEVER, dtype=np.int64)
    rows, amounts, fresh = [], [], []
    for line in deliveries(facts.chain):
        short = (line.received <= day) & (line.booked > 0) & (line.shipped < line.invoiced)
        short &= line.booked < line.invoiced
        missing = np.minimum(line.invoiced - line.booked, line.invoiced - line.shipped)
        rows.append(line.booked_on[short])
        amounts.append((missing * line.cost)[short])
        fresh.append((missing * line.cost * (day - line.received <= CLAIM_WINDOW))[short])
        np.minimum.at(since, rows[-1], line.received[short])
    dollars, claimable = _per_row(rows, amounts, total), _per_row(rows, fresh, total)
    found = np.flatnonzero(dollars > 0)
    notes = [f"{claimable[row]:.2f} within the claim window" for row in found]
    return Claim(
        "vendor_short_ship", Money.CASH, found, dollars[found],
        [Cause.SHORT_SHIPPED] * len(found), since[found], np.ones(len(found), np.bool_), notes,
        evidence="documents",
    )  # fmt: skip


def _receiving_gaps(facts: Facts) -> Claim:
    """Books below zero under goods that were billed and never booked."""
    unbooked = np.zeros(len(facts.book), dtype=np.bool_)
    for line in deliveries(facts.chain):
        open_ = (line.received > facts.chain.day) & (line.arrives <= facts.chain.day)
        unbooked[line.rows[open_]] = True
    rows = np.flatnonzero(unbooked & (facts.book < 0))
    why = facts.explain(
        rows,
        (Cause.REPLACED_BADLY, Cause.CUT_NEVER_RECEIVED, Cause.LOADS_UNBOOKED),
        Cause.RECEIPT_UNBOOKED,
    )
    dollars = -facts.book[rows] * facts.average[rows]
    return Claim(
        "receiving_gap", Money.RECORD, rows, dollars, why.causes, why.started,
        np.ones(len(rows), np.bool_), [""] * len(rows), evidence="documents",
    )  # fmt: skip


def _shrinkage(facts: Facts) -> Claim:
    """Counts that found goods missing which had truly gone, overs and shorts netted."""
    chain, total = facts.chain, len(facts.book)
    counts = [
        each for each in chain.ledger.counts if chain.day - COUNTS_KEPT < each.day <= chain.day
    ]
    rows = [each.rows for each in counts]
    missing = _per_row(rows, [each.expected - each.counted for each in counts], total)
    gone = _per_row(rows, [each.lost for each in counts], total)
    found = np.flatnonzero((missing >= MISSING) & (gone >= MISSING))
    units = np.minimum(missing, gone)[found]
    causes = _thieves(chain, found)
    return Claim(
        "shrinkage_pattern", Money.CASH, found, units * facts.average[found], causes,
        np.full(len(found), NEVER, dtype=np.int64), np.ones(len(found), np.bool_),
        [f"{each:.0f} units gone" for each in units], evidence="documents",
    )  # fmt: skip


def _thieves(chain: Chain, rows: Ints) -> list[Cause]:
    """By what most units of each row have gone in the days the counts look back, and a year on."""
    gone = [GAPS[place] for place in GONE]
    units = np.zeros((len(gone), len(chain.setting)))
    for loss in chain.ledger.losses:
        if chain.day - COUNTS_KEPT - 365 < loss.day <= chain.day:
            np.add.at(units[gone.index(loss.cause)], loss.rows, loss.units)
    return [gone[place] for place in np.argmax(units[:, rows], axis=0)]


def _discounts(facts: Facts) -> Claim:
    """More than the usual given away, by the true habit of each row."""
    excess = facts.chain.discounts.expected(facts.chain.day)
    rows = np.flatnonzero((excess > GIVEN) & (facts.annual > 0))
    sold = lines(facts.chain, SALES_KEPT)
    often = np.bincount(sold.row[sold.units > 0], minlength=len(excess))[rows]
    why = facts.explain(rows, (Cause.DISCOUNTS,), Cause.DISCOUNTS)
    return Claim(
        "discount_leak", Money.MARGIN, rows, (excess * facts.price * facts.annual)[rows],
        why.causes, why.started, often >= TELLING_SALES, [""] * len(rows), evidence="documents",
    )  # fmt: skip


def _cost_spikes(facts: Facts, earlier: Facts) -> Claim:
    """Costs that rose since the earlier report while the price stood nearly still."""
    rise, followed = facts.cost - earlier.cost, facts.price - earlier.price
    flags = (rise >= SPIKE * earlier.cost) & (followed < FOLLOWED * rise) & (facts.annual > 0)
    then, now = earlier.median_of_stores(earlier.cost), facts.median_of_stores(facts.cost)
    flags &= np.isnan(now) | (now > then)
    flags &= ~facts.leaving & ~facts.promoted & ~earlier.promoted
    rows = np.flatnonzero(flags)
    why = facts.explain(rows, PRICE_STORIES, Cause.RISE_NOT_PASSED)
    dollars = ((rise - followed) * facts.annual)[rows]
    return Claim(
        "cost_spike", Money.MARGIN, rows, dollars, why.causes, why.started,
        np.ones(len(rows), np.bool_), [""] * len(rows), evidence="history",
    )  # fmt: skip
