"""Evidence: what the values of several columns together say against their names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

import polars as pl

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import SYSTEM
from profit_sentinel.ingest.numerals import LARGEST, read_numbers
from profit_sentinel.ingest.words import words_of

if TYPE_CHECKING:
    from profit_sentinel.ingest.profile import Profile

Uses = dict[str, ColumnUse]
Numbers = list[float | None]

_MOST = 0.95
_ROWS_LEAST = 8
_UNIQUE = 0.95
_SPACED = 0.4
_ITEM_WORDS = frozenset({"brand", "item", "part", "stock", "sku", "article"})
_CENT = 0.011
_GROWS = 0.5
"""Correlation of cost over price with the units, from which on the cost is of all units."""
_MANY_BINS = 5
_MANY_STORES = 60
_FEW_DATES = 3


@dataclass(frozen=True)
class View:
    """What evidence looks at: the whole cells, a sample of them, and a profile per header."""

    cells: pl.DataFrame
    sample: pl.DataFrame
    looks: Mapping[str, "Profile"]
    _read: dict[str, Numbers] = field(default_factory=dict)

    def numbers(self, header: str) -> Numbers:
        """A column of the sample as numbers, read once; None where unknown."""
        if header not in self._read:
            self._read[header] = _numbers(self.sample[header])
        return self._read[header]

    def together(self, *headers: str) -> Iterator[tuple[float, ...]]:
        """Rows of the sample in which all of the columns are known."""
        for row in zip(*map(self.numbers, headers), strict=True):
            if None not in row:
                yield cast("tuple[float, ...]", row)


def _numbers(cells: pl.Series) -> Numbers:
    values = cells.to_list()
    try:
        return [None if value is None else _possible(float(value)) for value in values]
    except ValueError:
        return read_numbers(cells).values.to_list()


def _possible(value: float) -> float | None:
    return value if abs(value) <= LARGEST else None


def weigh(uses: Uses, view: View) -> Uses:
    """Correct the uses of a table's headers by what their values say together."""
    for rule in (_item_name, _location, _item_number, _stock_date, _extended, _swapped):
        uses = rule(uses, view)
    return uses


def header_of(uses: Uses, canonical: str) -> str | None:
    """The header that is used for a column, columns with a store of their own apart."""
    fitting = (use for use in uses.values() if use.canonical == canonical and use.store is None)
    return next((use.header for use in fitting), None)


def _open(uses: Uses, canonical: str) -> ColumnUse | None:
    """The use of a column by its words alone, which values may overrule."""
    header = header_of(uses, canonical)
    return uses[header] if header and may_change(uses[header]) else None


def may_change(use: ColumnUse) -> bool:
    """Whether values may overrule the use of a column."""
    return use.store is None and use.confidence < SYSTEM


def _with(uses: Uses, *changed: ColumnUse) -> Uses:
    return {**uses, **{use.header: use for use in changed}}


def _item_name(uses: Uses, view: View) -> Uses:
    """`Item` and `Product` hold names in some systems and numbers in others."""
    if header_of(uses, "description"):
        return uses
    free = (use for use in uses.values() if use.canonical in (None, "sku") and may_change(use))
    use = next((use for use in free if words_of(use.header) == {"item"}), None)
    if use is None or not _holds_names(view.sample[use.header]):
        return uses
    reason = "its values are names of items, not numbers"
    return _with(uses, replace(use, canonical="description", reason=reason, confidence=0.85))


def _holds_names(cells: pl.Series) -> bool:
    filled = cells.cast(pl.String).drop_nulls()
    names = int(filled.str.contains(r"[A-Za-z]\w* +\S").sum())
    return filled.len() > 0 and names >= _SPACED * filled.len()


def _location(uses: Uses, view: View) -> Uses:
    """`Location` is a store when it has few values and a bin when it has many."""
    use = _open(uses, "store_id")
    if use is None or words_of(use.header) - {"location", "number"} or header_of(uses, "bin"):
        return uses
    different = view.cells[use.header].n_unique()
    sku = header_of(uses, "sku")
    repeats = sku is not None and view.cells[sku].n_unique() < _UNIQUE * view.cells.height
    if different <= (_MANY_STORES if repeats else _MANY_BINS):
        return uses
    reason = f"{different} different values: a place in the store, not a store"
    return _with(uses, replace(use, canonical="bin", reason=reason, confidence=0.75))


def _item_number(uses: Uses, view: View) -> Uses:
    """The SKU names an item within a store; a key of store and item together is none."""
    use = _open(uses, "sku")
    if use is None and header_of(uses, "sku"):
        return uses
    store = header_of(uses, "store_id")
    for header in view.cells.columns:
        if header in uses and (uses[header].canonical or header == store):
            continue
        if use and store and _is_joined(view, use.header, store, header):
            return _with(uses, *_part_of_key(uses, view, use, header))
        if use is None and _names_items(view, header, store):
            return _with(uses, _found_sku(view, header, 0.8))
    return uses


