"""A finding: one leak at one SKU in one store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profit_sentinel.domain.money import Money


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One leak at one SKU in one store."""

    store_id: str
    sku: str
    description: str | None
    department: str | None
    vendor: str | None
    leak: str
    money: Money
    dollars: float
    recoverable: float
    """Dollars a person who acts can expect back within 12 months, were the finding certain."""
    probability: float
    evidence: str
    kept: bool
    reason: str
    """What was seen, in one sentence with its numbers."""
    cut_reason: str | None = None
    """Why the finding is not on the list, None when it is."""
    worth_a_count: bool = False
    """Whether it is on the count sheet: not claimed, but worth a look at the shelf."""
    numbers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes it the same finding in tomorrow's file: store, leak, SKU."""
        return self.store_id, self.leak, self.sku
