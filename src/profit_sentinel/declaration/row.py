"""A row as a declaration sees it: columns and facts by name, and the settings in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.fact import TERMS
from profit_sentinel.declaration.words import Expr, col

if TYPE_CHECKING:
    from profit_sentinel.settings import Settings


class Row:
    """Canonical columns and facts as attributes, each an expression.

    `row.on_hand * row.stock_cost` is an expression that any engine can run. Reading a name that
    is neither a column nor a fact is an error at once, not an empty result later.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Expr:
        if name not in TERMS:
            message = f"{name!r} is neither a canonical column nor a fact"
            raise AttributeError(message)
        self.read.add(name)
        return col(name)

    def likelihood(self, leak: str) -> Expr:
        """Probability of another leak on this row, 0 where it does not fire."""
        return col(column(leak, "probability")).fill_null(0.0)


def column(leak: str, part: str) -> str:
    """Name of the working column that holds one part of a leak."""
    return f"{leak}:{part}"
