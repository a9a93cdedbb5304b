"""How point-of-sale systems write the stock of a chain, read from `systems.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from profit_sentinel.domain.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SHOWN: Mapping[str, Callable[[Any], str]] = {
    "dollars": lambda value: f"{'-' if value < 0 else ''}${abs(value):,.2f}",
    "percent": lambda value: f"{value:.1%}",
    "two": lambda value: f"{value:.2f}",
    "three": lambda value: f"{value:.3f}",
    "four": lambda value: f"{value:.4f}",
    "nine": lambda value: f"{value:.9f}",
    "padded": lambda value: f"{value:<20}",
}
"""Ways of writing a value."""


@dataclass(frozen=True)
class System:
    """One point-of-sale system.

    Attributes:
        name: As people know it.
        dates: How it writes a date; nothing for never.
        columns: For each header the field, with `|` a way of writing it, or `=` and a constant.
        by_store: The same for headers that hold `{store}`: one column a store, one row a SKU.
        per_store: Whether each store has a file of its own.
        titles: Lines above the header.
        page: Rows after which the header comes again.
        totals: First cell of a closing line of sums.
        delimiter: What parts the cells.
    """

    name: str
    dates: str
    columns: Mapping[str, str]
    by_store: Mapping[str, str]
    per_store: bool = False
    titles: tuple[str, ...] = ()
    page: int | None = None
    totals: str | None = None
    delimiter: str = ","


@cache
def systems() -> Mapping[str, System]:
    """Every system by its id."""
    text = resources.files(__package__).joinpath("systems.toml").read_text("utf-8")
    return {
        key: System(**{"by_store": {}, **entry, "titles": tuple(entry.get("titles", ()))})
        for key, entry in tomllib.loads(text).items()
    }


def known(system: str) -> System:
    """A system by its id.

    Raises:
        WrongUsageError: For an id that is not known, naming those that are.
    """
    if system not in systems():
        msg = f"no system is called {system}; use {', '.join(systems())}"
        raise WrongUsageError(msg)
    return systems()[system]
