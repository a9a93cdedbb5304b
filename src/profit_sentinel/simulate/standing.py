"""How the stock of every row stands at the close of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .arrays import Floats, Ints


@dataclass(frozen=True)
class Standing:
    """True and book stock; one value per row.

    The books obey `book = start + booked_receipts - booked_sales + adjustments`.
    """

    true: Floats
    """Units on the shelf; never negative."""
    book: Floats
    """Units in the books."""
    on_order: Floats
    """Units ordered and not yet received in the books."""
    cost: Floats
    """What a unit costs today, in dollars."""
    average: Floats
    """Average cost of the booked stock, in dollars."""
    start: Floats
    booked_receipts: Floats
    booked_sales: Floats
    adjustments: Floats
    """Units by which counts and write-offs have changed the books."""
    gaps: Floats
    """Units by which each cause of `shelf.GAPS` (first axis) has raised the books over the shelf
    since the last count; they sum to `book - true`."""
    since: Ints
    """Day each of these causes began; `NEVER` where it has not."""
    sold: dict[int, Floats]
    """Units rung up in the last 30, 60, 90 and 365 days."""
    last_sale: Ints
    last_receipt: Ints
    last_count: Ints
    ran_out: Ints
    """Last day on which the shelf became empty; `NEVER` where it has not."""
