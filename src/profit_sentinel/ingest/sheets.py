"""Sheets: which sheets of a workbook are parts of the stock list, and whose stock they hold."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.intake import FileKind
from profit_sentinel.ingest.numerals import read_numbers
from profit_sentinel.ingest.recognise import Understood, used
from profit_sentinel.ingest.systems import fold
from profit_sentinel.ingest.texts import read_ids

_ALIKE = 0.7
_COMMON = 0.1
_SAME = 0.9
_DATED = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[-./ ]\d{1,2}|^q[1-4]\b"
    r"|\b(?:week|month|year|last|prior|previous|old|ly)\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)


class Sheets(NamedTuple):
    """The sheets of a workbook that are read.

    Attributes:
        taken: One or more stock lists.
        stores: For each the store that its sheet names; None where a column does or none is.
    """

    taken: tuple[Understood, ...]
    stores: tuple[str | None, ...]


class _Stock(NamedTuple):
    understood: Understood
    items: pl.DataFrame
    """`sku`, and `on_hand` where it is known and not zero."""


def choose_sheets(best: Understood, each: Sequence[Understood]) -> Sheets:
    """Take the sheets that are parts of one stock list.

    A sheet that repeats the quantities of one that is taken is a view of it; a sheet named by a
    day or month is another time. Sheets that share their SKUs are stores, named by their sheets.

    Args:
        best: The sheet most like a stock list.
        each: All sheets that hold a table.
    """
    if len(each) == 1 or not _is_stock(best):
        return Sheets((_noted(best, [best]),), (None,))
    alike = [one for one in each if one is not best and _is_part(one, best)]
    parts = [_stock(best)]
    for one in alike:
        stock = _stock(one)
        if not any(_repeats(stock, other) for other in parts):
            parts.append(stock)
    order = {id(one): place for place, one in enumerate(each)}
    parts.sort(key=lambda part: order[id(part.understood)])
    if len(parts) == 1:
        return Sheets((_noted(best, [best]),), (None,))
    taken = [part.understood for part in parts]
    return _named(parts, _noted(taken[0], taken))


def _is_stock(one: Understood) -> bool:
    return (
        one.recognition.kind is FileKind.INVENTORY
        and {"sku", "on_hand"} <= used(one.recognition).keys()
    )


def _is_part(one: Understood, best: Understood) -> bool:
    """Whether a sheet is a stock list of the same form and of the same time."""
    if not _is_stock(one) or _DATED.search(one.table.sheet or ""):
        return False
    mine, its = (set(map(fold, table.headers)) for table in (one.table, best.table))
    return len(mine & its) >= _ALIKE * len(mine | its)


def _stock(one: Understood) -> _Stock:
    headers, cells = used(one.recognition), one.table.cells
    items = pl.DataFrame(
        {
            "sku": read_ids(cells[headers["sku"]]).values,
            "on_hand": read_numbers(cells[headers["on_hand"]]).values,
        }
    )
    if "store_id" in headers:
        store = read_ids(cells[headers["store_id"]]).values
        items = items.with_columns(sku=pl.concat_str(store, "sku", separator="\n"))
    return _Stock(one, items.drop_nulls("sku").unique("sku", keep="first"))


def _repeats(one: _Stock, other: _Stock) -> bool:
    """Whether a sheet says again what another says: the same items with the same quantities."""
    both = one.items.join(other.items, on="sku", suffix="_other")
    if both.height < _SAME * min(one.items.height, other.items.height):
        return False
    telling = both.filter((pl.col("on_hand") != 0) | (pl.col("on_hand_other") != 0))
    same = (telling["on_hand"] == telling["on_hand_other"]).sum()
    return bool(same >= _SAME * telling.height)


def _named(parts: Sequence[_Stock], first: Understood) -> Sheets:
    """The parts under names of their own, and the stores that their sheets name."""
    by_column = any("store_id" in used(part.understood.recognition) for part in parts)
    stores = not by_column and _share_items(parts)
    taken = [first, *(part.understood for part in parts[1:])]
    if stores:
        note = "Every sheet is taken as a store, named as its sheet."
        taken[0] = _with_note(first, note)
    elif not by_column:
        taken[0] = _with_note(first, "The sheets share no SKU; they are taken as one store.")
    names = tuple(one.table.sheet if stores else None for one in taken)
    return Sheets(tuple(_as_file(one) for one in taken), names)


def _share_items(parts: Sequence[_Stock]) -> bool:
    """Whether some two sheets hold the same items, as two stores do and two departments do not."""
    pairs = ((one, other) for place, one in enumerate(parts) for other in parts[:place])
    return any(
        one.items.join(other.items, on="sku", how="semi").height
        > _COMMON * min(one.items.height, other.items.height)
        for one, other in pairs
    )


def _as_file(one: Understood) -> Understood:
    """A sheet with a name of its own."""
    name = f"{one.table.name}: {one.table.sheet}"
    found = one.table.found.with_columns(file=pl.lit(name))
    return one._replace(table=replace(one.table, name=name, found=found))


def _noted(one: Understood, taken: Sequence[Understood]) -> Understood:
    """A note on the sheets that are not read."""
    names = {its.table.sheet for its in taken}
    left = [name for name in one.table.other_sheets if name not in names]
    if not left:
        return one
    kept = f"Only the sheet {one.table.sheet} is" if len(taken) == 1 else "The other sheets are"
    return _with_note(one, f"{kept} read, not {', '.join(left)}.")


def _with_note(one: Understood, note: str) -> Understood:
    return one._replace(table=replace(one.table, notes=(*one.table.notes, note)))
