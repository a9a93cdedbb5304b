"""Relations: columns that are computed from others, which tell what these are without any words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, permutations
from typing import NamedTuple

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.amounts import is_product
from profit_sentinel.ingest.candidates import left
from profit_sentinel.ingest.plausible import Shape, shapes_of
from profit_sentinel.ingest.view import Uses, View, header_of, may_change, with_uses

_ROWS_LEAST = 8
_MOST = 0.95
_MISSES_MOST = 0.05
_DIFFERENT_LEAST = 5
_COLUMNS_MOST = 14
_PROBE = 20
"""Rows that are tried before all."""
_SOME = 3
_SURE = 0.75
_COSTS = ("unit_cost", "average_cost")
_OF_ONE = (*_COSTS, "previous_cost", "retail_price", "list_price", "promo_price")
_SWAPPED = ("unit_cost", "average_cost", "retail_price")
_HUNDREDTH = 0.0051
_OF_HUNDRED = 0.51
_CENT = 0.011


class _Margin(NamedTuple):
    """A column that follows from a cost and a price."""

    header: str
    what: str
    cost: str
    price: str


_FORMULAS: Sequence[tuple[str, Callable[[float, float], float], float]] = (
    ("margin", lambda cost, price: 100 * (price - cost) / price, _OF_HUNDRED),
    ("margin", lambda cost, price: (price - cost) / price, _HUNDREDTH),
    ("markup", lambda cost, price: 100 * (price - cost) / cost, _OF_HUNDRED),
    ("markup", lambda cost, price: (price - cost) / cost, _HUNDREDTH),
)
"""What is computed of cost and price, and how far rounding may take it. Not the profit: price less
profit is the cost as well as price less cost is the profit."""


def margins(uses: Uses, view: View) -> Uses:
    """A column that is the margin of two others tells the price and the cost."""
    settled = [use for use in uses.values() if use.canonical and not may_change(use)]
    found = None if settled else _margin(uses, view)
    if found is None:
        return uses
    said = f"{found.header} is the {found.what} of {found.price} over {found.cost}"
    if uses[found.header].canonical in _OF_ONE:
        uses = with_uses(uses, left(uses[found.header], said))
    for header, canonicals in ((found.price, ("retail_price",)), (found.cost, _COSTS)):
        if _may_say(uses[header], view, canonicals):
            uses = _given(uses, header, _by_words(view, header, canonicals), canonicals, said)
    return uses


def _may_say(use: ColumnUse, view: View, canonicals: Sequence[str]) -> bool:
    """Whether the words of a header say nothing else, or nothing sure."""
    said = view.said(use.header)
    if said is not None and said.trap:
        return False
    against = use.canonical in _OF_ONE and use.canonical not in canonicals
    return use.canonical is None or use.doubtful or (against and use.canonical in _SWAPPED)


def _by_words(view: View, header: str, canonicals: Sequence[str]) -> str:
    said = view.said(header)
    return next((name for name in canonicals if said and said.column == name), canonicals[0])


def _margin(uses: Uses, view: View) -> _Margin | None:
    """The first margin, markup or profit, of the cost and price that are used before others."""
    money = [name for name in _open_numbers(uses, view) if _may_be_money(uses[name], view)]
    money = sorted(money, key=lambda name: uses[name].canonical not in _OF_ONE)[:_COLUMNS_MOST]
    pairs = [pair for pair in permutations(money, 2) if _is_below(view, *pair)]
    for header in _open_numbers(uses, view):
        if len(view.looks[header].cells) < _DIFFERENT_LEAST:
            continue
        for cost, price in pairs:
            if header not in (cost, price) and (what := _formula(view, header, cost, price)):
                return _Margin(header, what, cost, price)
    return None


def _open_numbers(uses: Uses, view: View) -> Iterator[str]:
    """Columns of numbers that are not settled, of money before others."""
    for header, use in uses.items():
        look = view.looks[header]
        free = use.canonical is None or BY_NAME[use.canonical].type is ColumnType.MONEY
        if free and use.store is None and look.filled >= _ROWS_LEAST and look.numbers >= _MOST:
            yield header


def _may_be_money(use: ColumnUse, view: View) -> bool:
    return use.canonical in _OF_ONE or Shape.MONEY in shapes_of(view.looks[use.header])


def _is_below(view: View, low: str, high: str) -> bool:
    rows = [(one, other) for one, other in view.together(low, high) if one > 0 and other > 0]
    below = sum(one < other for one, other in rows)
    return len(rows) >= _ROWS_LEAST and below >= 0.8 * len(rows)


def _formula(view: View, header: str, cost: str, price: str) -> str | None:
    probe = _priced(view, header, cost, price, _PROBE)
    maybe = [rule for rule in _FORMULAS if _fits(probe, rule[1], rule[2])]
    if len(probe) < _ROWS_LEAST or not maybe:
        return None
    rows = _priced(view, header, cost, price)
    return next((rule[0] for rule in maybe if _fits(rows, rule[1], rule[2])), None)


def _priced(
    view: View, header: str, cost: str, price: str, most: int | None = None
) -> list[tuple[float, ...]]:
    rows = (row for row in view.together(header, cost, price) if row[1] > 0 and row[2] > 0)
    return list(islice(rows, most))


def _fits(
    rows: Sequence[tuple[float, ...]], compute: Callable[[float, float], float], near: float
) -> bool:
    misses, most = 0, _MISSES_MOST * len(rows)
    for value, cost, price in rows:
        misses += abs(value - compute(cost, price)) > near
        if misses > most:
            return False
    return True


def _given(uses: Uses, header: str, canonical: str, others: Sequence[str], said: str) -> Uses:
    """Use a column for what a relation says it is, where nothing sure stands against it."""
    use = uses[header]
    if not may_change(use) or use.canonical in others:
        return uses
    held = next(filter(None, (header_of(uses, name) for name in others)), None)
    if held is not None and not (uses[held].doubtful and may_change(uses[held])):
        return uses
    if held is not None:
        uses = with_uses(uses, left(uses[held], said))
    found = replace(use, canonical=canonical, confidence=_SURE, reason=said)
    return with_uses(uses, replace(found, doubtful=False, suggestion=None))


def cases(uses: Uses, view: View) -> Uses:
    """A cost or price that is another times a pack is that of a case, and tells both."""
    for canonical in _SWAPPED:
        header = header_of(uses, canonical)
        if header is None or not may_change(uses[header]):
            continue
        found = _of_pack(uses, view, header)
        if found is None:
            continue
        pack, one = found
        said = f"{header} is {one} times {pack}"
        uses = with_uses(uses, left(uses[header], said))
        uses = _given(uses, one, canonical, (canonical,), said)
        uses = _given(uses, pack, "pack_qty", ("pack_qty",), said)
    return uses


def _of_pack(uses: Uses, view: View, case: str) -> tuple[str, str] | None:
    """The pack and the amount of one unit whose product a column is."""
    packs = [name for name, use in uses.items() if _may_be_pack(use, view)]
    each = [name for name in _open_numbers(uses, view) if name != case]
    for pack in packs:
        for one in each:
            if one != pack and _may_be_money(uses[one], view) and is_product(view, case, pack, one):
                return pack, one
    return None


def _may_be_pack(use: ColumnUse, view: View) -> bool:
    free = use.canonical in (None, "pack_qty") and use.store is None and bool(use.samples)
    look = view.looks[use.header]
    if not free or look.numbers < _MOST or len(look.cells) < _SOME:
        return False
    return all(number is None or number >= 1 for number in view.numbers(use.header))


def committed_stock(uses: Uses, view: View) -> Uses:
    """What is left of a stock without what is promised tells the stock and the promised."""
    named = [use for use in uses.values() if _is_available(use, view)]
    for free in (use.header for use in named):
        counts = [name for name in _counts(uses, view) if name != free]
        for whole, part in permutations(counts, 2):
            if _is_rest(view, free, whole, part):
                return _told(uses, free, whole, part)
    return uses


def _is_available(use: ColumnUse, view: View) -> bool:
    said = view.said(use.header)
    free = use.canonical in (None, "on_hand") and may_change(use)
    return free and said is not None and said.trap is not None and said.trap.suggestion == "on_hand"


def _counts(uses: Uses, view: View) -> Iterator[str]:
    for header, use in uses.items():
        open_use = use.canonical in (None, "on_hand", "committed") and use.store is None
        if open_use and view.looks[header].filled and view.looks[header].numbers >= _MOST:
            yield header


def _is_rest(view: View, rest: str, whole: str, part: str) -> bool:
    rows = list(view.together(rest, whole, part))
    telling = sum(bool(taken) for _, _, taken in rows)
    misses = sum(left != all_ - taken for left, all_, taken in rows)
    return telling >= _SOME and misses <= _MISSES_MOST * len(rows)


def _told(uses: Uses, free: str, whole: str, part: str) -> Uses:
    said = f"{free} is {whole} less {part}"
    if uses[free].canonical:
        uses = with_uses(uses, left(uses[free], said))
    uses = _given(uses, whole, "on_hand", ("on_hand",), said)
    return _given(uses, part, "committed", ("committed",), said)
