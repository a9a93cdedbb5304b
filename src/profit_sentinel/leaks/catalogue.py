"""The catalogue: every declaration, found by file name, in the order they must be judged."""

from __future__ import annotations

import tomllib
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

from profit_sentinel.declaration.fact import missing
from profit_sentinel.declaration.leak import Calibration, Leak

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = "profit_sentinel.leaks"
NOT_LEAKS = {"__init__", "catalogue"}


def declared() -> tuple[Leak, ...]:
    """The leak of every file in this folder, by id."""
    names = sorted(
        entry.name.removesuffix(".py")
        for entry in files(PACKAGE).iterdir()
        if entry.name.endswith(".py")
    )
    modules = (import_module(f"{PACKAGE}.{name}") for name in names if name not in NOT_LEAKS)
    return tuple(module.LEAK for module in modules)


@cache
def catalogue() -> Mapping[str, Leak]:
    """Leaks by id, each after those it follows or gives way to."""
    by_id = {leak.id: leak for leak in declared()}
    order = TopologicalSorter(
        {leak.id: (*leak.follows, *leak.gives_way_to) for leak in by_id.values()}
    )
    return {name: by_id[name] for name in order.static_order()}


@cache
def calibrations() -> Mapping[str, Calibration]:
    """Fitted logistics by leak id."""
    text = files(PACKAGE).joinpath("calibration.toml").read_text(encoding="utf-8")
    return {name: Calibration(**values) for name, values in tomllib.loads(text).items()}


def switched_off(
    leak: Leak, columns: frozenset[str], mostly: frozenset[str], stores: int, least_stores: int
) -> str | None:
    """Why a leak cannot be judged on a file, or None when it can.

    Args:
        leak: The declaration.
        columns: Canonical columns that hold at least one value.
        mostly: Those above zero in more than half of the rows.
        stores: How many stores the files hold.
        least_stores: How many a comparison between stores takes.
    """
    lacks = missing(leak.needs, columns)
    if lacks:
        return f"needs {', '.join(lacks)}"
    if leak.mostly and not mostly.intersection(leak.mostly):
        return f"{' and '.join(leak.mostly)} are empty or zero in most rows, so the file has none"
    if leak.compares_stores and stores < least_stores:
        return f"compares stores: needs {least_stores}, here are {stores}"
    return None
