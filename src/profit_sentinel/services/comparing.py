"""Comparing: the stock of a store with the one before, a SKU with itself."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from profit_sentinel.services.snapshots import list_issues, stock_key

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    from profit_sentinel.services.desk import Desk
    from profit_sentinel.services.home import Home, RuleBook
    from profit_sentinel.services.snapshots import Finding, Judged
    from profit_sentinel.store.snapshots import Latest

ROW = ["store_id", "sku"]


class Beside(NamedTuple):
    """Stock to be shown, with all that it is compared with.

    Attributes:
        turns: What each store is to show.
        judged: The analyses by snapshot.
        quiet: Findings that people want to hear nothing of.
    """

    home: Home
    org: str
    desk: Desk
    turns: Mapping[str, Latest]
    judged: Mapping[str, Judged]
    quiet: frozenset[Finding]
    book: RuleBook


class Missing(NamedTuple):
    """How many SKUs of a store's file are not in the one that follows it."""

    skus: int
    of: int


def rows_key(org: str, snapshot: str) -> Hashable:
    """Under what the rows of a snapshot lie in memory."""
    return ("rows", org, snapshot)


def told(stock: pl.LazyFrame) -> pl.DataFrame:
    """What two stocks are compared by: `ROW`, `on_hand` and `last_sale_date`, null if unknown."""
    names = stock.collect_schema().names()
    sold = pl.col("last_sale_date") if "last_sale_date" in names else pl.lit(None)
    return stock.select(*ROW, "on_hand", sold.cast(pl.Date).alias("last_sale_date")).collect()


def rows_of(home: Home, org: str, snapshot: str) -> pl.DataFrame:
    """The rows of a snapshot as far as they are compared."""
    stock = stock_key(org, snapshot)
    return home.findings.once(
        rows_key(org, snapshot), lambda: told(pl.scan_parquet(BytesIO(home.blobs.get(stock))))
    )


def dollars(  # noqa: PLR0913, PLR0917 - of what, beside what, by what, without what
    home: Home, org: str, before: Judged, snapshot: str, quiet: frozenset[Finding], book: RuleBook
) -> dict[str, float]:
    """Dollars by issue of an earlier analysis, of the SKUs that a later snapshot still holds.

    What is gone from the file is not known to be better: its dollars are left out, and an issue
    of which nothing is left has none.
    """
    whole = list_issues(before.findings, book, quiet).frame
    there = before.findings.join(rows_of(home, org, snapshot), on=ROW, how="semi")
    alike = whole if there.height == before.findings.height else (
        list_issues(there, book, quiet).frame
    )  # fmt: skip
    known = dict.fromkeys(whole["id"].to_list(), 0.0)
    return known | dict(alike.select("id", "dollars").iter_rows())


def missing(
    home: Home, org: str, earlier: str, snapshot: str, stores: Collection[str]
) -> dict[str, Missing]:
    """SKUs of an earlier snapshot that a later one lacks, by store."""
    had = rows_of(home, org, earlier).filter(pl.col("store_id").is_in(list(stores)))
    left = had.join(rows_of(home, org, snapshot), on=ROW, how="anti")
    of = dict(had.group_by("store_id").len().iter_rows())
    gone = dict(left.group_by("store_id").len().iter_rows())
    return {store: Missing(gone.get(store, 0), of.get(store, 0)) for store in stores}
