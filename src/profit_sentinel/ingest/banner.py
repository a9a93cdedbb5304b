"""Banners: the rows above a header, and those among them that look like rows below it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from profit_sentinel.ingest import problems
from profit_sentinel.ingest.profile import Profile, profile, sample_of
from profit_sentinel.ingest.table import Table

_ABOVE = f"{problems.LEFT_OUT}it stands above the header"
_HALF = 0.5
_WIDTH = 0.6
_FIGURES = 2

Cells = Sequence[str | None]


def with_banner(table: Table, above: Sequence[tuple[int, Cells]]) -> Table:
    """A table with the rows above its header.

    Where a header is damaged, one that a page below repeats is taken in its place. The rows of
    stock between them are told as left out.

    Args:
        table: The header and the rows below.
        above: Line or sheet row and cells of each row above.
    """
    if not above:
        return table
    sample = sample_of(table.cells)
    looks = {place: profile(column.to_list()) for place, column in enumerate(sample)}
    width = sum(1 for look in looks.values() if look.filled >= _HALF * sample.height)
    rows = [row for row, cells in above if _is_row(cells, looks, width)]
    found = problems.problems(table.name, pl.Series(rows, dtype=pl.Int64), None, None, _ABOVE)
    return replace(table, banner=tuple(tuple(cells) for _, cells in above), above=found)


def _is_row(cells: Cells, looks: Mapping[int, Profile], width: int) -> bool:
    """Whether a row has as many cells as those below, and figures where they have them."""
    filled = {place: cell for place, cell in enumerate(cells) if cell and cell.strip()}
    if len(filled) < max(_FIGURES, _WIDTH * width):
        return False
    figures = [
        _is_like(profile([cell]), looks[place])
        for place, cell in filled.items()
        if place in looks and _holds_figures(looks[place])
    ]
    return any(figures) and sum(figures) >= _HALF * len(figures)


def _holds_figures(column: Profile) -> bool:
    return max(column.numbers, column.dates) >= _HALF


def _is_like(cell: Profile, column: Profile) -> bool:
    """Whether a cell is blank, or a number or date as its column holds."""
    share = cell.numbers if column.numbers >= _HALF else cell.dates
    return not cell.filled or share > 0
