"""The inventory report of a chain, as its point-of-sale system writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from .arrays import NEVER
from .replenishment import outlook
from .streams import stream
from .words import departments, vendors

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .chain import Chain

COMMITTED_SHARE = 0.015
"""Share of the rows with a piece promised to a customer."""
NO_DESIRED_MARGIN = 0.12
"""Share of the SKUs without a desired margin on file."""
PACKED_AS = "CS"
"""Purchasing unit of what comes in cases."""


def inventory(chain: Chain) -> pl.DataFrame:
    """One row per store and SKU under the headers of an Epicor-Eagle-like report.

    Ids, words and dates (MM/DD/YY, empty for never) are text, quantities whole numbers, money
    floats in dollars.
    """
    goods, rows, stock = chain.setting.catalogue, chain.setting.assortment, chain.stock
    halls, known = departments(), vendors()
    sku = rows.sku
    point, most = report_levels(chain)
    average, cost = recorded_costs(chain)
    return pl.DataFrame(
        {
            "Store": [str(store + 1) for store in rows.store],
            "SKU": _take(goods.sku, sku),
            "Desc": _take(goods.description, sku),
            "Dept": _take([hall.name for hall in halls], goods.department[sku]),
            "Fineline": _take(goods.fineline, sku),
            "Prime Vend": _take([vendor.name for vendor in known], goods.vendor[sku]),
            "Mfg #": _take(goods.maker_part, sku),
            "UPC": _take(goods.barcode, sku),
            "Location": _locations(chain),
            "Status": statuses(chain),
            "Qty On Hand": _whole(stock.book),
            "Committed Qty": _committed(chain),
            "Qty On Order": _whole(stock.on_order),
            "Order Point": _whole(point),
            "Max Stock Level": _whole(most),
            "Standard Pack": goods.pack[sku],
            "Stocking U/M": _take(goods.unit, sku),
            "Purchasing U/M": _purchasing_units(chain),
            "Last Sale": _dates(chain, stock.last_sale),
            "Last Receipt": _dates(chain, stock.last_receipt),
            "Last Phys Inv": _dates(chain, stock.last_count),
            "Avg Cost": average,
            "Repl Cost": cost,
            "List": chain.prices.list_price,
            "Price 1": chain.prices.price,
            "Desired GP%": _desired(chain),
            "Sold 30 Days": _whole(stock.sold[30]),
            "Sold 90 Days": _whole(stock.sold[90]),
            "Sold 12 Months": _whole(stock.sold[365]),
        }
    )


def report_levels(chain: Chain) -> tuple[Floats, Floats]:
    """Order point and maximum of every row on the last day."""
    expected = outlook(chain.setting, chain.day)
    return chain.policy.levels(np.arange(len(chain.setting.assortment)), expected)


def recorded_costs(chain: Chain) -> tuple[Floats, Floats]:
    """Average and replacement cost of a unit as the books have them."""
    factor = chain.prices.record_factor
    average: Floats = np.round(chain.stock.average * factor, 4)
    cost: Floats = np.round(chain.stock.cost * factor, 4)
    return average, cost


def statuses(chain: Chain) -> list[str]:
    """Status of each row: active, clearance, discontinued or special order."""
    last, upsets = chain.day, chain.upsets
    status = np.select(
        [upsets.clearance <= last, upsets.discontinued <= last, upsets.by_choice],
        ["CLEARANCE", "DISCONTINUED", "SPECIAL ORDER"],
        "ACTIVE",
    )
    return [str(each) for each in status]


def _take(words: list[str], places: Ints) -> list[str]:
    return [words[place] for place in places]


def _whole(units: Floats) -> Ints:
    whole: Ints = np.round(units).astype(np.int64)
    return whole


def _dates(chain: Chain, days: Ints) -> list[str]:
    return [
        "" if day <= -NEVER else f"{chain.setting.parameters.date_of(int(day)):%m/%d/%y}"
        for day in days
    ]


def _locations(chain: Chain) -> list[str]:
    """Aisle and bin: one aisle per fineline, twenty SKUs to a bin."""
    goods = chain.setting.catalogue
    lines = {name: place for place, name in enumerate(dict.fromkeys(goods.fineline))}
    halls = departments()
    bins = [
        f"{halls[department].bins}{lines[line] % 9 + 1:02d}-{place // 20 % 40 + 1:02d}"
        for place, (department, line) in enumerate(
            zip(goods.department, goods.fineline, strict=True)
        )
    ]
    return _take(bins, chain.setting.assortment.sku)


def _committed(chain: Chain) -> Ints:
    rng = stream(chain.setting.parameters.seed, "committed")
    promised = rng.random(len(chain.setting.assortment)) < COMMITTED_SHARE
    units = np.minimum(rng.integers(1, 4, len(promised)), np.maximum(chain.stock.book, 0))
    return _whole(np.where(promised, units, 0.0))


def _purchasing_units(chain: Chain) -> list[str]:
    rolls = chain.setting.catalogue.cut
    units = np.where(rolls, "RL", np.where(chain.setting.catalogue.pack > 1, PACKED_AS, "EA"))
    return [str(units[place]) for place in chain.setting.assortment.sku]


def _desired(chain: Chain) -> list[float | None]:
    """Desired margin in per cent, empty for some SKUs."""
    rng = stream(chain.setting.parameters.seed, "desired margin")
    empty = rng.random(len(chain.setting.catalogue)) < NO_DESIRED_MARGIN
    percent = np.round(chain.setting.catalogue.margin * 100, 1)
    return [
        None if empty[place] else float(percent[place]) for place in chain.setting.assortment.sku
    ]
