"""Twins: another number of the same item, in the same store, with stock on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import unknown_number, unknown_text
from profit_sentinel.declaration.words import col, concat, lit, when
from profit_sentinel.engine.groups import ROW

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Settings

PLAIN = "plain_description"
KEYS = {
    "barcode": ("store_id", "barcode"),
    "maker's part": ("store_id", "vendor", "maker_part"),
    "description": ("store_id", "vendor", "department", PLAIN),
}
"""What two numbers of one item share, the surest first."""
SHORTEST = 6
"""Letters a plain description needs before it can tell an item."""


def add(frame: Frame, plan: Plan) -> Frame:
    """Add twin_sku, twin_on_hand and twin_match, null where no other number has stock."""
    keys = {name: key for name, key in KEYS.items() if plan.has(*map(read_from, key))}
    if not keys:
        return frame.with_columns(
            twin_sku=unknown_text(), twin_on_hand=unknown_number(), twin_match=unknown_text()
        )
    columns = dict.fromkeys(read_from(column) for key in keys.values() for column in key)
    goods = frame.select(*dict.fromkeys([ROW, "sku", "on_hand", "stock_cost", *columns]))
    below, above = goods.filter(col("on_hand") < 0), goods.filter(col("on_hand") > 0)
    pairs = concat(
        [pair(below, above, name, rank, plan.settings) for rank, name in enumerate(keys)]
    )
    return frame.join(surest(pairs), on=ROW, how="left")


def read_from(column: str) -> str:
    """The canonical column a key column is made from."""
    return "description" if column == PLAIN else column


def pair(below: Frame, above: Frame, name: str, rank: int, settings: Settings) -> Frame:
    """Negative rows with every other number of the same item that has stock.

    Returns:
        row, twin_sku, twin_on_hand, twin_match, rank.
    """
    key = list(KEYS[name])
    if PLAIN in key:
        below = named(below, plain(below, settings))
        above = named(above, plain(above, settings).join(below.select(PLAIN), on=PLAIN, how="semi"))
    both = below.select(*dict.fromkeys([ROW, "sku", *key, "stock_cost"])).join(
        above.select(*dict.fromkeys([*key, "sku", "on_hand", "stock_cost"])), on=key, how="inner"
    )
    ratio = (col("stock_cost") / col("stock_cost_right")).log().abs()
    return both.filter(ratio <= math.log(settings.twins.cost_ratio)).select(
        ROW,
        col("sku_right").alias("twin_sku"),
        col("on_hand").alias("twin_on_hand"),
        lit(name).alias("twin_match"),
        lit(rank).alias("rank"),
    )


def plain(goods: Frame, settings: Settings) -> Frame:
    """Each description without case, punctuation and words such as NEW; null if too short."""
    noise = "|".join(settings.twins.noise_words)
    upper = col("description").str.to_uppercase()
    letters = upper.str.replace_all(rf"\b({noise})\b|[^A-Z0-9/.]+", "")
    telling = when(letters.str.len_chars() >= SHORTEST).then(letters)
    return goods.select("description").unique().with_columns(telling.alias(PLAIN))


def named(goods: Frame, names: Frame) -> Frame:
    """Goods whose description is known, with what it is plainly."""
    return goods.join(names, on="description", how="inner")


def surest(pairs: Frame) -> Frame:
    """One twin per negative row: the surest match, then the most stock, then the last SKU."""
    facts = ["twin_match", "twin_on_hand", "twin_sku"]
    for column, best in (("rank", col("rank").min()),
                         ("twin_on_hand", col("twin_on_hand").max()),
                         ("twin_sku", col("twin_sku").max())):  # fmt: skip
        pairs = pairs.with_columns(best=best.over(ROW))
        pairs = pairs.filter(col(column) == col("best")).drop("best")
    return pairs.select(ROW, *facts).unique(subset=[ROW])
