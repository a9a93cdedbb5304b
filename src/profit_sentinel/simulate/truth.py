"""The truth behind a report: every leak it really holds, with cause and dollars.

The rule by which truth is made complete:

1. *Facts of the file* are true wherever the file states them: a quantity below zero, a zero cost,
   a price below cost, a price apart from the chain's median. The price of a promotion that runs is
   right, even where it is typed over the regular one.
2. *Leaks that need knowledge* are true where the leak's definition holds with the true figures in
   place of estimates: true rate, true season ahead, true stock on the shelf, true unit cost. It
   does not matter whether a planned cause or everyday noise led there.
3. Dollars follow the leak's definition with the true annual rate; stock is valued at the average
   cost in the books, as the file has it.
4. `visible` is false where a careful person could not yet tell from the evidence: an empty shelf
   before three purchases were missed; dead stock before its limit, before its customers missed
   three purchases, or while customers still come to what sells through in three years or is no
   more than the order point and one piece; an excess within a quarter of the level; a margin
   within eight points; an empty shelf under a negative book; an order whose reason is not visible
   itself; a mistyped cost that is not ten times off; anything that an order on its way will mend.
   Finding such a row is right; missing it is no fault. Stock that stood unsold past the action
   limit, more of it than the order point and one piece, is dead by the dates and quantities of the
   file, whoever may still come; a last piece or two are what a store keeps for them.
5. `primary` is false where another true leak of the same row tells the same story and goes first
   (the catalogue's *instead of*), be it worth anything there or not.
6. `early` marks what is true and not `visible` only because its time has not come: an empty shelf
   before three missed purchases, stock whose customers are gone before its limit or before they
   missed three purchases. A finding there is *too early to call* and counted apart.
7. `also` names the leaks that tell the same fact under another name and lead to the same deed
   (count it, clear it, set the price, mend the cost). A finding that is not true itself but whose
   leak is in the `also` of a true leak of the same row is *true under another name* and counted
   apart; a leak found on a row where nothing of the kind is true is false.
8. `evidence` says what shows it: one report (`snapshot`), an earlier report too (`history`), or
   the companion files (`documents`). One report is judged by the first kind alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from . import document_truth, price_truth, stock_truth
from .arrays import NEVER
from .facts import gather

if TYPE_CHECKING:
    from .chain import Chain
    from .facts import Claim

GIVES_WAY: dict[str, frozenset[str]] = {
    "negative_inventory": frozenset({"sku_twin", "receiving_gap"}),
    "sku_twin": frozenset({"receiving_gap"}),
    "dead_stock": frozenset({"phantom_inventory", "unit_mismatch"}),
    "overstock": frozenset(
        {"phantom_inventory", "unit_mismatch", "dead_stock", "seasonal_leftover"}
    ),
    "stockout": frozenset({"phantom_inventory"}),
    "shrinkage_pattern": frozenset({"receiving_gap", "sku_twin", "phantom_inventory"}),
    "price_discrepancy": frozenset({"unit_mismatch"}),
    "price_gap": frozenset({"price_discrepancy", "unit_mismatch", "cost_spike"}),
    "purchasing_leakage": frozenset({"unit_mismatch", "cost_spike"}),
    "cost_spike": frozenset({"unit_mismatch", "price_discrepancy"}),
    "margin_erosion": frozenset(
        {
            "price_discrepancy",
            "price_gap",
            "purchasing_leakage",
            "unit_mismatch",
            "zero_cost",
            "cost_spike",
            "discount_leak",
        }
    ),
}
"""For each leak, the leaks of the same row that tell its story better."""
ALSO: dict[str, frozenset[str]] = {
    "negative_inventory": frozenset({"sku_twin", "receiving_gap"}),
    "sku_twin": frozenset({"negative_inventory", "receiving_gap"}),
    "receiving_gap": frozenset({"negative_inventory"}),
    "phantom_inventory": frozenset({"shrinkage_pattern"}),
    "shrinkage_pattern": frozenset({"phantom_inventory"}),
    "dead_stock": frozenset({"overstock", "seasonal_leftover"}),
    "overstock": frozenset({"dead_stock", "seasonal_leftover"}),
    "seasonal_leftover": frozenset({"dead_stock", "overstock"}),
    "margin_erosion": frozenset({"price_discrepancy", "price_gap", "cost_spike"}),
    "price_discrepancy": frozenset({"margin_erosion", "price_gap", "cost_spike"}),
    "price_gap": frozenset({"margin_erosion", "price_discrepancy"}),
    "cost_spike": frozenset({"margin_erosion", "price_discrepancy"}),
    "purchasing_leakage": frozenset({"margin_erosion", "cost_spike"}),
    "unit_mismatch": frozenset({"price_discrepancy", "margin_erosion", "purchasing_leakage"}),
}
"""For each true leak, the leaks that tell its fact under another name."""
STATED_FACTS = frozenset({"negative_inventory", "zero_cost"})
LEAST = 0.005
"""Dollars below which a leak is none."""


def truth(chain: Chain, *before: Chain) -> pl.DataFrame:
    """One row per leak, store and SKU.

    Args:
        chain: The chain on the day of the report.
        before: Earlier days of the same run; with them comes what only they show.

    Returns:
        Columns `store_id`, `sku`, `leak`, `cause` (text), `started` (date, null when no single day
        can be told), `dollars` (float, cents), `money` (text), `visible`, `primary` (bool),
        `note`, `evidence` (`snapshot`, `history` or `documents`), `early` (bool), `also` (ids of
        leaks, parted by blanks). One row per store, SKU and leak.
    """
    facts = gather(chain)
    every = [*stock_truth.claims(facts), *price_truth.claims(facts)]
    every += document_truth.claims(facts, before)
    frames = [_frame(chain, claim, _led(claim, every)) for claim in map(_worth, every)]
    return pl.concat(frames).sort("store_id", "sku", "leak")


def _worth(claim: Claim) -> Claim:
    """A claim without the rows that leak less than a cent, stated facts apart."""
    if claim.leak in STATED_FACTS:
        return claim
    kept = np.flatnonzero(claim.dollars >= LEAST)
    places = [int(place) for place in kept]
    return replace(
        claim,
        rows=claim.rows[kept],
        dollars=claim.dollars[kept],
        causes=[claim.causes[place] for place in places],
        started=claim.started[kept],
        visible=claim.visible[kept],
        notes=[claim.notes[place] for place in places],
        early=None if claim.early is None else claim.early[kept],
    )


def _led(claim: Claim, every: list[Claim]) -> list[bool]:
    """Whether each row of a claim is told better by another claim."""
    better = GIVES_WAY.get(claim.leak, frozenset())
    shown = {"snapshot", claim.evidence}
    rows = [
        other.rows[other.visible]
        for other in every
        if other.leak in better and other.evidence in shown
    ]
    return [bool(each) for each in np.isin(claim.rows, np.concatenate([[], *rows]))]


def _frame(chain: Chain, claim: Claim, led: list[bool]) -> pl.DataFrame:
    rows, date_of = chain.setting.assortment, chain.setting.parameters.date_of
    return pl.DataFrame(
        {
            "store_id": [str(store + 1) for store in rows.store[claim.rows]],
            "sku": [chain.setting.catalogue.sku[sku] for sku in rows.sku[claim.rows]],
            "leak": [claim.leak] * len(claim.rows),
            "cause": [str(cause) for cause in claim.causes],
            "started": [None if abs(day) >= NEVER else date_of(int(day)) for day in claim.started],
            "dollars": np.round(claim.dollars, 2),
            "money": [str(claim.money)] * len(claim.rows),
            "visible": claim.visible,
            "primary": [not each for each in led],
            "note": list(claim.notes),
            "evidence": [claim.evidence] * len(claim.rows),
            "early": np.zeros(len(claim.rows), np.bool_) if claim.early is None else claim.early,
            "also": [" ".join(sorted(ALSO.get(claim.leak, ())))] * len(claim.rows),
        },
        schema_overrides={"started": pl.Date, "store_id": pl.String, "sku": pl.String},
    )
