"""Leftovers: rows below the header that are no items, such as totals and repeated headers."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from profit_sentinel.ingest import problems
from profit_sentinel.ingest.systems import fold
from profit_sentinel.ingest.table import Table, blank_rows
from profit_sentinel.ingest.texts import read_ids

_TOTAL = r"^(?:(?:grand|sub|report|store|department|dept)[ -]*)?totals?:?$"
_FOOTER = (
    r"^(?:grand |sub|report |store |department )?totals?\b|^page \d+|^end of (?:report|list|file)"
    r"|^\*+ ?end|^printed (?:on|by)|^report run|^\d+ (?:items|records|rows)\b"
)


def drop_leftovers(table: Table, sku: str, used: Sequence[str]) -> tuple[Table, pl.DataFrame]:
    """Leave out the rows that are no items.

    Args:
        table: The table.
        sku: Header of the SKU.
        used: Headers that are used, the SKU's included.

    Returns:
        The table without them, and one problem per row left out.
    """
    reasons = _reasons(table.cells, sku, [name for name in used if name != sku])
    out = reasons.is_not_null()
    if not out.any():
        return table, problems.none()
    found = problems.problems(
        table.name, table.rows.filter(out), sku, table.cells[sku].filter(out), problems.LEFT_OUT
    ).with_columns(reason=pl.lit(problems.LEFT_OUT) + reasons.filter(out))
    return replace(table, cells=table.cells.filter(~out), rows=table.rows.filter(~out)), found


def _reasons(cells: pl.DataFrame, sku: str, rest: list[str]) -> pl.Series:
    """Why each row is left out; null for the rows that stay."""
    ids = read_ids(cells[sku])
    signs = pl.DataFrame(
        {
            "id": ids.values,
            "rounded": ids.rounded,
            "alone": blank_rows(cells, rest) & bool(rest),
            "bare": blank_rows(cells, rest[:2]),
        }
    )
    number = pl.col("id").cast(pl.Int64, strict=False).is_not_null()
    words = pl.when(~number).then(pl.col("id").str.to_lowercase())
    total = words.str.contains(_TOTAL) | (words.str.contains(_FOOTER) & pl.col("bare"))
    why = {
        "no SKU": pl.col("id").is_null(),
        "the header again": words == fold(sku),
        "a total, not an item": total,
        "the SKU was rounded by a spreadsheet": pl.col("rounded"),
        "nothing but a SKU": pl.col("alone"),
    }
    each = [pl.when(holds).then(pl.lit(reason)) for reason, holds in why.items()]
    return signs.select(pl.coalesce(each)).to_series()
