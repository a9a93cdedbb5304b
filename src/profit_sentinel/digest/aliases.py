"""Stores and SKUs under two names, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from profit_sentinel.domain.aliases import Alias

SHOWN = 3
"""Proposals of each kind that are spelt out."""
NOUNS = {"store": "store", "sku": "SKU"}


def aliases_json(aliases: Iterable[Alias]) -> list[dict[str, Any]]:
    """Every alias with the option that confirms it."""
    return [
        {
            "kind": alias.kind.value,
            "name": alias.name,
            "other": alias.other,
            "evidence": alias.evidence,
            "confidence": round(alias.confidence, 2),
            "confirmed": alias.confirmed,
            "option": f"--alias {alias.option}",
        }
        for alias in aliases
    ]


def alias_lines(aliases: Sequence[Alias]) -> Iterator[str]:
    """What was merged as a person said, then what may be two names of one thing."""
    for kind, noun in NOUNS.items():
        merged = [alias for alias in aliases if alias.kind.value == kind and alias.confirmed]
        for alias in merged[:SHOWN]:
            yield f"{noun} {alias.other!r} is taken as {noun} {alias.name!r}, {alias.evidence}"
        if len(merged) > SHOWN:
            yield f"and {len(merged) - SHOWN:,} more {noun}s that you confirmed are merged"
    for kind, noun in NOUNS.items():
        proposed = [alias for alias in aliases if alias.kind.value == kind and not alias.confirmed]
        for alias in proposed[:SHOWN]:
            yield (
                f"{noun} {alias.other!r} may be {noun} {alias.name!r} ({alias.confidence:.0%}): "
                f'{alias.evidence}; if so, say --alias "{alias.option}"'
            )
        if len(proposed) > SHOWN:
            more = len(proposed) - SHOWN
            yield (
                f"and {more:,} more {noun}s that may go under two names; --format json has all, "
                f"--alias {kind}=all merges those that are not doubtful"
            )
