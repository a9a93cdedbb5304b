"""Evidence: what the values of several columns together say against their names."""

from dataclasses import replace

from profit_sentinel.domain.columns import SOLD_WINDOWS
from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.agreement import agreement
from profit_sentinel.ingest.amounts import amount_on_hand, confirmed, extended, swapped
from profit_sentinel.ingest.bases import (
    carrying_cost,
    only_price,
    price_paid,
    valued_price,
    wholesale_paid,
)
from profit_sentinel.ingest.candidates import BARE, CANONICAL
from profit_sentinel.ingest.days import of_a_day
from profit_sentinel.ingest.days_ahead import days_ahead
from profit_sentinel.ingest.divisions import department, vendor
from profit_sentinel.ingest.doubts import constant, lone_cost, phrases
from profit_sentinel.ingest.elsewhere import elsewhere
from profit_sentinel.ingest.group_names import spelled_out
from profit_sentinel.ingest.habits import (
    coded,
    net_or_gross,
    one_currency,
    rare_price,
    single_packs,
)
from profit_sentinel.ingest.identity import (
    better_name,
    item_name,
    item_number,
    next_for,
    numbered_name,
    record_number,
    swapped_names,
    unnamed,
    unnamed_number,
)
from profit_sentinel.ingest.last_sales import last_sale, sold_this_year
from profit_sentinel.ingest.plausible import holds_cents, is_plausible
from profit_sentinel.ingest.relations import cases, committed_stock, margins
from profit_sentinel.ingest.resorts import (
    cost_and_price,
    first_number,
    replacing,
    sold_at,
    stock,
)
from profit_sentinel.ingest.rivals import odd_values, repeated_number, rivals
from profit_sentinel.ingest.shorthand import shorthand
from profit_sentinel.ingest.slots import free_slots
from profit_sentinel.ingest.twins import before_tax, second_choice, with_tax
from profit_sentinel.ingest.view import (
    Uses,
    View,
    header_of,
    is_count_sheet,
    may_change,
    open_use,
    with_uses,
)
from profit_sentinel.ingest.words import empty_words, is_value
from profit_sentinel.ingest.years import latest_year

_UNIQUE = 0.95
_MANY_BINS = 5
_MANY_STORES = 60
_FEW_DATES = 3
_ROWS_TELL = 30
_BESIDE_LOCATION = frozenset({"number", "store", "warehouse", "1"})
_LIKELY = 0.75
_STATES_OF_ITEM = frozenset({"active", "inactive", "discontinued", "enabled", "archived"})


def weigh(uses: Uses, view: View) -> Uses:
    """Correct the uses of a table's headers by what their values say together."""
    rules = (
        elsewhere, amount_on_hand, spelled_out, better_name, item_name, swapped_names,
        numbered_name, unnamed, _location, record_number, item_number, unnamed_number,
        _stock_date, _stock_state, _money_sold, coded, single_packs, net_or_gross,
        one_currency, rare_price, committed_stock, extended, cases, margins, carrying_cost,
        only_price, price_paid, wholesale_paid, confirmed, swapped, with_tax, before_tax,
        latest_year, of_a_day, free_slots, _only_quantity, shorthand, first_number, stock, sold_at,
        cost_and_price, replacing, valued_price, second_choice, vendor, department, last_sale,
        sold_this_year, agreement, days_ahead, rivals, odd_values, repeated_number,
        constant, phrases, lone_cost,
    )  # fmt: skip
    for rule in rules:
        uses = rule(uses, view)
    return uses


def _location(uses: Uses, view: View) -> Uses:
    """`Location` is a store when it has few values and a bin when it has many."""
    if header_of(uses, "bin"):
        return uses
    use = next((use for use in uses.values() if _is_location(use, view)), None)
    if use is None:
        return uses
    different = view.cells[use.header].n_unique()
    if use.canonical is None and different <= _MANY_BINS:
        return uses
    sku = header_of(uses, "sku")
    repeats = sku is not None and view.cells[sku].n_unique() < _UNIQUE * view.cells.height
    if different <= (_MANY_STORES if repeats else _MANY_BINS):
        return uses
    reason = f"{different} different values: a place in the store, not a store"
    uses = with_uses(uses, replace(use, canonical="bin", reason=reason, confidence=0.75))
    return next_for(uses, view, "store_id") if use.canonical else uses


def _is_location(use: ColumnUse, view: View) -> bool:
    """Whether a column says location and no more, and no other use is sure."""
    free = use.canonical in (None, "store_id") and may_change(use) and bool(use.samples)
    return free and view.words(use.header) - empty_words() - _BESIDE_LOCATION == {"location"}


def _stock_date(uses: Uses, view: View) -> Uses:
    """A plain `Date` is the day of the stock only when it hardly changes from row to row."""
    use = open_use(uses, "as_of")
    if use is None or view.words(use.header) & {"as", "snapshot"}:
        return uses
    if view.cells[use.header].drop_nulls().n_unique() <= _FEW_DATES:
        return uses
    reason = "not used: a date of each item, not the day the stock was read"
    return with_uses(uses, replace(use, canonical=None, reason=reason, confidence=0.5))


def _stock_state(uses: Uses, view: View) -> Uses:
    """A status that only says whether there is stock follows from the quantity."""
    use = open_use(uses, "status")
    cells = view.looks[use.header].cells if use else ()
    if use is None or not cells or not all(is_value(cell, "stock_states") for cell in cells):
        return uses
    if view.words(use.header) & _STATES_OF_ITEM:
        return uses
    reason = "not used: whether there is stock, not the item's status"
    return with_uses(uses, replace(use, canonical=None, reason=reason, confidence=0.5))


def _money_sold(uses: Uses, view: View) -> Uses:
    """Sales with cents are dollars, whatever their name says."""
    for canonical in SOLD_WINDOWS:
        use = open_use(uses, canonical)
        if use is None or not holds_cents(view.looks[use.header]):
            continue
        reason = "its values have cents: dollars, not units"
        if canonical == "sold_ytd" and header_of(uses, "sales_dollars_ytd") is None:
            found = replace(use, canonical="sales_dollars_ytd", reason=reason, confidence=_LIKELY)
        else:
            found = replace(use, canonical=None, reason=f"not used: {reason}", confidence=0.5)
        uses = next_for(with_uses(uses, found), view, canonical)
    return uses


def _only_quantity(uses: Uses, view: View) -> Uses:
    """What is available or was counted stands for the stock where nothing else does, with a doubt.

    Not beside what is promised to customers, which would tell the two apart, nor on a count sheet.
    """
    known = {use.canonical for use in uses.values()}
    tells = "committed" in known
    if "on_hand" in known or is_count_sheet(uses, view) or "sku" not in known:
        return uses
    offered = [use for use in uses.values() if _may_be_stock(use, view)]
    if tells:
        offered = [use for use in offered if use.canonical == "counted"]
    if len(offered) != 1:
        return uses
    reason = "no other column holds a stock; taken for the quantity on hand"
    found = replace(offered[0], canonical="on_hand", reason=reason, confidence=BARE)
    return with_uses(uses, replace(found, doubtful=True, suggestion="on_hand"))


def _may_be_stock(use: ColumnUse, view: View) -> bool:
    look, said = view.looks.get(use.header), view.said(use.header)
    named = use.suggestion == "on_hand" or use.canonical == "counted"
    named = named and not (said and said.loose)
    free = named and may_change(use) and use.confidence < CANONICAL
    full = look is not None and look.filled >= _ROWS_TELL
    return free and look is not None and full and is_plausible("on_hand", look)
