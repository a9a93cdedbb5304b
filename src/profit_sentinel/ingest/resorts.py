"""Resorts: what values alone tell of the columns that a stock list cannot do without.

Asked last, of headers whose words say nothing; every answer is put to the user as a doubt.
"""

from collections.abc import Sequence

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.amounts import is_product
from profit_sentinel.ingest.plausible import Shape, holds_barcodes, is_plausible, shapes_of
from profit_sentinel.ingest.silent import guessed, silent
from profit_sentinel.ingest.view import Uses, View, header_of, may_change, open_use

_FULL = 0.95
_UNIQUE = 0.95
_ROWS_LEAST = 8
_MOST = 0.9
_BELOW_LEAST, _BELOW_MOST = 0.3, 0.9
_NEGATIVE_MOST = 0.3
_GROUPS = ("store_id", "department")
"""What a number of the items may be called by: `Code mag.`."""
_PLACES = ("bin", "store_id")
"""Places a quantity may be called by: `In the bin`."""
_SOLD = frozenset({"sold", "sale", "usage", "movement"})


def first_number(uses: Uses, view: View) -> Uses:
    """Without any number of the items, the first column that no two rows of a store share.

    The maker's number is one where no other is.
    """
    if header_of(uses, "sku"):
        return uses
    store = header_of(uses, "store_id")
    free = silent(uses, view, Shape.IDS, _GROUPS)
    ids = [use for use in free if keys_rows(view, use.header, store)]
    ids = [use for use in ids if not holds_barcodes(view.looks[use.header])]
    part = open_use(uses, "maker_part")
    if part and not ids and keys_rows(view, part.header, store):
        return guessed(uses, [part], "sku", "the only number there is, another in every row")
    return guessed(uses, ids[:1], "sku", "the first column whose values differ in every row")


def keys_rows(view: View, header: str, store: str | None) -> bool:
    """Whether no two rows of a store share a value, and nearly every row has one."""
    keys = [header] if store is None else [store, header]
    rows = view.cells.select(keys).drop_nulls()
    full = rows.height >= max(_ROWS_LEAST, _FULL * view.cells.height)
    return full and rows.n_unique() >= _UNIQUE * rows.height


def stock(uses: Uses, view: View) -> Uses:
    """Without a quantity on hand, the units that times a cost are an amount, or fall below zero."""
    if any(use.canonical == "on_hand" for use in uses.values()):
        return uses
    free = silent(uses, view, Shape.COUNT, _PLACES)
    counts = [use for use in free if _may_be_stock(use, view)]
    priced = [use for use in counts if _is_priced(use, uses, view)]
    if priced:
        return guessed(uses, priced, "on_hand", "times a cost or price it is another column")
    below = [use for use in counts if _falls_below_zero(use, view)]
    return guessed(uses, below, "on_hand", "the only units of which some are below zero")


def _may_be_stock(use: ColumnUse, view: View) -> bool:
    """Whether units are none on some days, as those of a pack never are."""
    none = any(number is not None and number <= 0 for number in view.numbers(use.header))
    plausible = is_plausible("on_hand", view.looks[use.header])
    return plausible and none and not view.words(use.header) & _SOLD


def _is_priced(use: ColumnUse, uses: Uses, view: View) -> bool:
    each = [name for name in _COSTS_AND_PRICES if header_of(uses, name)]
    sums = [
        other.header
        for other in uses.values()
        if other.canonical is None
        and view.looks[other.header].numbers >= _MOST
        and not view.words(other.header) & _SOLD
    ]
    return any(
        is_product(view, sum_, use.header, str(header_of(uses, name)))
        for name in each
        for sum_ in sums
    )


_COSTS_AND_PRICES = ("unit_cost", "average_cost", "retail_price")


def _falls_below_zero(use: ColumnUse, view: View) -> bool:
    numbers = [number for number in view.numbers(use.header) if number is not None]
    below = sum(number < 0 for number in numbers)
    above = sum(number > 0 for number in numbers)
    return 0 < below <= _NEGATIVE_MOST * len(numbers) and above >= len(numbers) / 2


def sold_at(uses: Uses, view: View) -> Uses:
    """Without a price, the one column called by sales that stands to the cost as a price does."""
    cost = header_of(uses, "unit_cost") or header_of(uses, "average_cost")
    if cost is None or header_of(uses, "retail_price"):
        return uses
    found = [
        use
        for use in uses.values()
        if use.canonical is None
        and may_change(use)
        and _SOLD_BARELY & view.words(use.header)
        and view.words(use.header) <= _SOLD_BARELY | _BESIDE_SOLD
        and Shape.MONEY in shapes_of(view.looks[use.header])
        and is_margin_below(view, cost, use.header)
    ]
    reason = f"its name says sold, and {cost} is below it as a cost is below its price"
    return guessed(uses, found, "retail_price", reason)


