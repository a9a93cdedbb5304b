"""Headers: which record of a table names its columns."""

import re
from collections.abc import Sequence
from itertools import islice

from profit_sentinel.ingest.currency import SIGNS
from profit_sentinel.ingest.remembering import LONGEST
from profit_sentinel.ingest.words import is_known

Cells = Sequence[str | None]

_VALUE = re.compile(rf"^[-+({SIGNS}]*[\d.,]+[)%-]*$|^\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}")
_KNOWN_LEAST = 2
_VALUES_MOST = 0.15
_WIDTH_LEAST = 0.6


def header_index(records: Sequence[Cells]) -> int | None:
    """Index of the record that names the columns; None when no record looks like one.

    The record with the most known names wins; without any, the first one that is nearly as
    wide as the widest and holds no numbers or dates. Where only one can be it, no name is asked.
    """
    plausible = [index for index, cells in enumerate(records) if _is_plausible(cells)]
    widest = max((_filled(cells) for cells in records), default=0)
    wide = [index for index in plausible if _filled(records[index]) >= _WIDTH_LEAST * widest]
    if plausible == wide[:1]:
        return next(iter(wide), None)
    known = {
        index: sum(1 for cell in records[index] if cell and is_known(cell)) for index in plausible
    }
    best = max(plausible, key=lambda index: known[index], default=None)
    if best is not None and known[best] >= _KNOWN_LEAST:
        return next(index for index in plausible if _is_repeated(records[index], records[best]))
    return next(iter(wide), None)


def _is_repeated(cells: Cells, header: Cells) -> bool:
    """Whether a record is the header, or one that a page below repeats with another cell or two."""
    names = set(filter(None, header))
    return 2 * len(names & set(cells)) > len(names)


def _filled(cells: Cells) -> int:
    return sum(1 for cell in cells if cell)


def _is_plausible(cells: Cells) -> bool:
    filled = [cell for cell in cells if cell]
    most = int(_VALUES_MOST * len(filled))
    values = (cell for cell in filled if _VALUE.match(cell))
    return len(filled) >= _KNOWN_LEAST and sum(1 for _ in islice(values, most + 1)) <= most


def unique_names(cells: Cells) -> list[str]:
    """Names of columns, every one different: blanks are `Column 3`, repeats `Cost (2)`."""
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        base = " ".join((cell or "").split())[:LONGEST] or f"Column {place}"
        name, copy = base, 1
        while name in taken:
            copy += 1
            name = f"{base} ({copy})"
        taken.add(name)
        names.append(name)
    return names
