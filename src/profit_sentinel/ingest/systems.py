"""Known systems: what the exports of each point-of-sale system look like."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from profit_sentinel.domain.intake import FileKind
from profit_sentinel.ingest.day_order import Order


class Wide(NamedTuple):
    """A family of columns, one per store.

    Attributes:
        canonical: The column all of them hold; None for a family that is not used.
        pattern: Regular expression over the whole header, with a group `store`.
    """

    canonical: str | None
    pattern: re.Pattern[str]


class Formats(NamedTuple):
    """How a system writes what can be read in two ways; None where a file must tell."""

    order: Order | None = None
    comma: bool | None = None


@dataclass(frozen=True)
class System:
    """One export of one system.

    Headers are folded (see `fold`).

    Attributes:
        id: Name of the file that holds it.
        name: What people call the system.
        kind: What such a file holds.
        fingerprint: Headers that are all there when the file is this export.
        columns: Canonical column to headers, preferred first.
        export: Where in the system the file comes from.
        verified: Whether the headers are known from real files or the maker's own pages.
        origin: The file that holds it when a person added it, None when it is built in.
        wide: Families with a column per store; one of them is required when the system has any
            and `on_hand` is in no column.
        fill_down: Canonical columns written only in the first row of a group, by the header
            that names the group.
        append: Headers whose cells name the variant, by the canonical column they go behind.
        split: Canonical columns whose cells hold several, by a pattern with a group for each.
        leave_out: Patterns of cells in rows that are no stock, by header.
        unused: Headers that are not needed, or whose words would be misread, and why; `*` stands
            for any text.
        formats: How it writes dates and numbers.
    """

    id: str
    name: str
    kind: FileKind
    fingerprint: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    export: str = ""
    verified: bool = True
    origin: str | None = None
    wide: tuple[Wide, ...] = ()
    fill_down: Mapping[str, str] = field(default_factory=dict)
    append: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    split: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    leave_out: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    unused: Mapping[str, str] = field(default_factory=dict)
    formats: Formats = field(default_factory=Formats)

    def why_unused(self, header: str) -> str | None:
        """Why a header is not used; None when the system does not say so."""
        folded = fold(header)
        if folded in self.unused:
            return self.unused[folded]
        if any(folded in headers for headers in self.columns.values()):
            return None
        fitting = (why for name, why in self.unused.items() if "*" in name and _fits(name, folded))
        return next(fitting, None)


def fold(header: str) -> str:
    """A header without regard to case and outer or repeated blanks."""
    return " ".join(header.split()).casefold()


def _fits(name: str, header: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, name.split("*"))), header) is not None


def system_of(headers: Sequence[str], known: Sequence[System]) -> System | None:
    """The system that writes these headers.

    Of several, one that a person added, then the one with the longest fingerprint.
    """
    folded = frozenset(map(fold, headers))
    fitting = [system for system in known if system.fingerprint <= folded]
    fitting = [system for system in fitting if _holds_stock(system, headers, folded)]
    return max(
        fitting,
        key=lambda system: (system.origin is not None, len(system.fingerprint)),
        default=None,
    )


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
