"""Follow-up: what the next stock says of a task that somebody calls done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from profit_sentinel.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES = ("fixed", "still", "unconfirmed", "missing")
SHOWN = 20
"""SKUs a verification carries, those not fixed first."""
_OF_STOCK = (Money.CASH, Money.CAPITAL)
"""Kinds of money that goods bring back when they leave the store."""


def verify(
    then: pl.DataFrame, now: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame
) -> dict[str, Any]:
    """What became of the findings of a task, both stocks judged by the same rules.

    A finding is `fixed` when its row is in the file and has no finding of the same kind of money,
    `still` when it has one, and `missing` when the row is gone. It is `unconfirmed` when goods left
    without a later sale: a write-off or a count looks the same, and neither is money.

    Args:
        then: The findings: `sku`, `recoverable`, `money`.
        now: Every finding of the store in the later stock, listed or not: `sku`, `money`.
        before: The rows of the stock the task was made from: `sku`, `on_hand`, `last_sale_date`.
        after: Those of the later stock.

    Returns:
        `state` (`verified`, `partly`, `not_yet`), `recovered` in dollars of what is fixed, how many
        SKUs are in each of `STATES`, and some of the SKUs.
    """
    seen = then.join(before, on="sku", how="left").join(
        after.with_columns(there=pl.lit(value=True)), on="sku", how="left", suffix="_now"
    )
    firing = now.select("sku", "money", firing=pl.lit(value=True)).unique()
    told = seen.join(firing, on=["sku", "money"], how="left").with_columns(state=_state())
    order = pl.col("state").replace_strict({name: -at for at, name in enumerate(STATES)})
    told = told.sort(order, -pl.col("recoverable"), "sku")
    counts = {name: told.filter(state=name).height for name in STATES}
    fixed = told.filter(state="fixed")
    return {
        "state": _verdict(counts),
        "recovered": round(float(fixed["recoverable"].sum()), 2),
        **counts,
        "skus": told.select("sku", "state", "recoverable").head(SHOWN).to_dicts(),
    }


def _state() -> pl.Expr:
    left = pl.col("on_hand_now") < pl.col("on_hand")
    sold = (pl.col("last_sale_date_now") > pl.col("last_sale_date")).fill_null(
        pl.col("last_sale_date").is_null() & pl.col("last_sale_date_now").is_not_null()
    )
    of_stock = pl.col("money").is_in([kind.value for kind in _OF_STOCK])
    return (
        pl.when(pl.col("there").is_null()).then(pl.lit("missing"))
        .when(pl.col("firing").is_not_null()).then(pl.lit("still"))
        .when(of_stock & left.fill_null(value=False) & ~sold).then(pl.lit("unconfirmed"))
        .otherwise(pl.lit("fixed"))
    )  # fmt: skip


def _verdict(counts: Mapping[str, int]) -> str:
    if not counts["fixed"]:
        return "not_yet"
    return "verified" if counts["fixed"] == sum(counts.values()) else "partly"