_SOLD_BARELY = frozenset({"sold", "sale", "sell"})
_BESIDE_SOLD = frozenset({"tax", "inc", "gross", "dollar", "value", "each", "unit", "amount"})


def cost_and_price(uses: Uses, view: View) -> Uses:
    """The one column of money that is to the price as costs are, or to the cost as prices are.

    Without either, of two columns that say nothing the lower is the cost.
    """
    cost = header_of(uses, "unit_cost") or header_of(uses, "average_cost")
    price = header_of(uses, "retail_price")
    if cost and price:
        return uses
    free = [use for use in silent(uses, view, Shape.MONEY) if _is_known_of_most(use, view)]
    if price:
        below = [use for use in free if is_margin_below(view, use.header, price)]
        return guessed(uses, below, "unit_cost", f"it is below {price} as a cost is")
    if cost:
        above = [use for use in free if is_margin_below(view, cost, use.header)]
        marked = above if len(above) == 1 else [use for use in above if _is_marked(use, view)]
        return guessed(uses, marked, "retail_price", f"{cost} is below it as a cost is")
    return _lower_and_higher(uses, view, free)


def _lower_and_higher(uses: Uses, view: View, free: Sequence[ColumnUse]) -> Uses:
    if len(free) != _PAIR:
        return uses
    low, high = free
    if not is_margin_below(view, low.header, high.header):
        low, high = high, low
    if not is_margin_below(view, low.header, high.header):
        return uses
    reason = f"{low.header} is below {high.header} as a cost is below its price"
    return guessed(guessed(uses, [low], "unit_cost", reason), [high], "retail_price", reason)


_PAIR = 2


def _is_marked(use: ColumnUse, view: View) -> bool:
    """Whether amounts end as those on price tags do: in 9, 5 or 0."""
    cents = [round(100 * number) for number in view.numbers(use.header) if number]
    usual = sum(cent % 10 in _TAG_ENDINGS for cent in cents)
    return len(cents) >= _ROWS_LEAST and usual >= _MOST * len(cents)


_TAG_ENDINGS = frozenset({0, 5, 9})


def replacing(uses: Uses, view: View) -> Uses:
    """Beside an average cost, the one column of money that stays near it is the unit cost."""
    average = header_of(uses, "average_cost")
    if average is None or header_of(uses, "unit_cost"):
        return uses
    free = silent(uses, view, Shape.MONEY)
    found = [use for use in free if _stays_near(view, use.header, average)]
    return guessed(uses, found, "unit_cost", f"it stays near {average} without being the same")


def _stays_near(view: View, header: str, average: str) -> bool:
    """Whether most amounts are near those of another column, by no fixed rate."""
    shares = sorted(one / other for one, other in view.together(header, average) if other > 0)
    if len(shares) < _ROWS_LEAST:
        return False
    near = sum(1 - _NEAR <= share <= 1 + _NEAR for share in shares)
    spread = shares[-1 - len(shares) // 10] - shares[len(shares) // 10]
    return near >= _MOST * len(shares) and spread >= _SPREAD_LEAST


_NEAR = 0.25


def _is_known_of_most(use: ColumnUse, view: View) -> bool:
    """Whether money is known of most items, and not asked from a number of units on."""
    known = view.looks[use.header].filled >= _KNOWN * view.sample.height
    return known and not view.words(use.header) & {"quantity", "break"}


_KNOWN = 0.6


def is_margin_below(view: View, low: str, high: str) -> bool:
    """Whether an amount lies below another as costs lie below their prices."""
    shares = sorted(one / other for one, other in view.together(low, high) if one > 0 and other > 0)
    if len(shares) < _ROWS_LEAST:
        return False
    below = sum(share < 1 for share in shares) >= _MOST * len(shares)
    spread = shares[-1 - len(shares) // 10] - shares[len(shares) // 10]
    middle = shares[len(shares) // 2]
    return below and _BELOW_LEAST <= middle <= _BELOW_MOST and spread >= _SPREAD_LEAST


_SPREAD_LEAST = 0.05
"""How far the shares of cost in price differ at least: those of a tax or a currency do not."""
