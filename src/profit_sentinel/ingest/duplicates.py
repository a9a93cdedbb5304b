"""Duplicates: the same SKU in the same store twice becomes one row."""

from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.marks import mark

KEY = ("store_id", "sku")
_ADDED = frozenset(
    name for name, column in BY_NAME.items() if column.type is ColumnType.QUANTITY
) - {
    "reorder_point",
    "max_stock",
    "pack_qty",
}
AT_ONCE = 8_000_000
"""Rows whose keys are held in memory."""
_ADDED_DOLLARS = frozenset({"sales_dollars_ytd"})


class Merged(NamedTuple):
    """A stock list with one row per store and SKU.

    Attributes:
        stock: The rows; those that were added up stand last.
        found: One problem per row that was added to another or was older than it.
        rows: Number of rows added to another.
    """

    stock: pl.LazyFrame
    found: pl.DataFrame
    rows: int


def merge_duplicates(stock: pl.LazyFrame) -> Merged:
    """Add up the quantities of rows with the same store and SKU.

    The newest dates are kept, and of everything else the first value that is known.

    Args:
        stock: Canonical columns, `source_file` and `source_row`.
    """
    twice = _repeated(stock)
    if not twice.len():
        return Merged(stock, problems.none(), 0)
    repeated = mark(*KEY).is_in(twice.implode())
    groups = stock.filter(repeated).collect().with_row_index("place")
    merged = groups.group_by(KEY, maintain_order=True).agg(
        _merged(name, groups.schema[name]) for name in groups.columns if name not in KEY
    )
    order = stock.collect_schema().names()
    whole = pl.concat([stock.filter(~repeated), merged.select(order).lazy()])
    return Merged(whole, _found(groups), groups.height - merged.height)


def _repeated(stock: pl.LazyFrame) -> pl.Series:
    """The hashed keys that stand more than once, looked for among so many rows at a time."""
    keys = stock.select(mark(*KEY).alias("key"))
    times = -(-stock.select(pl.len()).collect().item() // AT_ONCE)
    if times <= 1:
        return _twice(keys.collect().to_series())
    some = (keys.filter(pl.col("key") % times == number) for number in range(times))
    return pl.concat([_twice(one.collect(engine="streaming").to_series()) for one in some])


def _twice(keys: pl.Series) -> pl.Series:
    """What stands more than once; to sort takes less memory than to count."""
    ordered = keys.sort()
    return ordered.filter(ordered == ordered.shift(1)).unique()


def _merged(name: str, kind: pl.DataType | None) -> pl.Expr:
    column = pl.col(name)
    if name in _ADDED or name in _ADDED_DOLLARS:
        return pl.when(column.is_not_null().any()).then(column.sum()).alias(name)
    if kind == pl.Date:
        return column.max()
    return column.drop_nulls().first()


def _found(groups: pl.DataFrame) -> pl.DataFrame:
    first = pl.col("source_row").first().over(KEY)
    first_file = pl.col("source_file").first().over(KEY)
    later = groups.with_columns(first=first, first_file=first_file).filter(
        pl.col("place") != pl.col("place").first().over(KEY)
    )
    return later.select(
        pl.col("source_file").alias("file"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
        pl.lit("sku").alias("column"),
        pl.col("sku").alias("value"),
        pl.format(
            "the same SKU in the same store as row {} of {}; quantities are added up",
            "first",
            "first_file",
        ).alias("reason"),
    )
