"""The known systems, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from profit_sentinel.ingest.systems import System

HEADINGS = ("id", "name", "known by", "where from", "headers")


def systems_json(system: System) -> dict[str, Any]:
    """One system with all that is known of its headers."""
    return {
        "id": system.id,
        "name": system.name,
        "kind": system.kind.value,
        "export": system.export,
        "origin": system.origin or "built in",
        "verified": system.verified,
        "fingerprint": sorted(system.fingerprint),
        "columns": {column: list(headers) for column, headers in system.columns.items()},
        "wide": [
            {"canonical": family.canonical, "pattern": family.pattern.pattern}
            for family in system.wide
        ],
        "unused": dict(system.unused),
    }


def systems_text(systems: Iterable[System], *, markdown: bool) -> str:
    """A line per system."""
    rows = [HEADINGS, *(row(system) for system in systems)]
    if markdown:
        lines = [f"| {' | '.join(cells)} |" for cells in rows]
        lines.insert(1, f"|{'---|' * len(HEADINGS)}")
    else:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
            for cells in rows
        ]
    return "\n".join(lines) + "\n"


def row(system: System) -> tuple[str, ...]:
    """One system in short: how it is told apart, who added it, how far it can be trusted."""
    known_by = ", ".join(sorted(system.fingerprint))
    sure = "verified" if system.verified else "unverified"
    return system.id, system.name, known_by, system.origin or "built in", sure


def system_text(system: System) -> str:
    """One system in full."""
    return "\n".join(described(system)) + "\n"


def described(system: System) -> Iterator[str]:
    """Its lines."""
    yield f"{system.name} ({system.id}): {system.kind.value.replace('_', ' ')}"
    yield f"  where from: {system.origin or 'built in'}"
    if system.export:
        yield f"  in the system: {system.export}"
    if not system.verified:
        yield "  headers: unverified; no export of it has been seen"
    yield f"  known by: {', '.join(sorted(system.fingerprint))}"
    for column, headers in system.columns.items():
        yield f"  {column} = {', '.join(headers)}"
    for family in system.wide:
        yield f"  {family.canonical or 'not used'}, a column per store = {family.pattern.pattern}"
    for header, reason in system.unused.items():
        yield f"  not used: {header} ({reason})"
