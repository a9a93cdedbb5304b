"""Packs: costs that are off by a pack size.

Where a price lies far under its cost, one of the two is wrong. Stores choose how their prices end,
mostly in 9; a price with its point misplaced has lost that ending, a price that was never touched
has kept it, and then the cost is the one that is wrong, as that of a case.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import holds, most, positive, unknown_number
from profit_sentinel.declaration.words import Expr, coalesce, col, lit, when
from profit_sentinel.engine.groups import ROW
from profit_sentinel.engine.peers import ROBUST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.groups import Figures
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Packs

DEPARTMENT = ("store_id", "department")
STORE = ("store_id",)
LEAST_SPREAD = 0.05
"""Smallest robust sd of a department's log price to cost ratio."""
LEAST_PACK = 1.5
NEAR_WHOLE = 1e-3
"""Pack quantities of the file under it are no packs."""


def placed(frame: Frame, _: Plan) -> Frame:
    """Add how far the log of price over cost lies under the department's median, and the ending."""
    usual, markup = (-(1.0 - col(name)).log() for name in ("department_margin", "margin"))
    return frame.with_columns(markup_gap=usual - markup, ends_in_nine=ends_in_nine())


def ends_in_nine() -> Expr:
    """1 where the price ends in 9 cents, else 0; null without a price."""
    tens = (col("price") * 100.0 + 1.0) / 10.0
    return (
        when((tens - tens.round()).abs() < NEAR_WHOLE)
        .then(1.0)
        .otherwise(when(~col("price").is_null()).then(0.0))
    )


def spread() -> Figures:
    """How far those ratios lie off the department's: the middle of it; and how prices end."""
    return {
        DEPARTMENT: {"usual_markup_gap": col("markup_gap").abs().median()},
        STORE: {"nine_share": col("ends_in_nine").mean()},
    }


def add(frame: Frame, plan: Plan) -> Frame:
    """Add pack_factor, the cost over what it should be, and pack_source, how that is known.

    Few rows are off at all, and only those are held against the packs of the trade.
    """
    markup_spread = most(col("usual_markup_gap") * ROBUST, lit(LEAST_SPREAD))
    frame = frame.with_columns(markup_spread=markup_spread)
    offs = {
        "off_peers": off_from_peers(plan),
        "off_department": off_from_department(plan),
        "off_price": off_from_price(plan),
    }
    off = frame.select(ROW, "pack_qty", **offs)
    off = off.filter(~coalesce(*offs).is_null())
    return frame.join(judged(off, plan), on=ROW, how="left")


def judged(off: Frame, plan: Plan) -> Frame:
    """Rows that are off: their packs.

    Returns:
        row, pack_factor, pack_source.
    """
    packs = plan.settings.packs
    off = off.with_columns(off=coalesce("off_peers", "off_department"))
    off = off.with_columns(
        usual_pack=pack_at(col("off"), reaches(packs)),
        own_pack=own_pack(plan),
        likely_pack=pack_at(col("off_price"), reaches(packs, math.inf)),
    )
    return off.select(ROW, **verdict())


def off_from_peers(plan: Plan) -> Expr:
    """Log of the cost over that of the same item elsewhere, where the price agrees."""
    if plan.stores == 1:
        return unknown_number()
    packs, cost, price = plan.settings.packs, col("cost_off"), col("price_off")
    far = (cost.abs() > packs.peer_cost) & (price.abs() < packs.peer_price)
    return when(col("shared") & far).then(cost)


def off_from_department(plan: Plan) -> Expr:
    """Log distance of price over cost from the department's, where it is far off."""
    far = col("markup_gap").abs() > plan.settings.packs.ratio_sd * col("markup_spread")
    return when(far & ~explained(plan)).then(col("markup_gap"))


def off_from_price(plan: Plan) -> Expr:
    """The same where the price is under the cost and ends as most prices of the store do."""
    packs = plan.settings.packs
    far = (col("margin") < 0) & (col("markup_gap") > packs.peer_cost)
    usual = (col("ends_in_nine") > 0) & (col("nine_share") >= packs.usual_ending)
    return when(far & usual & ~explained(plan)).then(col("markup_gap"))


def explained(plan: Plan) -> Expr:
    """Whether something other than the unit may explain a ratio of price and cost.

    A price marked down to clear, or far under its list price, says nothing of the cost. Where other
    stores carry the item and agree, a thin margin is no mistake; a loss may be one that all of them
    copied, unless only the price is off theirs.
    """
    cleared = col("clearance") | col("discontinued") | col("in_promotion")
    other = cleared & (col("markup_gap") > 0)
    if plan.has("list_price"):
        off_list = (positive(col("list_price")) / col("price")).log()
        other = other | holds(off_list >= plan.settings.packs.peer_price)
    if plan.stores > 1:
        mispriced = col("price_off").abs() >= plan.settings.packs.peer_price
        copied = (col("margin") < 0) & ~mispriced
        other = other | (holds(col("shared")) & ~copied)
    return other


def pack_at(off: Expr, reached: Iterable[tuple[int, float, float]]) -> Expr:
    """The pack size a log distance speaks of, among those the trade uses; else null."""
    distance, size = off.abs(), unknown_number()
    for pack, low, high in reached:
        here = distance.is_between(low, high, closed="left")
        size = when(here).then(float(pack)).otherwise(size)
    return size


def reaches(packs: Packs, tolerance: float | None = None) -> Iterator[tuple[int, float, float]]:
    """Each pack size with the logs nearest to it, from and to, within the tolerance."""
    within = packs.tolerance if tolerance is None else tolerance
    sizes = sorted(packs.sizes)
    logs = [-math.inf, *map(math.log, sizes), math.inf]
    for pack, below, here, above in zip(sizes, logs, logs[1:], logs[2:], strict=False):
        low = max(here - within, (below + here) / 2)
        yield pack, low, min(here + within, (here + above) / 2)


def own_pack(plan: Plan) -> Expr:
    """The file's own pack quantity when the distance agrees with it; else null."""
    if not plan.has("pack_qty"):
        return unknown_number()
    pack = when(col("pack_qty") >= LEAST_PACK).then(col("pack_qty"))
    near = (col("off").abs() - pack.log()).abs() <= plan.settings.packs.tolerance
    return when(near).then(pack)


def verdict() -> dict[str, Expr]:
    """The pack factor, above one when the cost is too high, and its surest witness."""
    pack = coalesce("own_pack", "usual_pack", "likely_pack")
    factor = when(col("off") < 0).then(1.0 / pack).otherwise(pack)
    source = (
        when(~col("off_peers").is_null())
        .then(lit("the other stores"))
        .when(~col("own_pack").is_null())
        .then(lit("its pack size"))
        .when(~col("usual_pack").is_null())
        .then(lit("the department"))
        .otherwise(lit("the price, which ends like most prices here"))
    )
    return {"pack_factor": factor, "pack_source": source}
