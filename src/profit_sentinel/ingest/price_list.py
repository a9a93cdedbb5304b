"""Price lists: what the stock list does not know of an item, from the lists beside it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.intake import Companion

FILLED = ("unit_cost", "retail_price", "vendor")
"""What a price list may tell."""
_MONEY = ("unit_cost", "retail_price")
_WORDS = {"unit_cost": "cost", "retail_price": "price", "vendor": "vendor"}
_KEYS = ("sku", "barcode")
_CENT = 0.005
_MOST = 0.5
_ROWS_TELL = 20
_OLD = 31
"""Days by which a list may be older than the stock without a word."""


class Filled(NamedTuple):
    """A stock list with what a price list knew, and what to say about it."""

    stock: pl.LazyFrame
    said: str


class _Lines(NamedTuple):
    """Lines of a list that name an item, perhaps of one store, in the same way.

    Attributes:
        by: The columns that name it.
        frame: The lines, the newest last.
    """

    by: list[str]
    frame: pl.DataFrame


def fill(stock: pl.LazyFrame, prices: Companion) -> Filled:
    """Fill the costs, prices and vendors that a stock list does not have.

    Nothing that it has is overwritten. Items are matched by SKU, and where that has no match by
    barcode; a line of the store goes before one of all stores. Of several lines of an item the
    newest counts that holds on the day of the stock, or else the last in the list.

    Args:
        stock: One row per store and SKU.
        prices: Its price lists.
    """
    held = stock.collect_schema().names()
    told = [name for name in FILLED if name in prices.frame.columns]
    day = stock.select(pl.col("as_of").max()).collect().item()
    known, later = _in_force(prices.frame, told, day)
    lists = list(_lists(known, held))
    if not lists or not told:
        why = "not used: no line has a number of the item, and a cost, price or vendor."
        return Filled(stock, why)
    found = _matched(stock, lists, told)
    counted = found.select(**_counts(held, told)).collect().row(0, named=True)
    if doubt := _doubt(counted):
        return Filled(stock, doubt)
    whole = found.with_columns(_value(name, held) for name in told)
    order = [*held, *(name for name in told if name not in held)]
    said = [*_used(counted, told), *_torn(lists, told), *_age(known, later, day)]
    return Filled(whole.select(order), "; ".join(said) + ".")


def _in_force(
    prices: pl.DataFrame, told: Sequence[str], day: date | None
) -> tuple[pl.DataFrame, int]:
    """The lines that hold on a day, the newest last, and how many hold only later.

    A cost or price of zero is none.
    """
    money = [name for name in told if name in _MONEY]
    known = prices.with_columns(pl.when(pl.col(name) > 0).then(name).alias(name) for name in money)
    if "effective_date" not in known.columns:
        return known, 0
    later = (pl.col("effective_date") > day).fill_null(value=False)
    held = known.filter(~later).sort("effective_date", nulls_last=False, maintain_order=True)
    return held, known.height - held.height


def _lists(known: pl.DataFrame, held: Sequence[str]) -> Iterator[_Lines]:
    """The lines by what names an item, the surest way first."""
    for key in _KEYS:
        if key in held and key in known.columns:
            lines = known.with_columns(_plain(key)).drop_nulls(key)
            if "store_id" in lines.columns:
                yield _Lines(["store_id", key], lines.drop_nulls("store_id"))
                lines = lines.filter(pl.col("store_id").is_null())
            yield _Lines([key], lines)


def _plain(name: str) -> pl.Expr:
    """Barcodes without the zeros by which their lengths differ; others as they are."""
    if name != "barcode":
        return pl.col(name)
    short = pl.col(name).str.strip_chars_start("0")
    return pl.when(short != "").then(short)


def _matched(stock: pl.LazyFrame, lists: Sequence[_Lines], told: Sequence[str]) -> pl.LazyFrame:
    """The stock with `matched` and, for each thing told, what the first list of an item says."""
    found = stock
    for place, (by, frame) in enumerate(lists):
        last = (pl.col(name).drop_nulls().last().alias(f"{name}_{place}") for name in told)
        items = frame.group_by(by, maintain_order=True).agg(*last, pl.lit(1).alias(f"is_{place}"))
        keys = {name: f"{name}_of_{place}" for name in by}
        found = found.join(
            items.rename(keys).lazy(), left_on=[_plain(name) for name in by],
            right_on=list(keys.values()), how="left", maintain_order="left",
        )  # fmt: skip
    places = range(len(lists))
    return found.with_columns(
        *(
            pl.coalesce(f"{name}_{place}" for place in places).alias(f"{name}_of_list")
            for name in told
        ),
        matched=pl.any_horizontal(pl.col(f"is_{place}").is_not_null() for place in places),
    )


def _value(name: str, held: Sequence[str]) -> pl.Expr:
    told = pl.col(f"{name}_of_list")
    return (pl.coalesce(name, told) if name in held else told).alias(name)


def _counts(held: Sequence[str], told: Sequence[str]) -> dict[str, pl.Expr]:
    """Rows matched, filled and different, and how often the list's cost is above the price."""
    counts = {"rows": pl.len(), "matched": pl.col("matched").sum()}
    for name in told:
        listed = pl.col(f"{name}_of_list")
        own = pl.col(name) if name in held else pl.lit(None)
        counts[f"{name}_filled"] = (listed.is_not_null() & own.is_null()).sum()
        if name in held:
            counts[f"{name}_different"] = _differ(own, listed, name).sum()
    if "unit_cost" in told and "retail_price" in held:
        cost, price = pl.col("unit_cost_of_list"), pl.col("retail_price")
        both = cost.is_not_null() & (price > 0)
        counts["priced"], counts["above"] = both.sum(), (both & (cost > price)).sum()
    return counts


