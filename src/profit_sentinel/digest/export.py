"""The findings file: one row per finding, kept, cut or stated, with the numbers it quotes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
AUTOFIT_ROWS = 5_000
"""Above it, measuring every cell for the column width takes longer than the rest."""


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    return frame.with_columns(
        pl.when(pl.col(name).str.slice(0, 1).is_in(FORMULA_STARTS))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name, dtype in frame.schema.items()
        if dtype == pl.String
    )


def as_csv(frame: pl.DataFrame) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read it right."""
    return harmless(frame).write_csv(include_bom=True).encode()


def as_parquet(frame: pl.DataFrame) -> bytes:
    """Parquet."""
    buffer = BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def as_workbook(frame: pl.DataFrame) -> bytes:
    """An Excel workbook with a frozen header and filters; no text becomes a link or a formula."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only for who asks for a workbook

    buffer = BytesIO()
    with Workbook(buffer, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        harmless(frame).write_excel(
            book, worksheet="findings", freeze_panes="A2", autofit=frame.height < AUTOFIT_ROWS
        )
    return buffer.getvalue()


WRITERS: Mapping[str, Callable[[pl.DataFrame], bytes]] = {
    ".csv": as_csv,
    ".parquet": as_parquet,
    ".xlsx": as_workbook,
}
"""How a findings file is written, by its ending."""
