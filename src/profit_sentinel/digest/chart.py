"""Charts: the picture that shows a leak, as a Vega-Lite specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from profit_sentinel.digest.wording import MONTH_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Spec = dict[str, Any]
MOST_BARS = 15
PAIRS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "price_discrepancy": (("cost", "unit cost, $"), ("price", "price, $")),
    "unit_mismatch": (("price", "price, $"), ("cost", "unit cost, $")),
    "margin_erosion": (("reference_margin", "usual margin"), ("margin", "margin here")),
    "price_gap": (("peer_price", "price of the other stores, $"), ("price", "price here, $")),
    "purchasing_leakage": (("peer_cost", "cost in the other stores, $"), ("cost", "cost here, $")),
    "phantom_inventory": (
        ("usual_days", "usual days between sales"), ("days_silent", "days without a sale"),
    ),
    "overstock": (("stock_level", "units that would do"), ("on_hand", "units on hand")),
    "seasonal_leftover": (("sells", "units that will still sell"), ("on_hand", "units on hand")),
    "sku_twin": (("twin_on_hand", "units on the other SKU"), ("on_hand", "units on this SKU")),
}  # fmt: skip
"""For each leak the figure that would be usual and the one that is, each with its title."""
SINGLE: Mapping[str, tuple[str, str]] = {
    "dead_stock": ("days_silent", "days without a sale"),
    "surplus_order": ("on_order", "units on order"),
    "stockout": ("monthly", "units a month that would sell"),
    "negative_inventory": ("on_hand", "units on the books"),
}
"""For other leaks the figure that tells them; what is in neither shows its dollars."""
SHARES = frozenset({"margin", "reference_margin"})
"""Figures that are read as percentages."""
USUAL, HERE = "#8a938c", "#c8701a"


def derived(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Figures that a picture needs beside those that are kept; what is unknown is left out."""
    known = {name: value for name, value in numbers.items() if value is not None}
    made: dict[str, Any] = {}
    if known.get("missed_units"):
        made["usual_days"] = known["days_silent"] / known["missed_units"]
    if "season_excess_units" in known:
        made["sells"] = max(known["on_hand"] - known["season_excess_units"], 0.0)
    if "current_velocity" in known:
        made["monthly"] = known["current_velocity"] * MONTH_DAYS
    return made


def chart(leak: str, skus: Sequence[Mapping[str, Any]]) -> Spec:
    """The chart of an issue.

    Few SKUs are shown by name, the usual figure beside the one that is; many as points.

    Args:
        leak: Its id.
        skus: Its SKUs as the interface shows them, the largest first.
    """
    rows = [
        {"sku": sku["sku"], "name": sku["description"] or sku["sku"], "dollars": sku["dollars"],
         **sku["numbers"], **derived(sku["numbers"])}
        for sku in skus
    ]  # fmt: skip
    base: Spec = {
        "width": "container", "background": None,
        "autosize": {"type": "fit-x", "contains": "padding"},
    }  # fmt: skip
    pair = PAIRS.get(leak)
    if pair and all(name in row for row in rows for name, _ in pair):
        if len(rows) > MOST_BARS:
            return {**base, "height": 320, "layer": scatter(rows, *pair)}
        return {**base, "height": 28 * len(rows) + 8, **side_by_side(rows, *pair)}
    field, title = SINGLE.get(leak, ("dollars", "dollars"))
    if not all(field in row for row in rows):
        field, title = "dollars", "dollars"
    shown = rows[:MOST_BARS]
    return {**base, "height": 24 * len(shown) + 8, **bars(shown, field, title)}


def side_by_side(
    rows: Sequence[Mapping[str, Any]], usual: tuple[str, str], here: tuple[str, str]
) -> Spec:
    """For each SKU the usual figure and the one that is, with the way between them."""
    fields = [name for name, _ in (usual, here)]
    place: Spec = {"field": "name", "type": "nominal", "sort": None, "title": None,
                   "axis": {"labelLimit": 180}}  # fmt: skip
    colour = {"domain": [usual[1], here[1]], "range": [USUAL, HERE]}
    points = [
        {
            "mark": {"type": "circle", "size": 140, "opacity": 1},
            "encoding": {
                "x": {"field": name, "type": "quantitative", "title": None, "axis": axis(name)},
                "color": {"datum": title, "scale": colour,
                          "legend": {"title": None, "orient": "top", "labelLimit": 320}},
                "tooltip": tooltip(*fields, "dollars"),
            },
        }
        for name, title in (usual, here)
    ]  # fmt: skip
    way = {
        "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.6},
        "encoding": {
            "x": {"field": usual[0], "type": "quantitative"}, "x2": {"field": here[0]},
        },
    }  # fmt: skip
    return {"data": {"values": rows}, "encoding": {"y": place}, "layer": [way, *points]}


def bars(rows: Sequence[Mapping[str, Any]], field: str, title: str) -> Spec:
    """A figure by SKU, the most dollars first."""
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "cornerRadiusEnd": 3},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None,
                  "axis": {"labelLimit": 200}},
            "x": {"field": field, "type": "quantitative", "title": title},
            "tooltip": tooltip(*dict.fromkeys((field, "dollars"))),
        },
    }  # fmt: skip


def scatter(
    rows: Sequence[Mapping[str, Any]], across: tuple[str, str], up: tuple[str, str]
) -> list[Spec]:
    """A point per SKU, as large as its dollars, and a line where both figures are alike."""
    points: Spec = {
        "data": {"values": rows},
        "mark": {"type": "circle", "opacity": 0.75, "color": HERE},
        "encoding": {
            "x": {"field": across[0], "type": "quantitative", "title": across[1],
                  "axis": axis(across[0])},
            "y": {"field": up[0], "type": "quantitative", "title": up[1], "axis": axis(up[0])},
            "size": {"field": "dollars", "type": "quantitative", "legend": None},
            "tooltip": tooltip(across[0], up[0], "dollars"),
        },
    }  # fmt: skip
    most = max((float(row[name] or 0) for row in rows for name, _ in (across, up)), default=0.0)
    ends = [{"at": 0.0}, {"at": most}]
    line: Spec = {
        "data": {"values": ends},
        "mark": {"type": "line", "strokeDash": [4, 4], "opacity": 0.5, "color": USUAL},
        "encoding": {
            "x": {"field": "at", "type": "quantitative"},
            "y": {"field": "at", "type": "quantitative"},
        },
    }
    return [line, points]


def axis(field: str) -> Spec:
    """How the figures along an axis are written."""
    return {"format": ".0%"} if field in SHARES else {}


def tooltip(*fields: str) -> list[Spec]:
    """What is said of a mark."""
    figures = [{"field": name, "type": "quantitative", "format": ",.2f"} for name in fields]
    return [{"field": "name", "type": "nominal", "title": "item"}, *figures]
