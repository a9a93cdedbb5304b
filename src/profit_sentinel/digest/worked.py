"""Worked: how the dollars and the likelihood of one finding came about, with its own figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from profit_sentinel.declaration.leak import STATED_FACT
from profit_sentinel.digest.wording import reason, sure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from profit_sentinel.declaration.leak import Calibration, Leak

Figures = dict[str, Any]
CENT = 0.01


def _product(own: Figures, units: str, each: str, sign: int = 1) -> Figures:
    """Units, and units x dollars each."""
    return {"units": sign * own[units], "product": sign * own[units] * own[each]}


def _gap(own: Figures, high: str, low: str) -> Figures:
    """Dollars between two prices, and the units that make the finding's dollars of them."""
    gap = own[high] - own[low]
    return {"gap": gap, "units": own["dollars"] / gap}


def _points(own: Figures) -> Figures:
    points = own["reference_margin"] - own["margin"]
    return {"points": points, "sales": own["dollars"] / points}


WORKED: Mapping[str, tuple[str, Callable[[Figures], Figures]]] = {
    "negative_inventory": (
        "{units:units} below zero x {stock_cost:money} each = {product:dollars}.",
        lambda own: _product(own, "on_hand", "stock_cost", -1),
    ),
    "dead_stock": (
        "{units:units} x {stock_cost:money} each = {product:dollars}.",
        lambda own: _product(own, "on_hand", "stock_cost"),
    ),
    "price_gap": (
        (
            "{peer_price:money} - {price:money} = {gap:money} missing on each of about "
            "{units:whole} sold a year: {dollars:dollars} a year."
        ),
        lambda own: _gap(own, "peer_price", "price"),
    ),
    "purchasing_leakage": (
        (
            "{cost:money} - {peer_cost:money} = {gap:money} too much for each of about "
            "{units:whole} bought a year: {dollars:dollars} a year."
        ),
        lambda own: _gap(own, "cost", "peer_cost"),
    ),
    "margin_erosion": (
        (
            "{points:percent} of margin missing on about {sales:dollars} of sales a year: "
            "{dollars:dollars} a year."
        ),
        _points,
    ),
    "surplus_order": (
        "{units:units} of the order more than needed x {stock_cost:money} each: {dollars:dollars}.",
        lambda own: {"units": own["dollars"] / own["stock_cost"]},
    ),
    "seasonal_leftover": (
        "{season_excess_units:units} too many x about {each:money} each: {dollars:dollars}.",
        lambda own: {
            "each": own["dollars"] / min(own["season_excess_units"], max(own["on_hand"], 1.0))
        },
    ),
}
"""A sentence with figures for leaks whose kept figures make up the dollars, and what it derives."""


def dollars(leak: str, sku: Mapping[str, Any]) -> str | None:
    """How the dollars of a finding came about; None where its figures do not tell.

    Args:
        leak: Its leak's id.
        sku: The finding as the interface shows it.
    """
    own: Figures = {**sku["numbers"], "dollars": sku["dollars"]}
    if leak not in WORKED or any(value is None for value in own.values()):
        return None
    text, derive = WORKED[leak]
    try:
        own |= derive(own)
    except ZeroDivisionError:
        return None
    said = reason(text, own)
    if own.get("product", own["dollars"]) - own["dollars"] > CENT:
        own["other"] = own["product"] - own["dollars"]
        said += reason(" Of that, {other:dollars} are counted by another leak.", own)
    return said


def likelihood(leak: Leak, calibration: Calibration | None, probability: float) -> str:
    """What the likelihood of a finding means, and what it rests on."""
    if leak.stated:
        return f"The file itself states it, so it counts as {sure(STATED_FACT)} sure."
    said = f"Of findings marked {sure(probability)}, that share should be real"
    if calibration is None:
        return f"{said}; it follows from what the record tells."
    if not calibration.fitted:
        return f"{said}; it is reasoned and not yet compared with known cases."
    return f"{said}: fitted to {calibration.findings:,} known cases in simulated chains."


def hints(leak: Leak, calibration: Calibration | None) -> list[tuple[str, str]]:
    """What else moves the likelihood of a leak: `likelier` or `less likely`, and when."""
    if calibration is None:
        return []
    weighed = [(calibration.weights.get(hint.name, 0.0), hint.meaning) for hint in leak.hints]
    return [
        ("likelier" if weight > 0 else "less likely", _when(meaning))
        for weight, meaning in weighed
        if weight
    ]


def _when(meaning: str) -> str:
    """A hint's meaning as a condition: some are 1 where they hold, others count.

    What grows with the logarithm of something grows with it.
    """
    if meaning.startswith("1 "):
        return meaning.removeprefix("1 ")
    return f"the larger this is: {meaning.removeprefix('log of ')}"
