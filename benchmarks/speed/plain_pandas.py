"""Plain pandas, whole: from the inventory report of the demo chain to the findings.

What a good analyst would write who knows the file and needs no more: the same fourteen leaks by
the same formulas and constants, without any code of the program but its settings.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from speed.plain_facts import SETTINGS, add_facts
from speed.plain_leaks import LEAKS, MINUS, MONEY, STATED, judge

if TYPE_CHECKING:
    from pathlib import Path

IDS = {
    "Store": "store_id",
    "SKU": "sku",
    "Desc": "description",
    "Dept": "department",
    "Fineline": "fineline",
    "Prime Vend": "vendor",
    "Mfg #": "maker_part",
    "UPC": "barcode",
    "Status": "status",
    "Stocking U/M": "stocking_unit",
}
NUMBERS = {
    "Qty On Hand": "on_hand",
    "Qty On Order": "on_order",
    "Order Point": "reorder_point",
    "Max Stock Level": "max_stock",
    "Standard Pack": "pack_qty",
    "Avg Cost": "average_cost",
    "Repl Cost": "unit_cost",
    "List": "list_price",
    "Price 1": "retail_price",
    "Desired GP%": "desired_margin",
    "Sold 30 Days": "sold_30d",
    "Sold 90 Days": "sold_90d",
    "Sold 12 Months": "sold_365d",
}
DATES = {"Last Sale": "last_sale_date", "Last Receipt": "last_receipt_date"}
HEADERS = {**IDS, **NUMBERS, **DATES}
COUNT_DATE = "Last Phys Inv"
LOOKED = ("phantom_inventory",)
"""Leaks that a look at the shelf decides."""
PLACES = 9
"""Decimals of a probability that count."""


def read(path: str | Path) -> pd.DataFrame:
    """The columns of a report that are needed, under plain names."""
    dates = [*DATES, COUNT_DATE]
    goods = pd.read_csv(
        path,
        usecols=[*HEADERS, COUNT_DATE],
        dtype={**dict.fromkeys(IDS, str), **dict.fromkeys(NUMBERS, float)},
        parse_dates=dates,
        date_format="%m/%d/%y",
    )
    newest = goods[dates].max().max()
    goods = goods.drop(columns=COUNT_DATE).rename(columns=HEADERS)
    goods["desired_margin"] /= 100
    return goods.assign(as_of=newest)


def find(goods: pd.DataFrame) -> pd.DataFrame:
    """Findings: store_id, sku, leak, dollars, recoverable, probability, kept, worth_a_count."""
    judged = judge(add_facts(goods))
    give_way(judged)
    take_off(judged)
    parts = [
        goods.loc[found["probability"].notna(), ["store_id", "sku"]]
        .join(found)
        .assign(leak=leak, money=found.get("money", MONEY[leak]), stated=leak in STATED)
        for leak, found in judged.items()
    ]
    found = pd.concat(parts, ignore_index=True)
    for amount in ("dollars", "recoverable"):
        found[amount] = np.floor(found[amount] * 100 + 0.5) / 100
    found["probability"] = found["probability"].round(PLACES)
    return ask(cut(found[(found["dollars"] > 0) | (found["money"] == "record")]))


def give_way(judged: dict[str, pd.DataFrame]) -> None:
    """Drop a leak where a better story of the same fact stands."""
    for leak, rule in LEAKS.items():
        for better in rule.gives_way_to:
            taken = judged[better]["probability"] >= 0.5
            judged[leak].loc[taken, "probability"] = np.nan


def take_off(judged: dict[str, pd.DataFrame]) -> None:
    """Take the dollars of a part off the whole where both stand."""
    for leak, part in MINUS.items():
        whole, amounts = judged[leak], judged[part]
        stands = amounts["probability"].notna()
        for amount in ("dollars", "recoverable"):
            whole[amount] = (whole[amount] - amounts[amount].where(stands, 0)).clip(lower=0)
        whole["recoverable"] = whole[["recoverable", "dollars"]].min(axis=1)


def cut(found: pd.DataFrame) -> pd.DataFrame:
    """Keep stated facts, and the surest others while false alarms stay within the limit."""
    found = found.sort_values(
        ["stated", "probability", "dollars", "store_id", "sku", "leak"],
        ascending=[True, False, False, True, True, True],
    )
    lists = (1 - found["probability"]).groupby(
        [found["store_id"], found["money"], found["stated"]], sort=False
    )
    doubt = lists.cumsum() / (lists.cumcount() + 1)
    within = doubt <= SETTINGS.list.false_alarms + 1e-12
    likely = found["probability"] >= SETTINGS.list.minimum_probability
    return found.assign(kept=found["stated"] | (likely & within))


def ask(found: pd.DataFrame) -> pd.DataFrame:
    """Mark what was cut but is worth a look: per store the most expected dollars, within a walk."""
    limits = SETTINGS.counts
    least = limits.worth * limits.look_minutes / 60 * SETTINGS.list.wage_per_hour
    expected = (found["probability"] * found["recoverable"]).round(2)
    asked = ~found["kept"] & found["leak"].isin(LOOKED) & (expected >= least)
    order = (
        found[asked].assign(expected=-expected[asked]).sort_values(["expected", "store_id", "sku"])
    )
    walked = order.groupby("store_id", sort=False).head(
        int(limits.walk_minutes / limits.look_minutes)
    )
    return found.assign(worth_a_count=found.index.isin(walked.index))


def main() -> None:
    """Find the leaks of the file named on the command line and print them as CSV."""
    find(read(sys.argv[1])).to_csv(sys.stdout, index=False)


if __name__ == "__main__":
    main()
