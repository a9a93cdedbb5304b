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
    rest = [name for name in used if name != sku]
    ids, alone = read_ids(table.cells[sku]), blank_rows(table.cells, rest) & bool(rest)
    known = ids.values.is_not_null()
    number = known if ids.whole else ids.values.cast(pl.Int64, strict=False).is_not_null()
    if number.all() and not alone.any():
        return table, problems.none()
    signs = pl.DataFrame(
        {
            "id": ids.values,
            "number": number,
            "rounded": ids.rounded,
            "alone": alone,
            "bare": blank_rows(table.cells, rest[:2]),
        }
    )
    reasons = signs.select(_reason(sku)).to_series()
    out = reasons.is_not_null()
    if not out.any():
        return table, problems.none()
    found = problems.problems(
        table.name, table.rows.filter(out), sku, table.cells[sku].filter(out), problems.LEFT_OUT
    ).with_columns(reason=pl.lit(problems.LEFT_OUT) + reasons.filter(out))
    return replace(table, cells=table.cells.filter(~out), rows=table.rows.filter(~out)), found


def drop_totals(table: Table, used: Sequence[str]) -> tuple[Table, pl.DataFrame]:
    """Leave out the totals and repeated headers of a table whose rows are not of items.

    Args:
        table: The table.
        used: Headers that are used.

    Returns:
        The table without them, and one problem per row left out.
    """
    texts = [name for name in used if table.cells[name].dtype == pl.String]
    if not texts:
        return table, problems.none()
    words = table.cells.select(pl.col(texts).str.strip_chars().str.to_lowercase())
    again = pl.all_horizontal(pl.col(name) == fold(name) for name in texts)
    total = pl.any_horizontal(pl.col(texts).str.contains(_TOTAL))
    why = {"the header again": again, "a total": total}
    reasons = words.select(
        pl.coalesce(
            pl.when(holds).then(pl.lit(problems.LEFT_OUT + reason)) for reason, holds in why.items()
        )
    ).to_series()
    out = reasons.is_not_null()
    found = problems.problems(table.name, table.rows.filter(out), None, None, "")
    kept = replace(table, cells=table.cells.filter(~out), rows=table.rows.filter(~out))
    return kept, found.with_columns(reason=reasons.filter(out))


def _reason(sku: str) -> pl.Expr:
    """Why a row is left out; null when it stays."""
    words = pl.when(~pl.col("number")).then(pl.col("id").str.to_lowercase())
    total = words.str.contains(_TOTAL) | (words.str.contains(_FOOTER) & pl.col("bare"))
    why = {
        "no SKU": pl.col("id").is_null(),
        "the header again": words == fold(sku),
        "a total, not an item": total,
        "the SKU was rounded by a spreadsheet": pl.col("rounded"),
        "nothing but a SKU": pl.col("alone"),
    }
    return pl.coalesce(pl.when(holds).then(pl.lit(reason)) for reason, holds in why.items())
