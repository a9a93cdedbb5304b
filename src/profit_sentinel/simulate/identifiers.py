"""Numbers that name an item: SKU, barcode, maker's part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .arrays import Ints

SHORTEST_SKU, LONGEST_SKU = 6, 7


def check_digit(digits: str) -> str:
    """The last digit of a UPC-A code whose first eleven digits are given (GS1 modulo 10)."""
    odd, even = sum(map(int, digits[0::2])), sum(map(int, digits[1::2]))
    return str(-(3 * odd + even) % 10)


def barcodes(makers: Ints, rng: np.random.Generator) -> list[str]:
    """One 12-digit UPC per item: the maker's six digits, five of its own, the check digit.

    Args:
        makers: Number of each item's maker, 0 to 99,999.
        rng: Source of the item's own digits; unique within a maker.
    """
    own = np.zeros(len(makers), dtype=np.int64)
    for maker in np.unique(makers):
        items = np.flatnonzero(makers == maker)
        own[items] = rng.choice(100_000, len(items), replace=False)
    stems = [
        f"0{36_000 + 17 * maker:05d}{item:05d}" for maker, item in zip(makers, own, strict=True)
    ]
    return [stem + check_digit(stem) for stem in stems]


def sku_numbers(count: int, rng: np.random.Generator) -> list[str]:
    """Unique SKU texts of six or seven digits, some with leading zeros.

    No two are equal as numbers either.
    """
    numbers = rng.choice(np.arange(10_000, 2_400_000), count, replace=False)
    lengths = np.where(numbers < 10**SHORTEST_SKU, SHORTEST_SKU, LONGEST_SKU)
    return [f"{number:0{length}d}" for number, length in zip(numbers, lengths, strict=True)]


def maker_parts(prefixes: list[str], rng: np.random.Generator) -> list[str]:
    """One part number per item, unique over the catalogue."""
    numbers = rng.choice(np.arange(1_000, 99_999), len(prefixes), replace=False)
    return [f"{prefix}-{number}" for prefix, number in zip(prefixes, numbers, strict=True)]
