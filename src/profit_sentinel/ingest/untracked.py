"""Untracked items: those a system does not count and exports with a stock of 0."""

from collections.abc import Iterator

import polars as pl

from profit_sentinel.ingest import problems
from profit_sentinel.ingest.systems import fold
from profit_sentinel.ingest.table import Table

_BLANK_IS_UNTRACKED = ("inventory tracker", "variant inventory tracker")
_FLAGS = ("track_inventory", "track inventory", "inventory tracked", "stockable", "manage stock?")
_NO = ("0", "0.0", "n", "no", "f", "false")
_REASON = "an item whose stock is not tracked; its 0 is left unknown"


def without_untracked(frame: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make a stock of 0 unknown where the file says that the item is not counted.

    Args:
        frame: Canonical columns and `source_row`.
        table: Its rows as they stand in the file.

    Returns:
        The frame and one problem per row changed.
    """
    masks = list(_masks(table))
    if not masks or "on_hand" not in frame.columns:
        return frame, problems.none()
    untracked = table.rows.filter(pl.select(pl.any_horizontal(masks)).to_series())
    zero = (pl.col("on_hand") == 0) & pl.col("source_row").is_in(untracked.implode())
    rows = frame.filter(zero)["source_row"]
    if not rows.len():
        return frame, problems.none()
    known = pl.when(~zero.fill_null(value=False)).then(pl.col("on_hand")).alias("on_hand")
    return frame.with_columns(known), problems.problems(table.name, rows, None, None, _REASON)


def _masks(table: Table) -> Iterator[pl.Series]:
    """For each column that tells it, whether an item of the file is not counted."""
    for header in table.headers:
        name = fold(header)
        if name in _BLANK_IS_UNTRACKED or name in _FLAGS:
            said = table.cells[header].cast(pl.String).str.strip_chars().str.to_lowercase()
            blank = said.fill_null("") == ""
            mask = said.is_in(_NO).fill_null(value=False) if name in _FLAGS else blank
            if not mask.all():
                yield mask
