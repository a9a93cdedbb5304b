"""What the data say of a task that somebody calls done, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from profit_sentinel.domain.money import dollars_text

if TYPE_CHECKING:
    from collections.abc import Mapping

VERDICTS = {"verified": "verified", "partly": "partly verified", "not_yet": "not verified yet"}
"""What is said of a task by the state of its verification."""
FATES = {
    "fixed": "fixed",
    "still": "still there",
    "unconfirmed": "unconfirmed (fewer on hand, no later sale)",
    "missing": "missing (no row in the file)",
}
"""What is said of a SKU by what became of it."""


def verified_text(said: Mapping[str, Any]) -> str:
    """A verification as a message: the day, the dollars, and the SKUs, those not fixed first."""
    a_year = " a year" if said["recovery"] == "per_year" else ""
    back = f"{dollars_text(said['recovered'])}{a_year} recovered"
    told = back if said["recovered"] else "nothing recovered yet"
    counts = ", ".join(f"{said[fate]:,} {word}" for fate, word in FATES.items() if said[fate])
    skus = [
        f"- {sku['sku']} {FATES[sku['state']]}, {dollars_text(sku['recoverable'])}"
        for sku in said["skus"]
    ]
    head = f"Stock of {said['as_of']}: {VERDICTS[said['state']]}, {told}; {counts}."
    return "\n".join([head, *skus]) + "\n"
