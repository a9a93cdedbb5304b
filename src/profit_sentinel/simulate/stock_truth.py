"""Which rows truly have a leak of stock, by the leaks' definitions and the true demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from profit_sentinel.domain.money import Money

from .arrays import NEVER
from .causes import Cause
from .facts import Claim

if TYPE_CHECKING:
    from .arrays import Flags, Floats, Ints
    from .facts import Facts

SILENT = 14
"""Days without a sale from which a silence is looked at."""
SELL_THROUGH, CLEARLY_LONG = 2, 1.5
"""Years in which living stock should sell through, and how many times as long is plainly slow."""
LOST_PURCHASES = 3.0
"""Purchases missed before an empty shelf can be told from a slow week."""
CLEAR_EXCESS = 0.25
"""Excess over the level, as a share of it, that can be told from a wrong guess of demand."""
SEASON_OVER, SEASON_BACK = 0.45, 0.7
"""Share of an average day below which a season is over, and above which it is back."""
UNBOOKED = (
    Cause.REPLACED_BADLY,
    Cause.CUT_NEVER_RECEIVED,
    Cause.LOADS_UNBOOKED,
    Cause.RECEIPT_UNBOOKED,
)
ENDINGS = (Cause.DEMAND_ENDED, Cause.DEMAND_ENDED_EVERYWHERE, Cause.REPLACED)


def claims(facts: Facts) -> list[Claim]:
    """Every leak of stock of the catalogue's first table."""
    dead, deep = _dead_stock(facts), _overstock(facts)
    return [
        _negative(facts),
        _twins(facts),
        _phantoms(facts),
        dead,
        deep,
        _surplus_orders(facts, dead, deep),
        _leftovers(facts),
        _stockouts(facts),
    ]


def _blank(rows: Ints) -> list[str]:
    return [""] * len(rows)


def _negative(facts: Facts) -> Claim:
    rows = np.flatnonzero(facts.book < 0)
    why, unbooked = facts.widest(rows, -1), facts.explain(rows, UNBOOKED, Cause.RECORD_ERROR)
    planned = [cause in UNBOOKED for cause in why.causes]
    causes = [
        other if each else cause
        for each, cause, other in zip(planned, why.causes, unbooked.causes, strict=True)
    ]
    dollars = -facts.book[rows] * facts.average[rows]
    started = np.where(planned, unbooked.started, why.started)
    seen = np.ones(len(rows), dtype=np.bool_)
    return Claim(
        "negative_inventory", Money.RECORD, rows, dollars, causes, started, seen,
        [f"truly {units:.0f} on the shelf" for units in facts.chain.stock.true[rows]],
    )  # fmt: skip


def _twins(facts: Facts) -> Claim:
    new = facts.chain.setting.assortment.successor
    switched = facts.chain.upsets.switched <= facts.chain.day
    rows = np.flatnonzero(switched & (facts.book < 0) & (facts.book[new] > 0))
    why = facts.explain(rows, (Cause.REPLACED_BADLY,), Cause.REPLACED_BADLY)
    units = np.minimum(-facts.book[rows], facts.book[new[rows]])
    seen = np.ones(len(rows), dtype=np.bool_)
    sku = facts.chain.setting.assortment.sku[new[rows]]
    notes = [f"received on {facts.chain.setting.catalogue.sku[place]}" for place in sku]
    return Claim(
        "sku_twin", Money.RECORD, rows, units * facts.average[rows], why.causes, why.started, seen,
        notes,
    )  # fmt: skip


