"""An issue: the findings of one leak in one store that one person can act on together."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from profit_sentinel.domain.finding import Finding
    from profit_sentinel.domain.money import Money


def issue_id(store_id: str, leak: str, group: str, other_money: str = "") -> str:
    """The issue's identity: the same store, leak and group give the same id in every file.

    A leak that speaks of two kinds of money has an issue for each; `other_money` names the one
    that is not the leak's usual kind. The parts are hashed with their lengths, so that no two
    different issues share an id by the way their names run together.
    """
    key = "".join(f"{len(part)}:{part}" for part in (store_id, leak, group, other_money))
    return f"{leak}-{blake2b(key.encode(), digest_size=6).hexdigest()}"


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One thing to do, or one thing to know."""

    id: str
    leak: str
    title: str
    store_id: str
    group: str
    """The vendor or department that can act."""
    money: Money
    dollars: float
    recoverable: float
    """Expected dollars back: sum of probability x recoverable over its findings."""
    recovery: str
    """`once` or `per_year`."""
    probability: float
    """Share of its dollars that is real, expected."""
    evidence: str
    priority_score: float
    """Expected dollars back less the cost of checking, over the SKUs that are worth checking."""
    detected: datetime
    context: str
    action: str
    signals: tuple[str, ...]
    sku_count: int
    findings: Sequence[Finding]
    """The largest by dollars, at most 20."""
