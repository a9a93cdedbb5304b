"""Stock lists in which some items fell silent, so that their shelves are worth a look."""

from __future__ import annotations

from datetime import date, timedelta

HEADER = (
    "Store,SKU,Description,Department,Vendor,Bin,Quantity On Hand,Unit Cost,Retail Price,"
    "Units Sold Last 12 Months,Last Sale Date,Last Receipt Date"
)
SILENT = (24, 28, 32, 36)
"""Days since the last sale of items that sell ten a month."""


def silent_shelves(*stores: str, day: date) -> bytes:
    """Per store forty items that sell, four that fell silent and one nobody buys."""
    rows = [row for store in stores for row in (*_silent(store, day), *_usual(store, day))]
    return "\n".join([HEADER, *rows, ""]).encode()


def _silent(store: str, day: date) -> list[str]:
    return [
        _row(store, f"S{store}{days}", 120, day - timedelta(days=days), f"A{days}")
        for days in SILENT
    ]


def _usual(store: str, day: date) -> list[str]:
    sold = day - timedelta(days=2)
    some = [_row(store, f"U{number}", 20 + number * 5, sold, "B1") for number in range(40)]
    return [*some, _row(store, "DEAD", 0, day - timedelta(days=500), "C1")]


def _row(store: str, sku: str, year: int, sold: date, place: str) -> str:
    received = sold - timedelta(days=170)
    return f"{store},{sku},item {sku},PAINT,ACME,{place},8,6.00,10.00,{year},{sold},{received}"