def _phantoms(facts: Facts) -> Claim:
    stock = facts.chain.stock
    rows = np.flatnonzero((facts.book > 0) & (stock.true <= 0) & (facts.annual > 0))
    lost = _missed(facts, facts.annual)[rows]
    healing = ((facts.on_order > 0) | (facts.book <= facts.point))[rows]
    days = np.where(healing, facts.reckoned.next_order, 365)
    silent = facts.silence[rows]
    return Claim(
        "phantom_inventory",
        Money.MARGIN,
        rows,
        facts.annual[rows] * (facts.price - facts.cost)[rows] * days / 365,
        facts.widest(rows, 1).causes,
        stock.ran_out[rows],
        (lost >= LOST_PURCHASES) & (silent >= SILENT) & ~healing,
        [
            f"{each:.1f} purchases missed{', order on its way' if mends else ''}"
            for each, mends in zip(lost, healing, strict=True)
        ],
        early=~healing & ((lost < LOST_PURCHASES) | (silent < SILENT)),
    )


def _missed(facts: Facts, annual: Floats) -> Floats:
    """Purchases that should have come since the last sale, season and all.

    Args:
        facts: What is so.
        annual: Units a year of each row.
    """
    last, season = facts.chain.day, facts.chain.setting.seasons.smooth
    total = np.concatenate([np.zeros((len(season), 1)), np.cumsum(season, axis=1)], axis=1)
    since = np.clip(last - facts.silence, 0, last)
    weights = total[facts.department, last + 1] - total[facts.department, since + 1]
    missed: Floats = annual / facts.chain.setting.rates.clump / 365 * weights
    return missed


def _dead_stock(facts: Facts) -> Claim:
    """Ended demand from its first silent weeks on; living stock by its age and its cover."""
    held = (facts.book > 0) & (facts.silence < NEVER)
    limit = facts.reckoned.dead_after
    unsold = held & (facts.silence >= limit) & (facts.unreceived >= limit)
    ended = facts.annual == 0
    cover = facts.book / np.maximum(facts.annual, 1e-9) / SELL_THROUGH
    deep = facts.book > np.maximum(facts.point + 1, 1)
    old = deep & (facts.silence >= facts.reckoned.dead_for_certain)
    rows = np.flatnonzero(
        (held & ended & (facts.silence >= SILENT)) | (unsold & (old | (cover > 1)))
    )
    why = facts.explain(rows, ENDINGS, Cause.SLOW)
    lives = ~ended & (cover <= 1)
    causes = [
        Cause.UNSOLD_YEAR if alive else cause
        for alive, cause in zip(lives[rows], why.causes, strict=True)
    ]
    told = _missed(facts, facts.chain.setting.rates.annual) >= LOST_PURCHASES
    seen = unsold & (old | np.where(ended, told, deep & (cover > CLEARLY_LONG)))
    dollars = facts.book[rows] * facts.average[rows]
    return Claim(
        "dead_stock", Money.CAPITAL, rows, dollars, causes, why.started, seen[rows], _blank(rows),
        early=(ended & ~seen)[rows],
    )  # fmt: skip


def _level(facts: Facts, horizon: Floats) -> Floats:
    """Most units that make sense when `horizon` units are wanted before the next look."""
    spread = np.sqrt(horizon * facts.chain.setting.rates.spread)
    month = np.maximum(facts.ahead(28), 4)
    pack = np.where(
        facts.annual > 0, facts.chain.setting.catalogue.pack[facts.chain.setting.assortment.sku], 1
    )
    level: Floats = np.maximum.reduce(
        [horizon + 1.645 * spread + 1, facts.point, pack.astype(np.float64), facts.point + month]
    )
    return level


def _enough(facts: Facts) -> Floats:
    """Units that are enough until the next order and for the days a store may cover."""
    return _level(facts, facts.ahead(facts.reckoned.next_order + facts.reckoned.cover))


def _excess(facts: Facts) -> Floats:
    """Units in the books and on order beyond what is enough."""
    excess: Floats = facts.book + facts.on_order - _enough(facts)
    return excess


