"""Aliases: two names of one store, or two spellings of one SKU."""

from dataclasses import dataclass
from enum import StrEnum


class AliasKind(StrEnum):
    """What has two names."""

    STORE = "store"
    SKU = "sku"

    @property
    def column(self) -> str:
        """The canonical column that holds the names."""
        return "store_id" if self is AliasKind.STORE else "sku"


@dataclass(frozen=True)
class Alias:
    """Two names that stand for one thing, proposed or confirmed."""

    kind: AliasKind
    name: str
    """The name to keep."""
    other: str
    """The other name of the same store or item."""
    evidence: str
    confidence: float
    """0 to 1; 1 when a person confirmed it."""
    confirmed: bool = False

    @property
    def option(self) -> str:
        """How a person confirms it: `store:01=1`."""
        return f"{self.kind.value}:{self.other}={self.name}"
