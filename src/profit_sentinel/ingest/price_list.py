"""Price lists: what the stock list does not know of an item, from the lists beside it."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.intake import Companion

FILLED = ("unit_cost", "retail_price", "vendor")
"""What a price list may tell."""
_MONEY = ("unit_cost", "retail_price")
_CENT = 0.005
_MOST = 0.5
_ROWS_TELL = 20
_PLURALS = {"unit_cost": "costs", "retail_price": "prices", "vendor": "vendors"}


class Filled(NamedTuple):
    """A stock list with what a price list knew, and what to say about it."""

    stock: pl.LazyFrame
    said: str


class _Lines(NamedTuple):
    """One line per item, and in how many items several lines disagreed."""

    frame: pl.DataFrame
    torn: int


def fill(stock: pl.LazyFrame, prices: Companion) -> Filled:
    """Fill the costs, prices and vendors that a stock list does not have.

    Nothing that it has is overwritten. Items are matched by SKU, and where that has no match by
    barcode. Of several lines of an item the newest counts, by its date or else its place.

    Args:
        stock: One row per store and SKU.
        prices: Its price lists.
    """
    held = stock.collect_schema().names()
    told = [name for name in FILLED if name in prices.frame.columns]
    keys = [key for key in ("sku", "barcode") if key in prices.frame.columns and key in held]
    if not keys or not told:
        return Filled(stock, "Not used: it has no SKU that the stock list has, or no cost, price "
                             "or vendor.")  # fmt: skip
    lines = {key: _lines(prices.frame, key, told, held) for key in keys}
    joined = stock
    for key in keys:
        joined = joined.join(
            lines[key].frame.lazy(), left_on=[*_store(lines[key].frame), _key(key)],
            right_on=[*_store(lines[key].frame), f"{key}_of_list"], how="left",
            suffix=f"_{key}", maintain_order="left",
        )  # fmt: skip
    found = joined.with_columns(
        pl.coalesce(f"{name}_by_{key}" for key in keys).alias(f"{name}_of_list") for name in told
    ).with_columns(
        pl.any_horizontal(pl.col(f"matched_by_{key}") for key in keys)
        .fill_null(value=False)
        .alias("matched_of_list")
    )
    counted = found.select(**_counts(held, told)).collect().row(0, named=True)
    if doubt := _doubt(counted):
        return Filled(stock, doubt)
    whole = found.with_columns(_value(name, held) for name in told)
    order = [*held, *(name for name in told if name not in held)]
    return Filled(whole.select(order), _said(counted, told, lines[keys[0]].torn))


def _lines(prices: pl.DataFrame, key: str, told: Sequence[str], held: Sequence[str]) -> _Lines:
    """The line of every item that counts, its columns named by the key."""
    by = [*(["store_id"] if _by_store(prices, held) else []), key]
    money = [name for name in told if name in _MONEY]
    known = prices.with_columns(
        pl.when(pl.col(name) > 0).then(name).alias(name) for name in money
    ).drop_nulls(key)
    if "effective_date" in known.columns:
        known = known.sort("effective_date", nulls_last=False, maintain_order=True)
    torn = known.group_by(by).agg(pl.col(money).drop_nulls().n_unique())
    frame = known.group_by(by, maintain_order=True).agg(
        pl.col(name).drop_nulls().last().alias(f"{name}_by_{key}") for name in told
    )
    named = frame.rename({key: f"{key}_of_list"}).with_columns(
        _plain(pl.col(f"{key}_of_list"), key),
        pl.lit(value=True).alias(f"matched_by_{key}"),
    )
    count = (
        torn.filter(pl.any_horizontal(pl.col(name) > 1 for name in money)).height if money else 0
    )
    unique = [*by[:-1], f"{key}_of_list"]
    return _Lines(named.unique(unique, keep="last", maintain_order=True), count)


def _by_store(prices: pl.DataFrame, held: Sequence[str]) -> bool:
    """Whether the list has prices of stores."""
    return (
        "store_id" in held and "store_id" in prices.columns and not prices["store_id"].null_count()
    )


def _store(frame: pl.DataFrame) -> list[str]:
    return ["store_id"] if "store_id" in frame.columns else []


def _key(key: str) -> pl.Expr:
    return _plain(pl.col(key), key)


def _plain(column: pl.Expr, key: str) -> pl.Expr:
    """Barcodes without the zeros by which their lengths differ."""
    return column.str.strip_chars_start("0") if key == "barcode" else column


def _value(name: str, held: Sequence[str]) -> pl.Expr:
    told = pl.col(f"{name}_of_list")
    return (pl.coalesce(name, told) if name in held else told).alias(name)


def _counts(held: Sequence[str], told: Sequence[str]) -> dict[str, pl.Expr]:
    """Rows matched, filled and different, and how often the list's cost is above the price."""
    counts = {"rows": pl.len(), "matched": pl.col("matched_of_list").sum()}
    for name in told:
        listed = pl.col(f"{name}_of_list")
        own = pl.col(name) if name in held else pl.lit(None)
        counts[f"{name}_filled"] = (listed.is_not_null() & own.is_null()).sum()
        if name in held and name in _MONEY:
            counts[f"{name}_different"] = ((listed - own).abs() > _CENT).sum()
    if "unit_cost" in told and "retail_price" in held:
        cost, price = pl.col("unit_cost_of_list"), pl.col("retail_price")
        both = cost.is_not_null() & (price > 0)
        counts["priced"], counts["above"] = both.sum(), (both & (cost > price)).sum()
    return counts


def _doubt(counted: dict[str, int]) -> str | None:
    """Why a list is not of these items or not of these units."""
    if not counted["matched"]:
        return "Not used: none of its SKUs is in the stock list."
    priced, above = counted.get("priced", 0), counted.get("above", 0)
    if priced >= _ROWS_TELL and above > _MOST * priced:
        return (
            f"Not used: its costs are above the price in {above:,} of {priced:,} rows; they may be "
            "of cases, or its numbers of other items."
        )
    return None


def _said(counted: dict[str, int], told: Sequence[str], torn: int) -> str:
    filled = [
        f"{_PLURALS[name]} of {counted[f'{name}_filled']:,}"
        for name in told
        if counted[f"{name}_filled"]
    ]
    parts = [
        f"{counted['matched']:,} of {counted['rows']:,} rows of the stock list matched; "
        + (f"it gives the {', '.join(filled)}" if filled else "it fills nothing that is missing")
    ]
    parts += [
        f"{counted[f'{name}_different']:,} {_PLURALS[name]} differ from the stock list's, which "
        "stand"
        for name in told
        if counted.get(f"{name}_different")
    ]
    if torn:
        parts.append(f"{torn:,} items stand in it with several figures, the newest counts")
    return "; ".join(parts) + "."
