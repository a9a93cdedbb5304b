"""Slots: columns that no header says clearly, filled by what one may say besides.

What is "not needed" beside a better column, or a short word that mostly stands for something else,
is taken where that column is empty and the values are like it. Every answer is put as a doubt.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import checked
from profit_sentinel.ingest.divisions import follows_names
from profit_sentinel.ingest.plausible import holds_ids, is_plausible
from profit_sentinel.ingest.resorts import is_margin_below, keys_rows
from profit_sentinel.ingest.silent import guessed
from profit_sentinel.ingest.view import REFUSED, Uses, View, header_of, is_count_sheet, may_change
from profit_sentinel.ingest.words import is_value, other_columns, spare_columns

_ROWS_LEAST = 8
_NEARLY_ALL = 0.9
_GROUPS_LEAST = 3
_VENDORS_LEAST = 6
"""Fewer may be the firms that own the stores."""
_FILL_TOO: Mapping[str, tuple[str, ...]] = {
    "unit_cost": ("average_cost",),
    "department": ("fineline",),
}
"""Columns beside which another is not missing."""


def free_slots(uses: Uses, view: View) -> Uses:
    """Take the only column that may be one which no other is."""
    offers: dict[str, list[ColumnUse]] = defaultdict(list)
    for use in uses.values():
        if (column := _second(use, uses, view)) is not None:
            offers[column].append(use)
    for column, found in offers.items():
        name = column.replace("_", " ")
        uses = guessed(uses, found, column, f"its name may say {name}, which no other column is")
    return uses


def _second(use: ColumnUse, uses: Uses, view: View) -> str | None:
    """The first free column, of those a header may say besides, that its values are like."""
    free = use.canonical is None and may_change(use) and use.confidence != REFUSED
    if not free or not use.samples or view.looks[use.header].filled < _ROWS_LEAST:
        return None
    columns = (name for name in _besides(use.header, view) if _is_free(name, uses))
    return next((name for name in columns if _fits(name, use, uses, view)), None)


def _besides(header: str, view: View) -> Iterator[str]:
    english = view.english.get(header, header)
    yield from other_columns(english)
    yield from spare_columns(english)


def _is_free(column: str, uses: Uses) -> bool:
    """Whether a stock list lacks a column; other files are known by what they lack."""
    held = {use.canonical for use in uses.values()}
    needed = "sku" if column == "on_hand" else "on_hand"
    return needed in held and held.isdisjoint((column, *_FILL_TOO.get(column, ())))


def _fits(column: str, use: ColumnUse, uses: Uses, view: View) -> bool:
    look = view.looks[use.header]
    right_type = checked(ColumnUse(use.header, column, None, 0.0, ""), look).canonical == column
    if not right_type or not is_plausible(column, look):
        return False
    return column not in _FITS or _FITS[column](use.header, uses, view)


def _is_number(header: str, uses: Uses, view: View) -> bool:
    return keys_rows(view, header, header_of(uses, "store_id"))


def _is_part(header: str, _: Uses, view: View) -> bool:
    return holds_ids(view.looks[header])


def _is_department(header: str, uses: Uses, view: View) -> bool:
    name = header_of(uses, "description")
    cells = view.looks[header].cells
    kinds = all(is_value(cell, "item_kinds") for cell in cells)
    enough = len(cells) >= _GROUPS_LEAST and not kinds
    return enough and name is not None and follows_names(view, header, name)


def _is_vendor(header: str, _: Uses, view: View) -> bool:
    return len(view.looks[header].cells) >= _VENDORS_LEAST


def _is_stock(header: str, uses: Uses, view: View) -> bool:
    none = any(number is not None and number <= 0 for number in view.numbers(header))
    return none and not is_count_sheet(uses, view)


def _is_cost(header: str, uses: Uses, view: View) -> bool:
    price = header_of(uses, "retail_price")
    return price is not None and is_margin_below(view, header, price)


def _is_price(header: str, uses: Uses, view: View) -> bool:
    cost = header_of(uses, "unit_cost") or header_of(uses, "average_cost")
    return cost is not None and is_margin_below(view, cost, header)


def _is_below_price(header: str, uses: Uses, view: View) -> bool:
    return _are_below(view, header, header_of(uses, "retail_price"))


def _is_above_price(header: str, uses: Uses, view: View) -> bool:
    return _are_below(view, header_of(uses, "retail_price"), header)


def _are_below(view: View, low: str | None, high: str | None) -> bool:
    if low is None or high is None:
        return False
    rows = [row for row in view.together(low, high) if min(row) > 0]
    below = sum(one <= other for one, other in rows)
    return len(rows) >= _ROWS_LEAST and below >= _NEARLY_ALL * len(rows)


_FITS: Mapping[str, Callable[[str, Uses, View], bool]] = {
    "sku": _is_number,
    "maker_part": _is_part,
    "department": _is_department,
    "vendor": _is_vendor,
    "on_hand": _is_stock,
    "unit_cost": _is_cost,
    "retail_price": _is_price,
    "promo_price": _is_below_price,
    "list_price": _is_above_price,
}
