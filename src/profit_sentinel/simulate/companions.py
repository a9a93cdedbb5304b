"""The files that go with a stock list: purchase orders, sales, counts, and the vendors' prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from .arrays import NEVER
from .document_truth import COUNTS_KEPT, ORDERS_KEPT, SALES_KEPT
from .sales import lines
from .words import vendors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from .arrays import Floats, Ints
    from .chain import Chain
    from .ledger import Delivery


def companions(chain: Chain) -> dict[str, pl.DataFrame]:
    """Every companion file of a chain's day, by name without its ending."""
    return {
        "purchase_orders": purchase_orders(chain),
        "sales": sales(chain),
        "counts": counts(chain),
        "price_list": price_list(chain),
    }


def purchase_orders(chain: Chain, window: int = ORDERS_KEPT) -> pl.DataFrame:
    """Order lines of the last days, and what has come of them by the chain's day.

    Columns: `po_number`, `vendor`, `store_id`, `sku`, `ordered`, `received`, `invoiced` (units),
    `unit_cost` (dollars), `order_date`, `due_date`, `receipt_date` (null before it), `status`.
    """
    first, known = chain.day - window, [each for each in chain.ledger.deliveries if len(each.rows)]
    orders = [each for each in known if first < each.day <= chain.day]
    if not orders:
        return _orders(chain, np.empty(0, np.int64), _joined(chain, known[:1]))
    days = np.repeat([each.day for each in orders], [len(each.rows) for each in orders])
    return _orders(chain, days, _joined(chain, orders))


def _joined(chain: Chain, orders: Sequence[Delivery]) -> dict[str, Ints | Floats]:
    """The fields of some orders end to end, without what happened after the chain's day."""
    names = ("rows", "ordered", "due", "arrives", "booked_on", "invoiced", "booked", "received")
    whole = {name: np.concatenate([getattr(each, name) for each in orders]) for name in names}
    whole["cost"] = np.concatenate([each.cost for each in orders])
    come = whole["arrives"] <= chain.day
    whole["invoiced"] = np.where(come, whole["invoiced"], 0.0)
    whole["booked"] = np.where(come, whole["booked"], 0.0)
    whole["received"] = np.where(come, whole["received"], NEVER)
    return whole


def _orders(chain: Chain, days: Ints, whole: dict[str, Ints | Floats]) -> pl.DataFrame:
    whole = {name: values[: len(days)] for name, values in whole.items()}
    sku, store = _named(chain, whole["booked_on"].astype(np.int64))
    vendor = chain.setting.catalogue.vendor[chain.setting.assortment.sku[whole["rows"].astype(int)]]
    names = [each.name for each in vendors()]
    frame = pl.DataFrame(
        {
            "po_number": [
                f"{place}{day % 10_000:04d}{maker:02d}"
                for place, day, maker in zip(store, days + 3_000, vendor, strict=True)
            ],
            "vendor": [names[place] for place in vendor],
            "store_id": store,
            "sku": sku,
            "ordered": _whole(whole["ordered"]),
            "received": _whole(whole["booked"]),
            "invoiced": _whole(whole["invoiced"]),
            "unit_cost": np.round(whole["cost"], 4),
            "order_date": _dates(chain, days),
            "due_date": _dates(chain, whole["due"]),
            "receipt_date": _dates(chain, whole["received"]),
            "status": _statuses(chain, whole),
        },
        schema_overrides=dict.fromkeys(("order_date", "due_date", "receipt_date"), pl.Date),
    )
    return frame.sort("order_date", "po_number", "sku", maintain_order=True)


def _statuses(chain: Chain, whole: dict[str, Ints | Floats]) -> list[str]:
    """Closed when received; out where less was sent and billed; cancelled when struck off."""
    kept = chain.setting.parameters.buying.purged_after
    received = whole["received"] <= chain.day
    out = received & (whole["invoiced"] < whole["ordered"])
    struck = ~received & (whole["arrives"] + kept <= chain.day)
    return [
        str(each)
        for each in np.select([out, received, struck], ["OUT", "CLOSED", "CANCELLED"], "OPEN")
    ]


def sales(chain: Chain, window: int = SALES_KEPT) -> pl.DataFrame:
    """Sales lines of the last days.

    Columns: `date`, `ticket`, `store_id`, `sku`, `quantity` (below zero: taken back), `price`
    (dollars paid for one unit), `amount` (dollars).
    """
    sold = lines(chain, window)
    sku, store = _named(chain, sold.row)
    return pl.DataFrame(
        {
            "date": _dates(chain, sold.day),
            "ticket": [str(number) for number in np.arange(len(sold.day)) + 100_001],
            "store_id": store,
            "sku": sku,
            "quantity": _whole(sold.units),
            "price": sold.price,
            "amount": np.round(sold.units * sold.price, 2),
        },
        schema_overrides={"date": pl.Date},
    )


def counts(chain: Chain, window: int = COUNTS_KEPT) -> pl.DataFrame:
    """Counts of the last days: `store_id`, `sku`, `expected` (by the books), `counted`, `date`."""
    made = [each for each in chain.ledger.counts if chain.day - window < each.day <= chain.day]
    rows = np.concatenate([np.empty(0, np.int64), *(each.rows for each in made)])
    sku, store = _named(chain, rows)
    days = np.repeat([each.day for each in made], [len(each.rows) for each in made])
    return pl.DataFrame(
        {
            "store_id": store,
            "sku": sku,
            "expected": _whole(np.concatenate([[], *(each.expected for each in made)])),
            "counted": _whole(np.concatenate([[], *(each.counted for each in made)])),
            "date": _dates(chain, days),
        },
        schema_overrides={"date": pl.Date},
    )


def price_list(chain: Chain) -> pl.DataFrame:
    """What the vendors ask today.

    Columns: `vendor`, `sku`, `unit_cost`, `retail_price` (dollars), `effective_date`.
    """
    goods, rises = chain.setting.catalogue, chain.pricing.rises
    cost = goods.cost * rises.paid(chain.day)
    moved = (rises.days <= chain.day) & (rises.factors != 1)
    since = np.where(moved, rises.days, -NEVER).max(axis=0)
    carried = np.flatnonzero(np.any(chain.setting.assortment.row >= 0, axis=0))
    listed = np.round(cost / (1 - goods.margin) * chain.pricing.listed, 2)
    names = [each.name for each in vendors()]
    return pl.DataFrame(
        {
            "vendor": [names[goods.vendor[place]] for place in carried],
            "sku": [goods.sku[place] for place in carried],
            "unit_cost": np.round(cost[carried], 4),
            "retail_price": listed[carried],
            "effective_date": _dates(chain, np.maximum(since, 0)[carried]),
        },
        schema_overrides={"effective_date": pl.Date},
    )


def _named(chain: Chain, rows: Ints) -> tuple[list[str], list[str]]:
    """SKU and store of some rows."""
    goods, where = chain.setting.catalogue, chain.setting.assortment
    sku = [goods.sku[place] for place in where.sku[rows]]
    return sku, [str(store + 1) for store in where.store[rows]]


def _whole(units: Floats | Ints) -> Ints:
    return np.round(units).astype(np.int64)


def _dates(chain: Chain, days: Ints | Floats) -> list[date | None]:
    date_of = chain.setting.parameters.date_of
    known = {int(day): date_of(int(day)) for day in np.unique(days) if abs(day) < NEVER}
    return [known.get(int(day)) for day in days]
