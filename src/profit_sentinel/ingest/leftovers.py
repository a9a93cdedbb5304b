"""Leftovers: rows below the header that are no items, such as totals and repeated headers."""

import polars as pl

from profit_sentinel.ingest import problems
from profit_sentinel.ingest.systems import fold
from profit_sentinel.ingest.table import Table
from profit_sentinel.ingest.texts import read_ids

_TOTALS = (
    r"(?i)^(?:(?:grand|sub|report|store|department|dept|vendor)[ -]*)?totals?\b[:\s]*.*$"
    r"|^(?:page \d+|end of (?:report|list|file)|\*+ ?end|printed (?:on|by)|report run)"
)


def drop_leftovers(table: Table, sku: str, used: list[str]) -> tuple[Table, pl.DataFrame]:
    """Leave out the rows that are no items.

    Args:
        table: The table.
        sku: Header of the SKU.
        used: Headers that are used, the SKU's included.

    Returns:
        The table without them, and one problem per row left out.
    """
    ids = read_ids(table.cells[sku])
    rest = [name for name in used if name != sku]
    alone = _all_blank(table.cells, rest)
    repeated = _repeats_header(ids.values, sku)
    total = (ids.values.str.contains(_TOTALS) & _all_blank(table.cells, rest[:2])) | (
        ids.values.str.contains(r"(?i)^(?:grand |sub|report )?totals?:?$")
    )
    reasons = (
        pl.DataFrame({"null": ids.values.is_null(), "a": alone, "h": repeated, "t": total, "r": ids.rounded})
        .select(
            pl.when(pl.col("null"))
            .then(pl.lit("no SKU"))
            .when(pl.col("h"))
            .then(pl.lit("the header again"))
            .when(pl.col("t"))
            .then(pl.lit("a total, not an item"))
            .when(pl.col("r"))
            .then(pl.lit("the SKU was rounded by a spreadsheet"))
            .when(pl.col("a"))
            .then(pl.lit("nothing but a SKU"))
            .alias("reason")
        )
        .to_series()
    )
    out = reasons.is_not_null()
    if not out.any():
        return table, problems.none()
    return _without(table, out), _found(table, sku, reasons, out)


def _all_blank(cells: pl.DataFrame, names: list[str]) -> pl.Series:
    if not names:
        return pl.repeat(value=False, n=cells.height, eager=True)
    blank = [
        (cells[name].is_null() | (cells[name] == ""))
        if cells[name].dtype == pl.String
        else cells[name].is_null()
        for name in names
    ]
    return pl.select(pl.all_horizontal(blank)).to_series()


def _repeats_header(ids: pl.Series, sku: str) -> pl.Series:
    folded = fold(sku)
    same_length = ids.str.len_chars().is_between(len(folded) - 1, len(folded) + 1)
    if not same_length.any():
        return same_length.fill_null(value=False)
    return (ids.str.to_lowercase() == folded).fill_null(value=False)


def _without(table: Table, out: pl.Series) -> Table:
    from dataclasses import replace  # noqa: PLC0415

    return replace(table, cells=table.cells.filter(~out), rows=table.rows.filter(~out))


def _found(table: Table, sku: str, reasons: pl.Series, out: pl.Series) -> pl.DataFrame:
    found = problems.problems(
        table.name, table.rows.filter(out), sku, table.cells[sku].filter(out), problems.LEFT_OUT
    )
    return found.with_columns(reason=pl.lit(problems.LEFT_OUT) + reasons.filter(out))
