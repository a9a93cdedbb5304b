"""Lists of items made of columns of cells, and what recognition makes of their columns."""

from collections.abc import Callable, Iterable, Mapping

from profit_sentinel.domain.intake import ColumnUse, Upload
from profit_sentinel.ingest.recognise import recognise

Cells = Mapping[str, Callable[[int], object]]
"""The cell of each kind in a row."""
FORTY = range(1, 41)


def text_of(cells: Cells, columns: Mapping[str, str], rows: Iterable[int] = FORTY) -> str:
    """A list with a column of some kind under each header."""
    lines = [",".join(columns)]
    lines += [",".join(str(cells[kind](row)) for kind in columns.values()) for row in rows]
    return "\n".join(lines) + "\n"


def uses_of(
    make: Callable[..., Upload],
    cells: Cells,
    columns: Mapping[str, str],
    rows: Iterable[int] = FORTY,
) -> dict[str, ColumnUse]:
    """What each column of such a list is used for, by header."""
    return {use.header: use for use in recognise(make(text_of(cells, columns, rows))).columns}
