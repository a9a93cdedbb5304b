"""Rivals: the usual fixed rules, the largest dollars, and outlier detectors, on the same report.

A rule is told about the story it stands for: its flag is right where the row truly has any leak
that the rule may be after. An outlier detector names no leak: its flag is right where the row
truly has any leak at all. Both are judged more kindly than the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from sklearn.ensemble import IsolationForest

from accuracy.compare import STORIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TOO_MUCH, WRONG_PRICE = STORIES["too much of it"], STORIES["priced or costed wrong"]
STOCK = ("Qty On Hand", "Qty On Order", "Sold 30 Days", "Sold 90 Days", "Sold 12 Months")
MONEY = ("Repl Cost", "Avg Cost", "Price 1")
TREES = 100
FEW_DISTINCT = 1e-12


@dataclass(frozen=True)
class Rule:
    """One fixed threshold."""

    name: str
    fires: pl.Expr
    dollars: pl.Expr
    """What such a report shows beside it."""
    after: tuple[str, ...]
    """Leaks it may be after."""


q, cost, price, year = pl.col("q"), pl.col("cost"), pl.col("price"), pl.col("year")
margin = 1 - cost / price
value = q.clip(0) * cost
RULES = (
    Rule("negative stock", q < 0, q.abs() * cost, ("negative_inventory", "sku_twin")),
    Rule(
        "no sale in 30 days, received over 90 days ago",
        (q > 0) & (pl.col("idle") > 30) & (pl.col("received") > 90),
        value,
        (*TOO_MUCH, "phantom_inventory"),
    ),
    Rule("margin under 20 %", margin < 0.2, (0.2 * price - (price - cost)) * year, WRONG_PRICE),
    Rule("over 12 months of supply", (q > 0) & (q > year), value, TOO_MUCH),
    Rule("cost above price", (cost > price) & (price > 0), (cost - price) * year, WRONG_PRICE),
    Rule("cost zero", cost <= 0, pl.lit(0.0), ("zero_cost",)),
    Rule(
        "over $1,000, margin under 10 %, fewer than 10 sold",
        (value > 1000) & (margin < 0.1) & (year < 10),
        value,
        (*TOO_MUCH, *WRONG_PRICE),
    ),
)


def goods(report: pl.DataFrame) -> pl.DataFrame:
    """The columns the rules read, days instead of dates; never sold or received is long ago."""
    dates = [
        pl.col(name).str.to_date("%m/%d/%y", strict=False) for name in ("Last Sale", "Last Receipt")
    ]
    today = report.select(pl.max_horizontal(*(each.max() for each in dates))).item()
    days = [(pl.lit(today) - each).dt.total_days().fill_null(9999) for each in dates]
    return report.select(
        store_id="Store", sku="SKU", department="Dept", q="Qty On Hand", year="Sold 12 Months",
        cost="Repl Cost", price="Price 1", idle=days[0], received=days[1],
    )  # fmt: skip


def flags(report: pl.DataFrame) -> pl.DataFrame:
    """What the rules flag: `store_id`, `sku`, `department`, `rule`, `dollars`, and `leak`.

    A row per leak that the rule may be after.
    """
    rows = goods(report)
    return pl.concat(
        [
            rows.filter(rule.fires)
            .select(
                "store_id", "sku", "department",
                rule=pl.lit(rule.name), dollars=rule.dollars.cast(pl.Float64),
                leak=pl.lit(list(rule.after), dtype=pl.List(pl.String)),
            )
            .explode("leak")
            for rule in RULES
        ]
    )  # fmt: skip


def features(report: pl.DataFrame) -> Floats:
    """Numbers of every row that a detector may look at; unknown ones are the column's median."""
    rows = goods(report).with_columns(
        *(report[name].cast(pl.Float64) for name in (*STOCK, *MONEY)),
        margin=margin,
        value=q * cost,
        supply=q / year.clip(1),
    )
    known = rows.select(*STOCK, *MONEY, "margin", "value", "supply", "idle", "received")
    finite = known.with_columns(
        pl.when(pl.all().cast(pl.Float64).is_finite()).then(pl.all().cast(pl.Float64))
    )
    return finite.with_columns(pl.all().fill_null(pl.all().median())).to_numpy()


def isolation_forest(points: Floats) -> Floats:
    """Outlyingness of every row by how few random cuts single it out (Liu, Ting and Zhou 2008)."""
    forest = IsolationForest(n_estimators=TREES, random_state=0).fit(points)
    outlying: Floats = -forest.score_samples(points)
    return outlying


def ecod(points: Floats) -> Floats:
    """Outlyingness of every row by empirical tails (Li, Zhao, Hu, Botta, Ionescu, Chen 2022).

    Args:
        points: One row per point, one column per dimension.

    Returns:
        The largest of three sums over dimensions of minus log tail: left tails, right tails, and
        in each dimension the tail on the side of its skew.
    """
    left, right = -np.log(tails(points)), -np.log(tails(-points))
    centred = points - points.mean(axis=0)
    skew = (centred**3).mean(axis=0) / np.maximum(centred.std(axis=0) ** 3, FEW_DISTINCT)
    skewed = np.where(skew < 0, left, right)
    sums = [each.sum(axis=1) for each in (left, right, skewed)]
    outlying: Floats = np.maximum.reduce(sums)
    return outlying


def tails(points: Floats) -> Floats:
    """Share of the points that are no larger, in each dimension by itself."""
    ordered = np.sort(points, axis=0)
    ranks = [
        np.searchsorted(ordered[:, each], points[:, each], side="right")
        for each in range(points.shape[1])
    ]
    return np.stack(ranks, axis=1) / len(points)


def ranked(report: pl.DataFrame) -> pl.DataFrame:
    """Every row with its place in each order: `isolation forest`, `ECOD`, `stock value`."""
    points = features(report)
    scores = {
        "isolation forest": isolation_forest(points),
        "ECOD": ecod(points),
        "largest stock value": goods(report)
        .select((q.abs() * cost).fill_null(0.0))
        .to_series()
        .to_numpy(),
    }
    places = {
        name: pl.Series(values).rank("ordinal", descending=True) for name, values in scores.items()
    }
    return report.select(store_id="Store", sku="SKU").with_columns(**places)
