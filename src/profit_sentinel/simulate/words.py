"""The words of the catalogue: departments, finelines and vendors, read from `words/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

LEVEL_YEAR = (1.0,) * 12
RESERVED = frozenset({"name", "pattern", "cost", "packs", "cut", "loads", "unit", "bought"})


@dataclass(frozen=True)
class Fineline:
    """One class of goods and the words its descriptions are composed of."""

    name: str
    pattern: str
    """A format string over the keys of `words`."""
    cost: tuple[float, float]
    """Dollars per unit at the small and at the large end."""
    packs: tuple[int, ...]
    words: dict[str, tuple[str, ...]]
    """Word lists; those of the first key run from cheap to dear."""
    cut: bool
    """Sold by length, bought by the roll."""
    loads: bool
    """Delivered by the truck load."""
    unit: str
    bought: str | None

    def descriptions(self) -> list[tuple[str, float]]:
        """Every description with its place between cheap (0) and dear (1)."""
        keys, lists = list(self.words), list(self.words.values())
        steps = max(len(lists[0]) - 1, 1)
        return [
            (self.pattern.format(**dict(zip(keys, choice, strict=True))), rank / steps)
            for rank, first in enumerate(lists[0])
            for choice in product([first], *lists[1:])
        ]


@dataclass(frozen=True)
class Department:
    """One department: its share of the catalogue, margin, pace and seasons."""

    name: str
    share: float
    """Share of the SKUs; normalised over all departments."""
    margin: float
    """Usual gross margin."""
    clump: float
    """Mean units per purchase of a cheap item."""
    pace: float
    """How fast its items sell, relative to the others."""
    bins: str
    """Prefix of the aisle names."""
    seasonal: bool
    season: tuple[float, ...]
    """Demand of the twelve months, January first, about 1 on average."""
    vendors: tuple[str, ...]
    finelines: tuple[Fineline, ...]


@dataclass(frozen=True)
class Vendor:
    """One supplier."""

    name: str
    prefix: str
    """What its part numbers begin with."""
    lead: int
    """Days from order to receipt."""
    weekday: int
    """Day of the weekly order, 0 Monday."""
    weight: float
    """How much of a department it supplies, relative to the others."""
    thin: float
    """Points of margin its whole brand lies below the department."""


def _fineline(entry: dict[str, Any]) -> Fineline:
    return Fineline(
        name=entry["name"],
        pattern=entry["pattern"],
        cost=(entry["cost"][0], entry["cost"][1]),
        packs=tuple(entry["packs"]),
        words={key: tuple(words) for key, words in entry.items() if key not in RESERVED},
        cut=entry.get("cut", False),
        loads=entry.get("loads", False),
        unit=entry.get("unit", "EA"),
        bought=entry.get("bought"),
    )


def _department(entry: dict[str, Any]) -> Department:
    season = entry.get("season", LEVEL_YEAR)
    return Department(
        name=entry["name"],
        share=entry["share"],
        margin=entry["margin"],
        clump=entry["clump"],
        pace=entry["pace"],
        bins=entry["bins"],
        seasonal=entry.get("seasonal", False),
        season=tuple(month * 12 / sum(season) for month in season),
        vendors=tuple(entry["vendors"]),
        finelines=tuple(_fineline(fineline) for fineline in entry["fineline"]),
    )


def _vendor(entry: dict[str, Any]) -> Vendor:
    return Vendor(
        name=entry["name"],
        prefix=entry["prefix"],
        lead=entry["lead"],
        weekday=entry["weekday"],
        weight=entry.get("weight", 1.0),
        thin=entry.get("thin", 0.0),
    )


@cache
def departments() -> tuple[Department, ...]:
    """Every department, in order of its file's name."""
    folder = resources.files(__package__).joinpath("words")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(
        _department(tomllib.loads(folder.joinpath(name).read_text("utf-8")))
        for name in files
        if name != "vendors.toml"
    )


@cache
def vendors() -> tuple[Vendor, ...]:
    """Every vendor, in the order of the file."""
    text = resources.files(__package__).joinpath("words", "vendors.toml").read_text("utf-8")
    return tuple(_vendor(entry) for entry in tomllib.loads(text)["vendor"])
