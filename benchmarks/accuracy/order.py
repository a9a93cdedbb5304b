"""Order: how much of the money the first issues hold, against the best possible order.

What counts is what truly comes back: true dollars of wanted leaks times the share of them that
the program says is recoverable. Cash and margin are what a person can bring back within a year;
capital has a list of its own. The best possible order knows the truth: true leaks put into issues
as the program does, the largest first.

The list alone is one order. Another puts the count sheets between its issues: the sheet of a leak,
store and department counts as one issue, and issues and sheets stand by what they expect, less the
cost of checking each SKU of an issue and of looking at each shelf of a sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from accuracy.compare import KEY
from profit_sentinel.digest.issues import KEYS as ISSUE
from profit_sentinel.digest.issues import check_cost, grouped
from profit_sentinel.engine.counts import look_cost
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.settings import load

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = (10, 20, 50)
LISTS = {"cash and margin": ("cash", "margin"), "capital": ("capital",)}


def returns(found: pl.DataFrame) -> pl.DataFrame:
    """Share of its dollars that each leak brings back: the median over its findings."""
    worth = found.filter((pl.col("dollars") > 0) & (pl.col("money") != "record"))
    return worth.group_by("leak").agg(share=(pl.col("recoverable") / pl.col("dollars")).median())


def wanted(truth: pl.DataFrame, report: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Wanted leaks with the money they bring back and the issue they belong to.

    Returns:
        `store_id`, `sku`, `leak`, `money`, `group`, `back` (dollars).
    """
    goods = report.select(store_id="Store", sku="SKU", department="Dept", vendor="Prime Vend")
    rows = truth.filter(pl.col("visible") & pl.col("primary")).join(
        goods, on=["store_id", "sku"], how="left"
    )
    back = rows.join(returns(found), on="leak", how="left")
    return grouped(back, catalogue()).select(
        *KEY, "money", "group", back=pl.col("dollars") * pl.col("share").fill_null(1.0)
    )


def best(wanted_rows: pl.DataFrame, money: Sequence[str]) -> list[float]:
    """Money in the first issues of the best possible order, for each of `FIRST`."""
    rows = wanted_rows.filter(pl.col("money").is_in(money))
    return firsts(rows.group_by(ISSUE).agg(pl.col("back").sum())["back"].sort(descending=True))


def firsts(issues: pl.Series) -> list[float]:
    """Sums over the first issues of an order."""
    return [float(issues.head(count).sum()) for count in FIRST]


def programs(
    found: pl.DataFrame,
    wanted_rows: pl.DataFrame,
    money: Sequence[str],
    *,
    raw: bool = False,
    sheets: bool = False,
) -> list[float]:
    """Money in the first issues of the program's own order.

    Args:
        found: The findings of an analysis.
        wanted_rows: As `wanted` gives them.
        money: Kinds of money of the list.
        raw: Order every finding by raw dollars instead, the cut ones too.
        sheets: Put the count sheets between the issues.
    """
    listed = found if raw else found.filter("kept")
    if sheets:
        asked = found.filter("worth_a_count").with_columns(leak="sheet:" + pl.col("leak"))
        listed = pl.concat([listed, asked])
    back = wanted_rows.select(*KEY, "back")
    rows = grouped(listed.filter(pl.col("money").is_in(money)), catalogue()).with_columns(
        issue_leak="leak", leak=pl.col("leak").str.strip_prefix("sheet:")
    )
    rows = rows.join(back, on=KEY, how="left").with_columns(leak="issue_leak")
    dollars = pl.col("dollars").sum()
    on_a_sheet = pl.col("leak").str.starts_with("sheet:")
    cost = pl.when(on_a_sheet).then(look_cost(load())).otherwise(check_cost(load()))
    expected = (pl.col("probability") * pl.col("recoverable") - cost).clip(0.0)
    by_dollars = raw or "capital" in money
    issues = rows.group_by(ISSUE).agg(
        pl.col("back").sum(), worth=dollars if by_dollars else expected.sum()
    )
    return firsts(issues.sort(["worth", *ISSUE], descending=[True, *[False] * len(ISSUE)])["back"])


def ruled(flags: pl.DataFrame, wanted_rows: pl.DataFrame, money: Sequence[str]) -> list[float]:
    """Money in the first issues of fixed rules, a store, rule and department each, by raw dollars.

    Args:
        flags: As `rivals.flags` gives them.
        wanted_rows: As `wanted` gives them; each is counted where it is met first.
        money: Kinds of money that count.
    """
    issue = ["store_id", "rule", "department"]
    issues = flags.unique([*issue, "sku"]).group_by(issue).agg(raw=pl.col("dollars").sum())
    ranked = issues.sort(["raw", *issue], descending=[True, False, False, False]).with_row_index(
        "rank"
    )
    back = wanted_rows.filter(pl.col("money").is_in(money))
    met = back.join(flags, on=KEY, how="inner").join(ranked, on=issue, how="inner")
    first = met.sort("rank").unique(KEY, keep="first", maintain_order=True)
    by_rank = first.group_by("rank").agg(pl.col("back").sum())
    return firsts(ranked.join(by_rank, on="rank", how="left").sort("rank")["back"].fill_null(0.0))
