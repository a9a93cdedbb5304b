"""Choices: settings as a person picks them, in plain words."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from profit_sentinel.services.settings import own, short_text
from profit_sentinel.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profit_sentinel.settings import Settings

OWN = "own"
"""The amount of somebody whose limits are none of those offered."""
_FIGURES = ("false_alarms", "minimum_probability")


@dataclass(frozen=True)
class Choice:
    """What was picked.

    Attributes:
        preset: The kind of business.
        amount: How much is shown: an id of `choices.toml`, or `OWN` for what is in force.
        departments: Limits by department: `dead_stock_days`, `cover_days`, `salvage` as a share.
    """

    preset: str
    amount: str
    departments: Mapping[str, Mapping[str, Any]]


@cache
def offered() -> Mapping[str, Any]:
    """Kinds of business and amounts with their words."""
    text = files("profit_sentinel.services").joinpath("choices.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def chosen(settings: Settings) -> Choice:
    """Settings as the choice that gives them."""
    held = [getattr(settings.list, name) for name in _FIGURES]
    amount = next(
        (each["id"] for each in offered()["amounts"] if [each[f] for f in _FIGURES] == held), OWN
    )
    limits = {name: asdict(limits) for name, limits in settings.departments.items()}
    return Choice(settings.preset, amount, limits)


def proposed(settings: Settings, choice: Choice) -> str:
    """The settings file a choice gives; what it does not speak of stays as it is set.

    Raises:
        SettingsError: A figure out of range.
    """
    changes = own(settings)
    amount = next((each for each in offered()["amounts"] if each["id"] == choice.amount), None)
    if amount is not None:
        figures = {name: amount[name] for name in _FIGURES}
        changes["list"] = {**changes.get("list", {}), **figures}
    changes["departments"] = choice.departments
    return short_text(load(choice.preset, "", **changes))