def _overstock(facts: Facts) -> Claim:
    level, excess = _enough(facts), _excess(facts)
    held = np.maximum(facts.book, 0) + facts.on_order
    lately = (facts.silence < facts.reckoned.sold_within) & (facts.unreceived > 30)  # noqa: PLR2004 - the definition's month
    rows = np.flatnonzero(lately & (excess > 0))
    why = facts.explain(
        rows, (Cause.SEASON_BOUGHT_DEEP, Cause.OVER_BOUGHT, *ENDINGS, Cause.REORDERED), Cause.SLOW
    )
    dollars = np.minimum(excess, held)[rows] * facts.average[rows]
    seen = (excess >= CLEAR_EXCESS * level) & (facts.annual > 0)
    return Claim(
        "overstock", Money.CAPITAL, rows, dollars, why.causes, why.started, seen[rows], _blank(rows)
    )


def _surplus_orders(facts: Facts, dead: Claim, deep: Claim) -> Claim:
    """Orders of what is leaving or dead, or the part of them above the level; as plain as why."""
    units, plain = np.zeros(len(facts.book)), facts.leaving.copy()
    units[deep.rows] = _excess(facts)[deep.rows]
    units[dead.rows] = units[facts.leaving] = np.inf
    for reason in (dead, deep):
        plain[reason.rows[reason.visible]] = True
    units = np.minimum(units, facts.on_order)
    rows = np.flatnonzero(units > 0)
    why = facts.explain(rows, (Cause.REORDERED,), Cause.REORDERED)
    causes = [
        Cause.DISCONTINUED_ORDER if leaving and began == NEVER else Cause.REORDERED
        for leaving, began in zip(facts.leaving[rows], why.started, strict=True)
    ]
    dollars = (units * facts.average)[rows]
    return Claim(
        "surplus_order", Money.CASH, rows, dollars, causes, why.started, plain[rows], _blank(rows)
    )


def _off_season(facts: Facts) -> tuple[Flags, Ints]:
    """Departments whose season has been over for 30 days, and days until it is back."""
    smooth, last = facts.chain.setting.seasons.smooth, facts.chain.day
    over = (smooth[:, last - 30] < SEASON_BACK) & (
        facts.chain.setting.seasons.ahead(last, 60) < SEASON_OVER
    )
    return over, np.argmax(smooth[:, last + 1 :] > SEASON_BACK, axis=1) + 1


def _leftovers(facts: Facts) -> Claim:
    over, days = _off_season(facts)
    until = np.zeros(len(facts.book))
    for department in np.flatnonzero(over):
        mine = facts.department == department
        until[mine] = facts.ahead(int(days[department]))[mine]
    level = _level(facts, until)
    excess = facts.book - level
    rows = np.flatnonzero(facts.seasonal & over[facts.department] & (excess > 0))
    why = facts.explain(
        rows, (Cause.SEASON_BOUGHT_DEEP, *ENDINGS, Cause.OVER_BOUGHT), Cause.OUT_OF_SEASON
    )
    seen = excess[rows] >= CLEAR_EXCESS * level[rows]
    dollars = excess[rows] * facts.average[rows]
    return Claim(
        "seasonal_leftover", Money.CAPITAL, rows, dollars, why.causes, why.started, seen,
        _blank(rows),
    )  # fmt: skip


def _stockouts(facts: Facts) -> Claim:
    until = facts.reckoned.next_order
    daily = facts.ahead(until) / until
    out = (facts.book <= 0) & (facts.chain.stock.true <= 0) & (facts.on_order <= 0)
    missed = out & (daily >= 0.05) & (facts.silence < 60)  # noqa: PLR2004 - the definition's limits
    rows = np.flatnonzero(missed & ~facts.leaving & ~facts.chain.upsets.by_choice)
    why = facts.explain(rows, (Cause.ORDERING_STOPPED,), Cause.BETWEEN_ORDERS)
    earned = (facts.price - facts.cost)[rows]
    dollars = daily[rows] * earned * until * 0.5
    seen = facts.book[rows] >= 0
    return Claim("stockout", Money.CASH, rows, dollars, why.causes, why.started, seen, _blank(rows))
