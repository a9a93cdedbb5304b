"""The canonical columns of the papers that go with a stock list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.domain.columns import BY_NAME, Column, ColumnType
from profit_sentinel.domain.intake import FileKind

if TYPE_CHECKING:
    from collections.abc import Mapping

_STORE, _SKU, _VENDOR = (BY_NAME[name] for name in ("store_id", "sku", "vendor"))
_BARCODE, _STATUS = BY_NAME["barcode"], BY_NAME["status"]
_PO_NUMBER = Column("po_number", ColumnType.ID, "number of the purchase order")
_ORDER_DATE = Column("order_date", ColumnType.DATE, "day it was ordered")
_DUE_DATE = Column("due_date", ColumnType.DATE, "day it is due")
_INVOICE_DATE = Column("invoice_date", ColumnType.DATE, "day of the vendor's invoice")
_COUNTED = Column("counted", ColumnType.QUANTITY, "units found by the count")
_AMOUNT = Column("amount", ColumnType.MONEY, "dollars of the whole line")

COMPANIONS: Mapping[FileKind, tuple[Column, ...]] = {
    FileKind.PURCHASE_ORDERS: (
        _PO_NUMBER,
        _VENDOR,
        _STORE,
        _SKU,
        _BARCODE,
        Column("ordered", ColumnType.QUANTITY, "units ordered"),
        Column("received", ColumnType.QUANTITY, "units received"),
        Column("invoiced", ColumnType.QUANTITY, "units shipped and billed"),
        Column("unit_cost", ColumnType.MONEY, "cost of one unit"),
        _AMOUNT,
        _ORDER_DATE,
        _DUE_DATE,
        Column("receipt_date", ColumnType.DATE, "day it was received"),
        _INVOICE_DATE,
        _STATUS,
    ),
    FileKind.INVOICES: (
        Column("invoice_number", ColumnType.ID, "number of the vendor's invoice"),
        _PO_NUMBER,
        _VENDOR,
        _STORE,
        _INVOICE_DATE,
        _ORDER_DATE,
        _DUE_DATE,
        Column("pay_date", ColumnType.DATE, "day it was paid"),
        Column("quantity", ColumnType.QUANTITY, "units billed"),
        _AMOUNT,
        Column("freight", ColumnType.MONEY, "dollars of freight"),
        _STATUS,
    ),
    FileKind.SALES: (
        Column("date", ColumnType.DATE, "day of the sale or the count"),
        _STORE,
        _SKU,
        _BARCODE,
        Column("quantity", ColumnType.QUANTITY, "units sold; returns are negative"),
        Column("price", ColumnType.MONEY, "price of one unit"),
        _AMOUNT,
        Column("cost", ColumnType.MONEY, "cost of the whole line"),
        Column("transaction", ColumnType.ID, "number of the ticket or order"),
    ),
    FileKind.COUNTS: (
        _STORE,
        _SKU,
        _BARCODE,
        _COUNTED,
        Column("expected", ColumnType.QUANTITY, "units the books said at the count"),
        Column("date", ColumnType.DATE, "day of the sale or the count"),
    ),
    FileKind.PRICE_LIST: (
        _STORE,
        _SKU,
        _BARCODE,
        BY_NAME["unit_cost"],
        BY_NAME["retail_price"],
        _VENDOR,
        Column("effective_date", ColumnType.DATE, "day from which the price holds"),
    ),
}
"""Columns by the kind of paper; one row is one line of it."""

TYPES: Mapping[str, ColumnType] = {
    **{column.name: column.type for columns in COMPANIONS.values() for column in columns},
    **{name: column.type for name, column in BY_NAME.items()},
}
"""How the values of every column of a stock list or a companion are read."""
