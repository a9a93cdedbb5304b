"""Habits: how often a column is filled, and by what, against what its name says."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import left
from profit_sentinel.ingest.plausible import holds_barcodes
from profit_sentinel.ingest.spelling import Words
from profit_sentinel.ingest.view import Uses, View, header_of, may_change, open_use, with_uses
from profit_sentinel.ingest.words import plain_words, value_words

_FEW = 0.5
_ROWS_LEAST = 30
_LIKELY = 0.7
_CURRENCIES = 2
_OF_STATES = re.compile(r"\bUS(?=\$| \w)")
_AMOUNTS = ("unit_cost", "average_cost", "retail_price", "list_price")
_WITHOUT_TAX, _WITH_TAX = frozenset({"ex", "net"}), frozenset({"inc", "gross"})
_OF_TAX = _WITHOUT_TAX | _WITH_TAX | {"tax"}


def single_packs(uses: Uses, view: View) -> Uses:
    """A pack of one in every row tells nothing, and may hide the column that tells the packs."""
    use = open_use(uses, "pack_qty")
    if use is None or view.sample.height < _ROWS_LEAST or set(view.numbers(use.header)) != {1.0}:
        return uses
    return _to_next(with_uses(uses, left(use, "every pack is one unit")), view, use.header)


def _to_next(uses: Uses, view: View, but: str) -> Uses:
    """Give the packs to the next column that says them."""
    for use in uses.values():
        said = view.said(use.header)
        free = use.canonical is None and use.header != but and may_change(use) and use.samples
        if free and said is not None and said.column == "pack_qty":
            reason = "its name says packs, and its values are not all one"
            return with_uses(
                uses, replace(use, canonical="pack_qty", confidence=_LIKELY, reason=reason)
            )
    return uses


def rare_price(uses: Uses, view: View) -> Uses:
    """A second price of sales that most items do not have is what they cost in a promotion."""
    if header_of(uses, "promo_price") or not header_of(uses, "retail_price"):
        return uses
    for use in uses.values():
        said, words = view.said(use.header), view.words(use.header)
        free = use.canonical is None and may_change(use) and bool(use.samples)
        if not (free and said and said.column == "retail_price" and words & {"sold", "sale"}):
            continue
        if view.looks[use.header].filled < _FEW * view.sample.height:
            reason = "a price of sales that few items have: a promotion's"
            found = replace(use, canonical="promo_price", confidence=_LIKELY, reason=reason)
            return with_uses(uses, found)
    return uses


def net_or_gross(uses: Uses, view: View) -> Uses:
    """Of one price with and without tax the first is asked; of one cost, the net one is paid."""
    uses = _of_two(uses, view, "retail_price", _WITHOUT_TAX, _WITH_TAX)
    return _of_two(uses, view, "unit_cost", _WITH_TAX, _WITHOUT_TAX)


def one_currency(uses: Uses, view: View) -> Uses:
    """Of the same amount in two currencies, that in which the file tells more amounts."""
    told = Counter(filter(None, map(_currency, uses)))
    if len(told) < _CURRENCIES:
        return uses
    for canonical in _AMOUNTS:
        use = open_use(uses, canonical)
        if use is None or (own := _currency(use.header)) is None:
            continue
        other = max(_in_others(use, uses, view), key=lambda each: told[each[0]], default=None)
        if other is not None and told[other[0]] > told[own]:
            found = replace(other[1], canonical=canonical, confidence=_LIKELY, reason=use.reason)
            found = replace(found, doubtful=True, suggestion=canonical)
            gone = left(use, f"the file tells more amounts in {other[0].upper()}")
            uses = with_uses(uses, gone, found)
    return uses


def _currency(header: str) -> str | None:
    if _OF_STATES.search(header):
        return "usd"
    return next(iter(plain_words(header) & value_words("currencies")), None)


def _in_others(use: ColumnUse, uses: Uses, view: View) -> Iterator[tuple[str, ColumnUse]]:
    """Columns without a use that say the same amount in another currency."""
    for each in uses.values():
        said, currency = view.said(each.header), _currency(each.header)
        free = each.canonical is None and may_change(each) and bool(each.samples)
        if free and currency and said and said.column == use.canonical:
            yield currency, each


def _of_two(uses: Uses, view: View, canonical: str, bad: Words, good: Words) -> Uses:
    """Give a column to the header that differs from the one used by better words only."""
    use = open_use(uses, canonical)
    if use is None or not view.words(use.header) & bad:
        return uses
    bare = view.words(use.header) - _OF_TAX
    others = (each for each in uses.values() if view.words(each.header) & good)
    other = next((each for each in others if view.words(each.header) - _OF_TAX == bare), None)
    if other is None or other.canonical or not may_change(other):
        return uses
    found = replace(other, canonical=canonical, confidence=use.confidence, reason=use.reason)
    return with_uses(uses, left(use, f"{other.header} is nearer to what is paid"), found)


def coded(uses: Uses, view: View) -> Uses:
    """The only column with the check digits of barcodes that is called barcode is theirs."""
    if header_of(uses, "barcode"):
        return uses
    named = [
        use
        for use in uses.values()
        if use.canonical is None and may_change(use) and "barcode" in view.words(use.header)
    ]
    if len(named) != 1 or not holds_barcodes(view.looks[named[0].header]):
        return uses
    reason = "the only barcodes, by their check digits"
    found = replace(named[0], canonical="barcode", confidence=_LIKELY, reason=reason)
    return with_uses(uses, replace(found, doubtful=False, suggestion=None))
