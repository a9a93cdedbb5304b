"""A morning written by hand: a few rows whose every figure the tests work out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from profit_sentinel import Digest, analyze

if TYPE_CHECKING:
    from collections.abc import Callable

    Cells = tuple[str | None, ...]

HEADERS = (
    "store_id", "sku", "description", "department", "vendor", "on_hand", "unit_cost",
    "retail_price", "sold_365d", "last_sale_date", "last_receipt_date",
)  # fmt: skip
LATELY, LONG_AGO = ("2024-03-01", "2024-01-15"), ("2021-05-05", "2021-01-15")


@pytest.fixture(scope="session")
def rows() -> list[Cells]:
    """Two stores: three negative quantities, dead stock, and nothing wrong with the rest."""
    return [
        ("1", "00101", "HAMMER 16OZ", "TOOLS", "ACME", "-4", "10.00", "20.00", "40", *LATELY),
        ("1", "00102", "SAW *20IN* | RIP", "TOOLS", "ACME", "-2", "12.50", "25.00", "30", *LATELY),
        ("1", "00103", "OLD LAMP", "LIGHT", "BRITE", "7", "9.00", "18.00", "0", *LONG_AGO),
        ("1", "00104", "BULB 60W", "LIGHT", "BRITE", "5", "1.00", "2.00", "60", *LATELY),
        ("2", "00101", "HAMMER 16OZ", "TOOLS", "ACME", "4", "10.00", "20.00", "40", *LATELY),
        ("2", "00105", "=LADDER 8FT", None, "ACME", "-1", "60.00", "120.00", "9", *LATELY),
    ]


@pytest.fixture(scope="session")
def of() -> Callable[[list[Cells]], Digest]:
    """The digest of some rows, which arrive as text, the way an export does."""
    schema = dict.fromkeys(HEADERS, pl.String)
    return lambda rows: analyze(pl.DataFrame(rows, schema=schema, orient="row"))


@pytest.fixture(scope="session")
def morning(rows: list[Cells], of: Callable[[list[Cells]], Digest]) -> Digest:
    """The digest of all rows."""
    return of(rows)