def _is_joined(view: View, key: str, store: str, header: str) -> bool:
    """Whether the key is the store, something, and this column, one after the other."""
    columns = (view.sample[name].to_list() for name in (key, store, header))
    rows = [tuple(map(str, row)) for row in zip(*columns, strict=True) if None not in row]
    if len(rows) < _ROWS_LEAST or len({end for _, _, end in rows}) < 0.5 * len(rows):
        return False
    joined = sum(
        whole.startswith(start) and whole.endswith(end) and whole != end
        for whole, start, end in rows
    )
    return joined >= _MOST * len(rows)


def _part_of_key(uses: Uses, view: View, use: ColumnUse, header: str) -> Sequence[ColumnUse]:
    why = f"not used: it joins the store and {header}, which names the item"
    return (
        replace(use, canonical=None, reason=why, confidence=0.9, suggestion="sku"),
        replace(_found_sku(view, header, 0.85), samples=uses[header].samples),
    )


def _names_items(view: View, header: str, store: str | None) -> bool:
    """Whether a column such as `Brand` holds a different number for every item of a store."""
    look = view.looks[header]
    if not words_of(header) & _ITEM_WORDS or look.numbers < _MOST or look.dates > _SPACED:
        return False
    keys = [header] if store is None else [store, header]
    rows = view.cells.select(keys).drop_nulls()
    return rows.height > _ROWS_LEAST and rows.n_unique() >= _UNIQUE * rows.height


def _found_sku(view: View, header: str, confidence: float) -> ColumnUse:
    reason = "its values are different numbers for nearly every row of a store: the item number"
    return ColumnUse(header, "sku", None, confidence, reason, view.looks[header].samples)


def _stock_date(uses: Uses, view: View) -> Uses:
    """A plain `Date` is the day of the stock only when it hardly changes from row to row."""
    use = _open(uses, "as_of")
    if use is None or words_of(use.header) & {"as", "snapshot"}:
        return uses
    if view.cells[use.header].drop_nulls().n_unique() <= _FEW_DATES:
        return uses
    reason = "not used: a date of each item, not the day the stock was read"
    return _with(uses, replace(use, canonical=None, reason=reason, confidence=0.5))


def _extended(uses: Uses, view: View) -> Uses:
    """A cost or price that is quantity times another column is an amount for all units."""
    for canonical in ("unit_cost", "average_cost", "retail_price"):
        use, quantity = _open(uses, canonical), header_of(uses, "on_hand")
        if use is None or quantity is None:
            continue
        others = (other for other in _money_headers(uses) if other != use.header)
        if any(_is_product(view, use.header, quantity, other) for other in others):
            uses = _with(uses, _refused(use, "it is the quantity times another column"))
    return uses


def _money_headers(uses: Uses) -> list[str]:
    wanted = ("unit_cost", "average_cost", "retail_price", "list_price")
    return [use.header for use in uses.values() if use.canonical in wanted]


def _is_product(view: View, amount: str, quantity: str, each: str) -> bool:
    rows = view.together(amount, quantity, each)
    telling = [row for row in rows if row[1] not in (-1, 0, 1) and row[2] > 0]
    fits = sum(abs(sum_ - units * one) <= _CENT * abs(units) for sum_, units, one in telling)
    return len(telling) >= _ROWS_LEAST and fits >= _MOST * len(telling)


def _swapped(uses: Uses, view: View) -> Uses:
    """A cost above the price in nearly every row is an amount, or the two are swapped."""
    price = _open(uses, "retail_price")
    for canonical in ("unit_cost", "average_cost"):
        use = _open(uses, canonical)
        if use is None or price is None:
            continue
        pairs = view.together(use.header, price.header)
        above = [cost > retail for cost, retail in pairs if cost > 0 and retail > 0]
        if len(above) >= _ROWS_LEAST and sum(above) >= _MOST * len(above):
            uses = _with(uses, *_taken_back(uses, view, use, price))
    return uses


def _taken_back(uses: Uses, view: View, cost: ColumnUse, price: ColumnUse) -> Sequence[ColumnUse]:
    quantity = header_of(uses, "on_hand")
    if quantity and _grows_with_units(view, cost.header, quantity, price.header):
        return (
            _refused(cost, "it is above the price in nearly every row, as an extended cost is"),
        )
    why = "cost is above price in nearly every row: the two may be swapped"
    return (_refused(cost, why, "retail_price"), _refused(price, why, cost.canonical))


def _grows_with_units(view: View, cost: str, quantity: str, price: str) -> bool:
    """Whether cost over price follows the units, and cost over units is below the price."""
    rows = view.together(cost, quantity, price)
    telling = [row for row in rows if abs(row[1]) > 1 and row[2] > 0]
    below = sum(abs(amount / units) < retail for amount, units, retail in telling)
    if len(telling) < _ROWS_LEAST or below < _MOST * len(telling):
        return False
    from statistics import StatisticsError, correlation  # noqa: PLC0415 - few files get here

    ratios = [amount / retail for amount, _, retail in telling]
    try:
        return correlation(ratios, [abs(units) for _, units, _ in telling]) >= _GROWS
    except StatisticsError:
        return False


def _refused(use: ColumnUse, why: str, suggestion: str | None = None) -> ColumnUse:
    return replace(
        use,
        canonical=None,
        confidence=0.4,
        reason=f"not used: {why}",
        doubtful=True,
        suggestion=suggestion or use.canonical,
    )
