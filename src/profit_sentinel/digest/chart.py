"""Charts: the picture that shows a leak, as a Vega-Lite specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Spec = dict[str, Any]
MOST_BARS = 15
PAIRS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "price_discrepancy": (("cost", "unit cost, $"), ("price", "price, $")),
    "margin_erosion": (("reference_margin", "usual margin"), ("margin", "margin here")),
    "price_gap": (("peer_price", "price of the other stores, $"), ("price", "price here, $")),
    "phantom_inventory": (("days_silent", "days without a sale"), ("missed_units", "units missed")),
    "overstock": (("stock_level", "units that would do"), ("on_hand", "on hand")),
    "dead_stock": (("days_silent", "days without a sale"), ("dollars", "dollars")),
}
"""For each leak the two figures that tell it, each with its title; others show their dollars."""
ON_PAR = {"price_discrepancy", "margin_erosion", "price_gap", "overstock"}
"""Leaks in which both figures would usually be alike, which a line shows."""


def chart(leak: str, skus: Sequence[Mapping[str, Any]]) -> Spec:
    """The chart of an issue.

    Args:
        leak: Its id.
        skus: Its SKUs as the interface shows them, the largest first.
    """
    rows = [
        {"sku": sku["sku"], "name": sku["description"] or sku["sku"], "dollars": sku["dollars"],
         **sku["numbers"]}
        for sku in skus
    ]  # fmt: skip
    base: Spec = {"width": "container", "height": 280, "background": None}
    pair = PAIRS.get(leak)
    if pair and all(name in row for row in rows for name, _ in pair):
        return {**base, "layer": scatter(rows, *pair, on_par=leak in ON_PAR)}
    return {**base, **bars(rows[:MOST_BARS])}


def bars(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """Dollars by SKU, the largest first."""
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "cornerRadiusEnd": 3},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None,
                  "axis": {"labelLimit": 200}},
            "x": {"field": "dollars", "type": "quantitative", "title": "dollars"},
            "tooltip": tooltip("dollars"),
        },
    }  # fmt: skip


def scatter(
    rows: Sequence[Mapping[str, Any]], across: tuple[str, str], up: tuple[str, str], *, on_par: bool
) -> list[Spec]:
    """A point per SKU, as large as its dollars; with a line where both figures are alike."""
    points: Spec = {
        "data": {"values": rows},
        "mark": {"type": "circle", "opacity": 0.75},
        "encoding": {
            "x": {"field": across[0], "type": "quantitative", "title": across[1]},
            "y": {"field": up[0], "type": "quantitative", "title": up[1]},
            "size": {"field": "dollars", "type": "quantitative", "legend": None},
            "tooltip": tooltip(across[0], up[0], "dollars"),
        },
    }
    if not on_par:
        return [points]
    most = max((float(row[name] or 0) for row in rows for name, _ in (across, up)), default=0.0)
    ends = [{"at": 0.0}, {"at": most}]
    line: Spec = {
        "data": {"values": ends},
        "mark": {"type": "line", "strokeDash": [4, 4], "opacity": 0.5, "color": "gray"},
        "encoding": {
            "x": {"field": "at", "type": "quantitative"},
            "y": {"field": "at", "type": "quantitative"},
        },
    }
    return [line, points]


def tooltip(*fields: str) -> list[Spec]:
    """What is said of a mark."""
    figures = [{"field": name, "type": "quantitative", "format": ",.2f"} for name in fields]
    return [{"field": "name", "type": "nominal", "title": "item"}, *figures]
