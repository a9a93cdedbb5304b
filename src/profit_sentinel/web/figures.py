"""The figures of a finding as people read them: each with its unit and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from profit_sentinel.declaration.fact import FACT_BY_NAME
from profit_sentinel.digest.wording import figure, number
from profit_sentinel.domain.columns import BY_NAME, ColumnType

if TYPE_CHECKING:
    from collections.abc import Mapping

SPOKEN: Mapping[str, str] = {
    "$/unit": "money", "share": "percent", "units": "units", "days": "days",
    "units/day": "per_month",
    ColumnType.MONEY: "money", ColumnType.QUANTITY: "units", ColumnType.SHARE: "percent",
}  # fmt: skip
"""How a figure of a unit, or of a column's type, is said; others stand as they are."""


class Figure(NamedTuple):
    """One figure of a finding."""

    name: str
    value: str
    meaning: str


def figures(numbers: Mapping[str, Any]) -> list[Figure]:
    """The figures a finding keeps, by the names the catalogue of leaks gives them."""
    return [
        Figure(name.replace("_", " "), _said(name, value), _meaning(name))
        for name, value in numbers.items()
    ]


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - whatever a finding keeps
    fact = FACT_BY_NAME.get(name)
    unit = fact.unit if fact else BY_NAME[name].type if name in BY_NAME else ""
    if unit in SPOKEN:
        return figure(value, SPOKEN[unit])
    return number(value) if isinstance(value, float | int) else figure(value, "")


def _meaning(name: str) -> str:
    known = FACT_BY_NAME.get(name) or BY_NAME.get(name)
    return known.meaning if known else ""
