"""Evidence: what the values of several columns together say against their names."""

from dataclasses import replace

from profit_sentinel.ingest.amounts import confirmed, extended, swapped
from profit_sentinel.ingest.identity import item_name, item_number, numbered_name, unnamed
from profit_sentinel.ingest.view import Uses, View, header_of, open_use, with_uses

_UNIQUE = 0.95
_MANY_BINS = 5
_MANY_STORES = 60
_FEW_DATES = 3
_ROWS_TELL = 30


def weigh(uses: Uses, view: View) -> Uses:
    """Correct the uses of a table's headers by what their values say together."""
    rules = (
        item_name, numbered_name, unnamed, _location, item_number, _stock_date, _grades, extended,
        swapped, confirmed,
    )  # fmt: skip
    for rule in rules:
        uses = rule(uses, view)
    return uses


def _location(uses: Uses, view: View) -> Uses:
    """`Location` is a store when it has few values and a bin when it has many."""
    use = open_use(uses, "store_id")
    if use is None or view.words(use.header) - {"location", "number"} or header_of(uses, "bin"):
        return uses
    different = view.cells[use.header].n_unique()
    sku = header_of(uses, "sku")
    repeats = sku is not None and view.cells[sku].n_unique() < _UNIQUE * view.cells.height
    if different <= (_MANY_STORES if repeats else _MANY_BINS):
        return uses
    reason = f"{different} different values: a place in the store, not a store"
    return with_uses(uses, replace(use, canonical="bin", reason=reason, confidence=0.75))


def _stock_date(uses: Uses, view: View) -> Uses:
    """A plain `Date` is the day of the stock only when it hardly changes from row to row."""
    use = open_use(uses, "as_of")
    if use is None or view.words(use.header) & {"as", "snapshot"}:
        return uses
    if view.cells[use.header].drop_nulls().n_unique() <= _FEW_DATES:
        return uses
    reason = "not used: a date of each item, not the day the stock was read"
    return with_uses(uses, replace(use, canonical=None, reason=reason, confidence=0.5))


def _grades(uses: Uses, view: View) -> Uses:
    """A class of one value, or of single letters, divides no department."""
    use = open_use(uses, "fineline")
    if use is None or not use.samples or view.cells.height < _ROWS_TELL:
        return uses
    cells = view.looks[use.header].cells
    if len(cells) > 1 and any(len(cell) > 1 for cell in cells):
        return uses
    what = "the same in every row" if len(cells) == 1 else "letters, as grades are"
    reason = f"not used: its values are {what}"
    return with_uses(uses, replace(use, canonical=None, reason=reason, confidence=0.5))
