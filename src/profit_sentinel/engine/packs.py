"""Packs: costs that are off by a pack size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import holds, most, positive, unknown_number
from profit_sentinel.declaration.words import Expr, coalesce, col, lit, when
from profit_sentinel.engine.peers import ROBUST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.groups import Figures
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Packs

DEPARTMENT = ("store_id", "department")
LEAST_SPREAD = 0.05
"""Smallest robust sd of a department's log price to cost ratio."""
LEAST_PACK = 1.5
"""Pack quantities of the file under it are no packs."""


def placed(frame: Frame, _: Plan) -> Frame:
    """Add how far the log of price over cost lies under the department's median."""
    usual, markup = (-(1.0 - col(name)).log() for name in ("department_margin", "margin"))
    return frame.with_columns(markup_gap=usual - markup)


def spread() -> Figures:
    """How far those ratios lie off the department's: the middle of it."""
    return {DEPARTMENT: {"usual_markup_gap": col("markup_gap").abs().median()}}


def add(frame: Frame, plan: Plan) -> Frame:
    """Add pack_factor, the cost over what it should be, and pack_source, how that is known."""
    markup_spread = most(col("usual_markup_gap") * ROBUST, lit(LEAST_SPREAD))
    frame = frame.with_columns(markup_spread=markup_spread)
    frame = frame.with_columns(off_peers=off_from_peers(plan), alone=off_from_department(plan))
    frame = frame.with_columns(off=coalesce("off_peers", "alone"))
    frame = frame.with_columns(usual_pack=usual_pack(plan.settings.packs), own_pack=own_pack(plan))
    return frame.with_columns(**verdict())


def off_from_peers(plan: Plan) -> Expr:
    """Log of the cost over that of the same item elsewhere, where the price agrees."""
    if plan.stores == 1:
        return unknown_number()
    packs, cost, price = plan.settings.packs, col("cost_off"), col("price_off")
    far = (cost.abs() > packs.peer_cost) & (price.abs() < packs.peer_price)
    return when(col("shared") & far).then(cost)


def off_from_department(plan: Plan) -> Expr:
    """Log distance of price over cost from the department's, where it is far off.

    A price marked down to clear, or far under its list price, says nothing of the cost. Where other
    stores carry the item and agree, a thin margin is no mistake; a loss may be one that all of them
    copied, unless only the price is off theirs.
    """
    gap = col("markup_gap")
    cleared = col("clearance") | col("discontinued") | col("in_promotion")
    marked_down = cleared & (gap > 0)
    far = (gap.abs() > plan.settings.packs.ratio_sd * col("markup_spread")) & ~marked_down
    if plan.has("list_price"):
        off_list = (positive(col("list_price")) / col("price")).log()
        far = far & ~holds(off_list >= plan.settings.packs.peer_price)
    if plan.stores > 1:
        mispriced = col("price_off").abs() >= plan.settings.packs.peer_price
        copied = (col("margin") < 0) & ~mispriced
        far = far & (~holds(col("shared")) | copied)
    return when(far).then(gap)


def usual_pack(packs: Packs) -> Expr:
    """The pack size a log distance speaks of, among those the trade uses; else null."""
    distance, size = col("off").abs(), unknown_number()
    for pack, low, high in reaches(packs):
        here = distance.is_between(low, high, closed="left")
        size = when(here).then(float(pack)).otherwise(size)
    return size


def reaches(packs: Packs) -> Iterator[tuple[int, float, float]]:
    """Each pack size with the logs nearest to it, from and to, within the tolerance."""
    sizes = sorted(packs.sizes)
    logs = [-math.inf, *map(math.log, sizes), math.inf]
    for pack, below, here, above in zip(sizes, logs, logs[1:], logs[2:], strict=False):
        low = max(here - packs.tolerance, (below + here) / 2)
        yield pack, low, min(here + packs.tolerance, (here + above) / 2)


def own_pack(plan: Plan) -> Expr:
    """The file's own pack quantity when the distance agrees with it; else null."""
    if not plan.has("pack_qty"):
        return unknown_number()
    pack = when(col("pack_qty") >= LEAST_PACK).then(col("pack_qty"))
    near = (col("off").abs() - pack.log()).abs() <= plan.settings.packs.tolerance
    return when(near).then(pack)


def verdict() -> dict[str, Expr]:
    """The pack factor, above one when the cost is too high, and its surest witness."""
    pack = coalesce("own_pack", "usual_pack")
    factor = when(col("off") < 0).then(1.0 / pack).otherwise(pack)
    source = (
        when(~col("off_peers").is_null())
        .then(lit("the other stores"))
        .when(~col("own_pack").is_null())
        .then(lit("its pack size"))
        .otherwise(lit("the department"))
    )
    return {"pack_factor": factor, "pack_source": source}
