"""Plausibility: whether the values of one column look like those of a canonical column.

Only asked when the words of a header are not enough; a clear header needs values of the right type.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.ingest.words import is_value

if TYPE_CHECKING:
    from profit_sentinel.ingest.profile import Profile

_MOST = 0.9
_SOME = 0.15
_FEW_TIMES = 2
_ROWS_LEAST = 8
_PLACEHOLDERS = 3
_ROWS_TELL = 30
_RARE = 0.02
_BINS_FEW = 5
_OFTEN = 6
_WHOLE = re.compile(
    r"^\d+(?:[.,]0*)?(?: ?(?:ea|each|ct|pk|pcs?|st|stk|un?d?s?))?\.?$", re.IGNORECASE
)
_ID = re.compile(r"^\S*\d\S*$")
_NAME = re.compile(r"[^\W\d_]{2}.*[ ]\S|[^\W\d_]{5}")
_LETTERED = re.compile(r"[A-Za-z]")
_LETTER = re.compile(r"^[A-Z]$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_HUGE = re.compile(r"^\d{8,}(?:\.0*)?$")
_GTIN = re.compile(r"^\d{8}$|^\d{12,14}$")


class Shape(StrEnum):
    """What values may be by their looks; a column may have several shapes."""

    DATE = "date"
    MONEY = "money"
    COUNT = "count"
    GROUP = "group"
    IDS = "ids"
    WORDS = "words"


def shapes_of(look: "Profile") -> frozenset[Shape]:
    """The shapes of values; few values tell nothing and have none."""
    if look.filled < _ROWS_LEAST:
        return frozenset()
    return frozenset(shape for shape, fits in _SHAPES.items() if fits(look))


def is_plausible(canonical: str, look: "Profile") -> bool:
    """Whether values may be those of a column; few values tell nothing and are."""
    if look.filled < _ROWS_LEAST:
        return True
    by_name = _BY_NAME.get(canonical)
    return by_name(look) if by_name else _BY_TYPE[BY_NAME[canonical].type](look)


def _share(look: "Profile", fits: Callable[[str], object]) -> float:
    return sum(times for cell, times in look.cells.items() if fits(cell)) / max(1, look.filled)


def contradiction(canonical: str, look: "Profile") -> str | None:
    """What values hold that a column never does, whatever its name says; None when nothing."""
    if look.filled < _ROWS_TELL:
        return None
    fits = (why for names, holds, why in _NEVER if canonical in names and holds(look))
    return next(fits, None)


def _differs(look: "Profile") -> bool:
    return len(look.cells) >= _MOST * look.filled


def _repeats(look: "Profile") -> bool:
    return len(look.cells) <= look.filled / _OFTEN


def _is_huge(look: "Profile") -> bool:
    return _share(look, _HUGE.match) >= _MOST


def _is_measured(look: "Profile") -> bool:
    return _share(look, _WHOLE.match) < 1 / _FEW_TIMES


def _is_dated(look: "Profile") -> bool:
    return look.dates >= _MOST


def _is_negative(look: "Profile") -> bool:
    return look.numbers >= _MOST and _share(look, lambda cell: cell.startswith("-")) > _RARE


def _are_letters(look: "Profile") -> bool:
    return all(len(cell) == 1 for cell in look.cells)


def _are_kinds(look: "Profile") -> bool:
    return all(is_value(cell, "item_kinds") for cell in look.cells)


def _are_numbers(look: "Profile") -> bool:
    return look.numbers >= _MOST


def holds_ids(look: "Profile") -> bool:
    """Whether nearly all values are single words with a digit, and nearly all are different."""
    return _share(look, _ID.match) >= _MOST and len(look.cells) >= _MOST * look.filled


def holds_names(look: "Profile") -> bool:
    """Whether nearly all values are words, and most are different."""
    return _share(look, _NAME.search) >= _MOST and len(look.cells) >= look.filled / _FEW_TIMES


def holds_barcodes(look: "Profile") -> bool:
    """Whether nearly all values have the length and the check digit of a barcode."""
    return look.filled >= _ROWS_LEAST and _share(look, _is_barcode) >= _MOST


def _is_barcode(cell: str) -> bool:
    if not _GTIN.match(cell):
        return False
    weighted = (int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(cell[:-1])))
    return -sum(weighted) % 10 == int(cell[-1])


def is_serial(look: "Profile") -> bool:
    """Whether the values are whole numbers that are evenly spread, as a system counts records."""
    cells = list(look.cells)
    if len(cells) < max(look.filled, _ROWS_LEAST) or not all(map(str.isdigit, cells)):
        return False
    return len({int(after) - int(before) for before, after in pairwise(cells)}) == 1


def counts_rows(look: "Profile") -> bool:
    """Whether the values are 1, 2, 3 and so on, or evenly spread ones of a longer row."""
    cells = list(look.cells)
    if not cells or len(cells) < look.filled or not all(cell.isdigit() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    steps = {after - before for before, after in pairwise(numbers)}
    return numbers[0] <= 1 and len(steps) <= 1


def holds_cents(look: "Profile") -> bool:
    """Whether most values are numbers with a fraction."""
    share = _share(look, _has_fraction) if look.filled >= _ROWS_LEAST else 0.0
    return look.numbers >= _MOST and share >= 1 / _FEW_TIMES


def _are_amounts(look: "Profile") -> bool:
    return holds_cents(look) and not _begins_with_letters(look)


def _begins_with_letters(look: "Profile") -> bool:
    """Whether a number begins with letters, as item numbers such as `P10.25` do."""
    return _share(look, _LETTERED.match) >= _MOST


def _sku(look: "Profile") -> bool:
    return (
        _share(look, _ID.match) >= _MOST
        and len(look.cells) >= look.filled / _PLACEHOLDERS
        and not counts_rows(look)
        and look.dates < _MOST
        and (not _holds_fractions(look) or _begins_with_letters(look))
        and not _is_negative(look)
    )


def _group(look: "Profile") -> bool:
    """Few different texts or codes, again and again."""
    repeated = 1 < len(look.cells) <= look.filled / _FEW_TIMES
    letters = all(map(_LETTER.match, look.cells))
    return repeated and not letters and not _holds_fractions(look) and look.flags < _MOST


def _quantity(look: "Profile") -> bool:
    whole = _share(look, lambda cell: not _has_fraction(cell))
    years = _share(look, _YEAR.match)
    return look.numbers >= _MOST and whole >= _MOST and years < _MOST and not counts_rows(look)


def _money(look: "Profile") -> bool:
    return look.numbers >= _MOST and _holds_fractions(look) and len(look.cells) > _FEW_TIMES


def _holds_fractions(look: "Profile") -> bool:
    return look.numbers >= _MOST and _share(look, _has_fraction) >= _SOME


def _has_fraction(cell: str) -> bool:
    """Whether a number has digits other than zero behind a decimal mark."""
    whole, mark, rest = cell.rstrip("% €$").replace(",", ".").rpartition(".")
    return bool(mark and rest.strip("0") and len(rest) != len("000") and whole.count(".") < 1)


def _dates(look: "Profile") -> bool:
    return look.dates + max(look.serials, look.compact) >= _MOST / _FEW_TIMES


_BY_NAME: dict[str, Callable[["Profile"], bool]] = {
    "sku": _sku,
    "department": _group,
    "fineline": _group,
    "vendor": lambda look: len(look.cells) <= look.filled / _FEW_TIMES,
    "barcode": holds_barcodes,
    "pack_qty": lambda look: _quantity(look) and not look.zeros and not _is_negative(look),
    "store_id": _group,
    "bin": lambda look: len(look.cells) > _BINS_FEW or look.filled < _ROWS_TELL,
    "season": _group,
    "status": _group,
}
_BY_TYPE: dict[ColumnType, Callable[["Profile"], bool]] = {
    ColumnType.ID: lambda look: _share(look, _ID.match) >= _MOST,
    ColumnType.TEXT: lambda _: True,
    ColumnType.QUANTITY: _quantity,
    ColumnType.MONEY: _money,
    ColumnType.SHARE: lambda look: look.numbers >= _MOST,
    ColumnType.DATE: _dates,
}
_SHAPES: dict[Shape, Callable[["Profile"], bool]] = {
    Shape.DATE: lambda look: look.dates + max(look.serials, look.compact) >= _MOST,
    Shape.MONEY: _money,
    Shape.COUNT: _quantity,
    Shape.GROUP: lambda look: _group(look) and look.dates < _MOST,
    Shape.IDS: _sku,
    Shape.WORDS: lambda look: _share(look, _NAME.search) >= _MOST,
}
_GROUPS = ("department", "fineline", "vendor", "season", "status", "store_id", "stocking_unit")
_NAMES = ("department", "fineline", "vendor", "season", "store_id", "bin", "sku", "description")
_LEVELS = ("pack_qty", "reorder_point", "max_stock", "on_order", "committed")
_SOLD = ("sold_30d", "sold_90d", "sold_365d", "sold_ytd")
_UNITS = (*_SOLD, *_LEVELS)
_STOCK = ("on_hand", "counted", "damaged")
_MEASURES = ("stocking_unit", "purchasing_unit")
_NEVER: tuple[tuple[tuple[str, ...], Callable[["Profile"], bool], str], ...] = (
    (_GROUPS, _differs, "nearly all values are different"),
    (_NAMES, lambda look: look.flags >= _MOST, "its values are yes and no"),
    (_LEVELS, _is_negative, "some values are below zero"),
    (_UNITS, counts_rows, "it numbers the rows"),
    ((*_STOCK, *_UNITS), _is_huge, "its values are numbers of eight digits and more"),
    ((*_GROUPS, "bin", "purchasing_unit"), _is_dated, "its values are dates"),
    (("sku", "barcode"), _are_amounts, "its values have cents"),
    (("sku", "barcode", "maker_part"), _repeats, "the same few values come again and again"),
    (("pack_qty",), _is_measured, "its values are sizes, not units"),
    (("bin", "store_id"), _is_negative, "some values are below zero"),
    (("fineline",), lambda look: len(look.cells) == 1, "it is the same in every row"),
    (("fineline",), _are_letters, "its values are letters, as grades are"),
    (("fineline",), _are_kinds, "its values are kinds of items, not classes of goods"),
    (_MEASURES, _are_numbers, "its values are numbers, not units of measure"),
)
