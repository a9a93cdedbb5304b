"""Twins: another number of the same item, in the same store, with stock on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import narwhals as nw

from profit_sentinel.declaration.expression import NUMBER, TEXT

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Settings

IDENTITY = ("store_id", "sku")
KEYS = {
    "barcode": ("store_id", "barcode"),
    "maker's part": ("store_id", "vendor", "maker_part"),
    "description": ("store_id", "vendor", "department", "plain_description"),
}
"""What two numbers of one item share, the surest first."""
SHORTEST = 6
"""Letters a plain description needs before it can tell an item."""


def add(frame: Frame, plan: Plan) -> Frame:
    """Add twin_sku, twin_on_hand and twin_match, null where no other number has stock."""
    keys = {name: key for name, key in KEYS.items() if plan.has(*map(read_from, key))}
    if not keys:
        return frame.with_columns(twin_sku=TEXT, twin_on_hand=NUMBER, twin_match=TEXT)
    columns = dict.fromkeys(read_from(column) for key in keys.values() for column in key)
    goods = frame.select(*dict.fromkeys([*IDENTITY, "on_hand", "stock_cost", *columns]))
    below, above = goods.filter(nw.col("on_hand") < 0), goods.filter(nw.col("on_hand") > 0)
    pairs = nw.concat(
        [pair(below, above, name, rank, plan.settings) for rank, name in enumerate(keys)]
    )
    return frame.join(surest(pairs), on=list(IDENTITY), how="left")


def read_from(column: str) -> str:
    """The canonical column a key column is made from."""
    return "description" if column == "plain_description" else column


def pair(below: Frame, above: Frame, name: str, rank: int, settings: Settings) -> Frame:
    """Negative rows with every other number of the same item that has stock.

    Returns:
        store_id, sku, twin_sku, twin_on_hand, twin_match, rank.
    """
    key = list(KEYS[name])
    if "plain_description" in key:
        near = [column for column in key if column != "plain_description"]
        above = above.join(below.select(*near).unique(), on=near, how="inner")
        below, above = (plain(side, settings) for side in (below, above))
    both = below.select(*dict.fromkeys([*IDENTITY, *key, "stock_cost"])).join(
        above.select(*dict.fromkeys([*key, "sku", "on_hand", "stock_cost"])), on=key, how="inner"
    )
    ratio = (nw.col("stock_cost") / nw.col("stock_cost_right")).log().abs()
    return both.filter(ratio <= math.log(settings.twins.cost_ratio)).select(
        *IDENTITY,
        nw.col("sku_right").alias("twin_sku"),
        nw.col("on_hand").alias("twin_on_hand"),
        nw.lit(name).alias("twin_match"),
        nw.lit(rank).alias("rank"),
    )


def plain(goods: Frame, settings: Settings) -> Frame:
    """Add the description without case, punctuation and words such as NEW; null if too short."""
    noise = "|".join(settings.twins.noise_words)
    upper = nw.col("description").str.to_uppercase()
    letters = upper.str.replace_all(rf"\b({noise})\b|[^A-Z0-9/.]+", "")
    return goods.with_columns(
        plain_description=nw.when(letters.str.len_chars() >= SHORTEST).then(letters)
    )


def surest(pairs: Frame) -> Frame:
    """One twin per negative row: the surest match, then the most stock, then the last SKU."""
    facts = ["twin_match", "twin_on_hand", "twin_sku"]
    for column, best in (("rank", nw.col("rank").min()),
                         ("twin_on_hand", nw.col("twin_on_hand").max()),
                         ("twin_sku", nw.col("twin_sku").max())):  # fmt: skip
        pairs = pairs.with_columns(best=best.over(*IDENTITY))
        pairs = pairs.filter(nw.col(column) == nw.col("best")).drop("best")
    return pairs.select(*IDENTITY, *facts).unique(subset=list(IDENTITY))
