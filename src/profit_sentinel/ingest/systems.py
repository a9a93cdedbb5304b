"""Known systems: the headers each point-of-sale system writes, as data."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from profit_sentinel.domain.intake import FileKind


class Wide(NamedTuple):
    """A family of columns, one per store.

    Attributes:
        canonical: The column all of them hold; None for a family that is not used.
        pattern: Regular expression over the whole header, with a group `store`.
    """

    canonical: str | None
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class System:
    """The headers of one export of one system.

    Attributes:
        id: Name of the file that holds it.
        name: What people call the system.
        kind: What such a file holds.
        fingerprint: Headers, folded, that are all there when the file is this export.
        columns: Canonical column to headers, preferred first, folded.
        wide: Families with a column per store; one of them is required when the system has any
            and `on_hand` is in no column.
        fill_down: Canonical columns written only in the first row of a group, by the header
            (folded) that names the group.
        unused: Headers, folded, whose words would be misread.
    """

    id: str
    name: str
    kind: FileKind
    fingerprint: frozenset[str]
    columns: dict[str, tuple[str, ...]]
    wide: tuple[Wide, ...] = ()
    fill_down: dict[str, str] = field(default_factory=dict)
    unused: frozenset[str] = frozenset()


def fold(header: str) -> str:
    """A header without regard to case and outer or repeated blanks."""
    return " ".join(header.split()).casefold()


@cache
def systems() -> tuple[System, ...]:
    """Every known system, by id."""
    folder = files(__package__).joinpath("systems")
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        _system(entry.name.removesuffix(".toml"), entry.read_text("utf-8"))
        for entry in entries
        if entry.name.endswith(".toml")
    )


def _system(name: str, text: str) -> System:
    data = tomllib.loads(text)
    return System(
        name,
        data["name"],
        FileKind(data.get("kind", "inventory")),
        frozenset(fold(header) for header in data["fingerprint"]),
        {column: tuple(map(fold, headers)) for column, headers in data["columns"].items()},
        tuple(_wide(entry) for entry in data.get("wide", [])),
        {column: fold(header) for column, header in data.get("fill_down", {}).items()},
        frozenset(fold(header) for header in data.get("unused", [])),
    )


def _wide(entry: dict[str, str]) -> Wide:
    return Wide(entry.get("canonical"), re.compile(entry["pattern"], re.IGNORECASE))


def system_of(headers: Sequence[str], known: Sequence[System]) -> System | None:
    """The system that writes these headers; of several, the one with the longest fingerprint."""
    folded = frozenset(map(fold, headers))
    fitting = [system for system in known if system.fingerprint <= folded]
    fitting = [system for system in fitting if _holds_stock(system, headers, folded)]
    return max(fitting, key=lambda system: len(system.fingerprint), default=None)


def _holds_stock(system: System, headers: Sequence[str], folded: frozenset[str]) -> bool:
    if not system.wide or folded & frozenset(system.columns.get("on_hand", ())):
        return True
    return any(family.canonical == "on_hand" for _, family, _ in families(headers, system.wide))


def families(headers: Sequence[str], wide: Sequence[Wide]) -> Iterator[tuple[str, Wide, str]]:
    """Headers that belong to a family, with the family and the store they name."""
    for header in headers:
        for family in wide:
            if found := family.pattern.fullmatch(header.strip()):
                yield header, family, found["store"].strip()
                break
