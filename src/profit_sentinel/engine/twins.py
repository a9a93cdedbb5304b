"""Twins: another number of the same item, in the same store, with stock on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

if TYPE_CHECKING:
    from profit_sentinel.settings import Settings

KEYS = {
    "barcode": ("store_id", "barcode"),
    "maker's part": ("store_id", "vendor", "maker_part"),
    "description": ("store_id", "vendor", "department", "plain_description"),
}
"""What two numbers of one item share, the surest first."""
SHORTEST = 6
"""Letters a plain description needs before it can tell an item."""
IDENTITY = ("store_id", "sku")


def add(frame: nw.LazyFrame, settings: Settings) -> nw.LazyFrame:
    """Add twin_sku, twin_on_hand and twin_match, null where no other number has stock."""
    frame = frame.with_columns(plain_description=plain(settings))
    below = frame.filter(nw.col("on_hand") < 0)
    above = frame.filter(nw.col("on_hand") > 0)
    for name, keys in KEYS.items():
        frame = frame.join(
            pair(below, above, keys, settings).rename(
                {"sku_right": f"sku by {name}", "on_hand_right": f"stock by {name}"}
            ),
            on=list(IDENTITY),
            how="left",
        )
    return frame.with_columns(**chosen())


def plain(settings: Settings) -> nw.Expr:
    """A description without case, punctuation and words such as NEW; null when nearly nothing."""
    noise = "|".join(settings.twins.noise_words)
    words = nw.col("description").str.to_uppercase().str.replace_all(rf"\b({noise})\b", "")
    letters = words.str.replace_all(r"[^A-Z0-9/.]+", "")
    return nw.when(letters.str.len_chars() >= SHORTEST).then(letters)


def pair(
    below: nw.LazyFrame, above: nw.LazyFrame, keys: tuple[str, ...], settings: Settings
) -> nw.LazyFrame:
    """For each negative row the partner with the most stock: its SKU and units.

    Returns:
        store_id, sku, sku_right, on_hand_right; one row per negative row that has a partner.
    """
    wanted = [*keys, "sku", "on_hand", "stock_cost"]
    both = below.select(*dict.fromkeys([*IDENTITY, *wanted])).join(
        above.select(*dict.fromkeys(wanted)), on=list(keys), how="inner"
    )
    ratio = (nw.col("stock_cost") / nw.col("stock_cost_right")).log().abs()
    alike = both.filter(ratio <= nw.lit(settings.twins.cost_ratio).log())
    most = alike.with_columns(best=nw.col("on_hand_right").max().over(*IDENTITY))
    return (
        most.filter(nw.col("on_hand_right") == nw.col("best"))
        .group_by(*IDENTITY)
        .agg(nw.col("sku_right").max(), nw.col("on_hand_right").max())
    )


def chosen() -> dict[str, nw.Expr]:
    """The surest partner a row has."""
    match: nw.Expr = nw.lit(None).cast(nw.String)
    for name in reversed(KEYS):
        match = nw.when(~nw.col(f"sku by {name}").is_null()).then(nw.lit(name)).otherwise(match)
    return {
        "twin_match": match,
        "twin_sku": nw.coalesce(*(nw.col(f"sku by {name}") for name in KEYS)),
        "twin_on_hand": nw.coalesce(*(nw.col(f"stock by {name}") for name in KEYS)),
    }
