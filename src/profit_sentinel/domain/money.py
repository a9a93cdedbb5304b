"""Money: the four kinds that are never added to each other, and sums in whole cents."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")


class Money(StrEnum):
    """What kind of dollars a finding speaks of."""

    CASH = "cash"
    """Dollars that come back once: credit, stock returned or sold off, goods gone."""
    MARGIN = "margin"
    """Dollars per year that leak while nothing is done."""
    CAPITAL = "capital"
    """Dollars standing on the shelf that should not be there."""
    RECORD = "record"
    """Dollars by which the books are wrong; no cash by itself."""


def cents(dollars: float) -> int:
    """Whole cents of an amount in dollars, halves away from zero."""
    return int((Decimal(str(dollars)) / CENT).quantize(Decimal(1), ROUND_HALF_UP))


def total(amounts: Iterable[float]) -> float:
    """Sum amounts in dollars as whole cents, so that a total is the sum of what is shown."""
    return sum(cents(amount) for amount in amounts) / 100


def dollars_text(amount: float) -> str:
    """An amount as people read it: `$18,420`, `$3.50`, `-$12`; cents only under $100."""
    size = abs(amount)
    sign = "-" if amount < 0 and cents(size) else ""
    if size < 100 and cents(size) % 100:  # noqa: PLR2004 - the reading limit told above
        return f"{sign}${size:,.2f}"
    return f"{sign}${Decimal(str(size)).quantize(Decimal(1), ROUND_HALF_UP):,}"
