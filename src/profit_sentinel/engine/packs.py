"""Packs: costs that are off by a pack size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import holds, most
from profit_sentinel.engine.peers import ROBUST

if TYPE_CHECKING:
    from profit_sentinel.settings import Packs, Settings

LEAST_SPREAD = 0.05
"""Smallest robust sd of a department's log price to cost ratio."""
LEAST_PACK = 1.5
"""Pack quantities of the file under it are no packs."""


def add(frame: nw.LazyFrame, settings: Settings) -> nw.LazyFrame:
    """Add pack_factor, the cost over what it should be, and pack_source, how that is known."""
    keys = ("store_id", "department")
    frame = frame.with_columns(markup=(nw.col("price") / nw.col("cost")).log())
    frame = frame.with_columns(usual_markup=nw.col("markup").median().over(*keys))
    frame = frame.with_columns(markup_gap=nw.col("usual_markup") - nw.col("markup"))
    frame = frame.with_columns(
        markup_spread=most(
            nw.col("markup_gap").abs().median().over(*keys) * ROBUST, nw.lit(LEAST_SPREAD)
        )
    )
    frame = frame.with_columns(
        cost_off=off_from_peers(settings), ratio_off=off_from_department(settings)
    )
    packs = settings.packs
    return frame.with_columns(
        by_peers=nearest(nw.col("cost_off"), packs),
        by_file=own_pack(nw.col("ratio_off"), packs),
        by_department=nearest(nw.col("ratio_off"), packs),
    ).with_columns(**chosen())


def off_from_peers(settings: Settings) -> nw.Expr:
    """Log of the cost over that of the same item elsewhere, where the price agrees."""
    cost = (nw.col("cost") / nw.col("peer_cost")).log()
    price = (nw.col("price") / nw.col("peer_price")).log()
    known = nw.col("peer_stores") >= settings.peers.stores
    far = (cost.abs() > settings.packs.peer_cost) & (price.abs() < settings.packs.peer_price)
    return nw.when(known & far).then(cost)


def off_from_department(settings: Settings) -> nw.Expr:
    """Log distance of price over cost from the department's, where it is far off.

    Where other stores carry the item they know its cost better than the department does.
    """
    packs, gap = settings.packs, nw.col("markup_gap")
    alone = ~holds(nw.col("peer_stores") >= settings.peers.stores)
    far = gap.abs() > packs.ratio_sd * nw.col("markup_spread")
    return nw.when(alone & far).then(gap)


def nearest(distance: nw.Expr, packs: Packs) -> nw.Expr:
    """The pack size a log distance speaks of, above one or as its inverse; else null."""
    size = nw.lit(None).cast(nw.Float64)
    for pack in packs.sizes:
        size = nw.when((distance.abs() - math.log(pack)).abs() <= packs.tolerance).then(
            float(pack)
        ).otherwise(size)  # fmt: skip
    return upright(size, distance)


def own_pack(distance: nw.Expr, packs: Packs) -> nw.Expr:
    """The file's own pack quantity when the distance agrees with it; else null."""
    pack = nw.when(nw.col("pack_qty") >= LEAST_PACK).then(nw.col("pack_qty"))
    return upright(nw.when((distance.abs() - pack.log()).abs() <= packs.tolerance).then(pack),
                   distance)  # fmt: skip


def upright(size: nw.Expr, distance: nw.Expr) -> nw.Expr:
    """A pack size as a factor: above one when the cost is too high, its inverse when too low."""
    return nw.when(distance < 0).then(1.0 / size).otherwise(size)


def chosen() -> dict[str, nw.Expr]:
    """The surest factor a row has; peers that agree with the cost overrule the rest."""
    sources = (
        ("by_peers", "the other stores"),
        ("by_file", "its pack size"),
        ("by_department", "the department"),
    )
    source = nw.lit(None).cast(nw.String)
    for column, name in reversed(sources):
        source = nw.when(~nw.col(column).is_null()).then(nw.lit(name)).otherwise(source)
    factor = nw.coalesce(*(nw.col(column) for column, _ in sources))
    return {"pack_factor": factor, "pack_source": source}