def _differ(own: pl.Expr, listed: pl.Expr, name: str) -> pl.Expr:
    if name in _MONEY:
        return (listed - own).abs() > _CENT
    return own.str.to_lowercase() != listed.str.to_lowercase()


def _doubt(counted: dict[str, int]) -> str | None:
    """Why a list is not of these items or not of these units."""
    if not counted["matched"]:
        return "not used: none of its items is in the stock list."
    priced, above = counted.get("priced", 0), counted.get("above", 0)
    if priced >= _ROWS_TELL and above > _MOST * priced:
        return (
            f"not used: its costs are above the price in {above:,} of {priced:,} rows; they may be "
            "of cases, or its numbers of other items."
        )
    return None


def _used(counted: dict[str, int], told: Sequence[str]) -> Iterator[str]:
    """How many rows of the stock list it knows, fills, and contradicts."""
    yield f"{counted['matched']:,} of {counted['rows']:,} rows of the stock list matched"
    filled = [
        f"a {_WORDS[name]} to {counted[f'{name}_filled']:,}"
        for name in told
        if counted[f"{name}_filled"]
    ]
    yield (
        f"it gives {', '.join(filled)} of them" if filled else "it fills nothing that is missing"
    )
    for name in told:
        if different := counted.get(f"{name}_different"):
            what = f"another {_WORDS[name]} than the stock list, which stands"
            yield f"it has {what}, in {different:,}"


def _torn(lists: Sequence[_Lines], told: Sequence[str]) -> Iterator[str]:
    """Items of which several lines, none newer than the other, say different things."""
    torn = [each for lines in lists for each in _several(lines, told)]
    if torn:
        yield f"{torn[0]}{_others(len(torn) - 1)} with different figures, of which the last counts"


def _others(count: int) -> str:
    """How many items there are beside the one that is named."""
    if not count:
        return " stands in it"
    return f" and {count:,} other item{'s' if count > 1 else ''} stand in it"


def _several(lines: _Lines, told: Sequence[str]) -> list[str]:
    """Names of the items of which lines of the same day say different things."""
    by, frame = lines
    if "effective_date" in frame.columns:
        newest = pl.col("effective_date").max().over(by)
        frame = frame.filter(newest.is_null() | (pl.col("effective_date") == newest))
    each = frame.group_by(by, maintain_order=True).agg(
        pl.col(name).drop_nulls().n_unique() for name in told
    )
    torn = each.filter(pl.any_horizontal(pl.col(name) > 1 for name in told))
    return [f"{by[-1]} {key}" for key in torn[by[-1]]]


def _age(known: pl.DataFrame, later: int, day: date | None) -> Iterator[str]:
    """Lines that do not hold yet, and a list that is older than the stock."""
    if later:
        lines = "1 line is" if later == 1 else f"{later:,} lines are"
        yield f"{lines} of prices after {day} and not used"
    newest = known["effective_date"].max() if "effective_date" in known.columns else None
    if isinstance(newest, date) and day and (day - newest).days > _OLD:
        yield f"it is {(day - newest).days:,} days older than the stock"
