"""What a point-of-sale system may know of every row, by canonical name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from .arrays import NEVER
from .replenishment import outlook
from .sales import totals
from .streams import stream
from .words import departments, vendors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from .arrays import Floats, Ints
    from .chain import Chain

    Field = Callable[[Chain], Sequence[Any] | Floats | Ints]

COMMITTED_SHARE = 0.015
"""Share of the rows with a piece promised to a customer."""
NO_DESIRED_MARGIN = 0.12
"""Share of the SKUs without a desired margin on file."""
PACKED_AS = "CS"
"""Purchasing unit of what comes in cases."""


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
        [
            (upsets.clearance <= last) & ~upsets.unmarked,
            upsets.discontinued <= last,
            upsets.by_choice,
        ],
        ["CLEARANCE", "DISCONTINUED", "SPECIAL ORDER"],
        "ACTIVE",
    )
    return [str(each) for each in status]


def _take(words: list[str], places: Ints) -> list[str]:
    return [words[place] for place in places]


def _whole(units: Floats) -> Ints:
    whole: Ints = np.round(units).astype(np.int64)
    return whole


def _dates(chain: Chain, days: Ints) -> list[date | None]:
    """The date of each day, none for never."""
    date_of = chain.setting.parameters.date_of
    known = {day: date_of(day) for day in map(int, np.unique(days)) if day > -NEVER}
    return [known.get(int(day)) for day in days]


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


def _by_department(chain: Chain, values: Sequence[str]) -> list[str]:
    return _take(list(values), chain.setting.department)


def _handles(chain: Chain) -> list[str]:
    """What a web shop calls an item in its addresses."""
    goods = chain.setting.catalogue
    words = [re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") for text in goods.description]
    handles = [f"{text}-{sku}" for text, sku in zip(words, goods.sku, strict=True)]
    return _take(handles, chain.setting.assortment.sku)


def _till_prices(chain: Chain) -> Floats:
    return chain.pricing.till(chain.day, np.arange(len(chain.setting)))


def _prices_before(chain: Chain) -> list[float | None]:
    """The regular price where a promotion runs beside it, none elsewhere."""
    pairs = zip(chain.prices.price, _till_prices(chain), strict=True)
    return [float(price) if till < price else None for price, till in pairs]


def _margins(chain: Chain) -> list[float]:
    price, cost = chain.prices.price, recorded_costs(chain)[1]
    return [float(each) for each in 1 - cost / price]


def _this_year(chain: Chain) -> tuple[Floats, Floats]:
    """Units and dollars sold since the first of January, as far as the run goes back."""
    return totals(chain, chain.as_of.timetuple().tm_yday)


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


def _of_goods(name: str) -> Field:
    """A field all stores share."""
    return lambda chain: _take(getattr(chain.setting.catalogue, name), chain.setting.assortment.sku)


FIELDS: Mapping[str, Field] = {
    "store_id": lambda chain: [str(store + 1) for store in chain.setting.assortment.store],
    "sku": _of_goods("sku"),
    "description": _of_goods("description"),
    "handle": _handles,
    "department": lambda chain: _by_department(chain, [hall.name for hall in departments()]),
    "department_number": lambda chain: _by_department(
        chain, [str(10 + number) for number in range(len(departments()))]
    ),
    "fineline": _of_goods("fineline"),
    "vendor": lambda chain: _take(
        [vendor.name for vendor in vendors()],
        chain.setting.catalogue.vendor[chain.setting.assortment.sku],
    ),
    "maker_part": _of_goods("maker_part"),
    "barcode": _of_goods("barcode"),
    "bin": _locations,
    "status": statuses,
    "shown": lambda chain: [
        "draft" if status == "DISCONTINUED" else "active" for status in statuses(chain)
    ],
    "on_hand": lambda chain: _whole(chain.stock.book),
    "committed": _committed,
    "available": lambda chain: _whole(chain.stock.book) - _committed(chain),
    "on_order": lambda chain: _whole(chain.stock.on_order),
    "reorder_point": lambda chain: _whole(report_levels(chain)[0]),
    "max_stock": lambda chain: _whole(report_levels(chain)[1]),
    "pack_qty": lambda chain: chain.setting.catalogue.pack[chain.setting.assortment.sku],
    "stocking_unit": _of_goods("unit"),
    "purchasing_unit": _purchasing_units,
    "last_sale_date": lambda chain: _dates(chain, chain.stock.last_sale),
    "last_receipt_date": lambda chain: _dates(chain, chain.stock.last_receipt),
    "last_count_date": lambda chain: _dates(chain, chain.stock.last_count),
    "average_cost": lambda chain: recorded_costs(chain)[0],
    "unit_cost": lambda chain: recorded_costs(chain)[1],
    "list_price": lambda chain: chain.prices.list_price,
    "retail_price": lambda chain: chain.prices.price,
    "till_price": _till_prices,
    "price_before": _prices_before,
    "margin": _margins,
    "value": lambda chain: np.round(chain.stock.book * recorded_costs(chain)[0], 2),
    "desired_margin": _desired,
    "sold_30d": lambda chain: _whole(chain.stock.sold[30]),
    "sold_90d": lambda chain: _whole(chain.stock.sold[90]),
    "sold_365d": lambda chain: _whole(chain.stock.sold[365]),
    "sold_ytd": lambda chain: _whole(_this_year(chain)[0]),
    "sales_dollars_ytd": lambda chain: _this_year(chain)[1],
}
"""What a system may know of every row, by canonical name: text, numbers, dates or none."""
