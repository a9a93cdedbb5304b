"""Departments: those of the stock that is kept."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from profit_sentinel.services.rehearsal import newest
from profit_sentinel.services.snapshots import stock_key
from profit_sentinel.store import stores

if TYPE_CHECKING:
    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home


def departments(home: Home, who: Person) -> list[str]:
    """Departments of the newest stock of every store, as the files spell them.

    Raises:
        ForbiddenError: Somebody who has only some stores in hand.
    """
    who.check_everywhere()
    with home.database.reading(who.org) as session:
        key = ("departments", who.org, stores.revision(session))
        keys = [stock_key(who.org, name) for name in newest(session)]
    return home.pages.once(
        key, lambda: sorted({name for each in keys for name in _named(home, each)})
    )


def _named(home: Home, key: str) -> list[str]:
    stock = pl.scan_parquet(BytesIO(home.blobs.get(key)))
    if "department" not in stock.collect_schema():
        return []
    column: list[str] = (
        stock.select("department").drop_nulls().unique().collect()["department"].to_list()
    )
    return column
