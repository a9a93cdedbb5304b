"""Group names: of two columns for one group, the one that spells out what the other numbers."""

import re
from collections.abc import Iterator
from dataclasses import replace

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import left
from profit_sentinel.ingest.plausible import contradiction, is_plausible
from profit_sentinel.ingest.view import Uses, View, called, open_use, with_uses

_GROUPS = ("department", "fineline", "vendor")
_ROWS_LEAST = 8
_ONE_EACH = 1.1
"""Pairs there are for each number, and for each name: one but for those that are misspelt."""
_MOST = 0.9
_SPELLED = re.compile(r"[^\W\d_]{3,}")
_SHORT = 4
"""Letters that may be a code, as `HILL`, where another column has a longer name for each."""


def spelled_out(uses: Uses, view: View) -> Uses:
    """Use the names of departments, classes and vendors where a column of their numbers won."""
    for canonical in _GROUPS:
        use = open_use(uses, canonical)
        if use is None or not _is_coded(view, use.header):
            continue
        name = next(_names(uses, view, use, canonical), None)
        if name is not None:
            reason = f"it spells out what {use.header} numbers"
            found = replace(name, canonical=canonical, confidence=use.confidence, reason=reason)
            found = replace(found, doubtful=False, suggestion=None)
            uses = with_uses(uses, left(use, f"{name.header} spells it out"), found)
    return uses


def _names(uses: Uses, view: View, coded: ColumnUse, canonical: str) -> Iterator[ColumnUse]:
    for use in called(uses, view, canonical):
        look = view.looks[use.header]
        likely = is_plausible(canonical, look) and contradiction(canonical, look) is None
        if use.canonical is None and likely and _spells_out(view, use, coded):
            yield use


def _spells_out(view: View, name: ColumnUse, coded: ColumnUse) -> bool:
    """Whether a column holds a name of its own for each code, in nearly all rows."""
    if _is_coded(view, name.header):
        return False
    rows = view.cells.select(code=coded.header, name=name.header)
    pairs = rows.drop_nulls()
    if pairs.height < max(_ROWS_LEAST, _MOST * rows["code"].count()):
        return False
    different, fewest = pairs.n_unique(), min(pairs["code"].n_unique(), pairs["name"].n_unique())
    return fewest > 1 and different <= _ONE_EACH * fewest


def _is_coded(view: View, header: str) -> bool:
    """Whether nearly all values are numbers, a few letters, or a word with a number behind it."""
    cells = view.looks[header].cells
    return sum(map(_is_code, cells)) >= _MOST * len(cells)


def _is_code(cell: str) -> bool:
    numbered = " " not in cell and cell[-1:].isdigit()
    return len(cell) <= _SHORT or numbered or not _SPELLED.search(cell)
