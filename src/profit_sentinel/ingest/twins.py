"""Twins: a column of money whose name says a second choice, beside one that follows its values."""

from collections.abc import Iterator, Mapping

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.plausible import Shape
from profit_sentinel.ingest.silent import guessed, silent
from profit_sentinel.ingest.spelling import Words
from profit_sentinel.ingest.view import Uses, View, header_of, open_use, refused, with_uses

_ROWS_LEAST = 20
_MIDDLE = 0.95
_TAX_LEAST, _TAX_MOST = 1.02, 1.30
"""A price with tax over the one without."""
_SAME = 0.02
"""How far shares differ that are one rate, rounded."""
_RATES_MOST = 2
_BOUGHT = frozenset({"cost", "purchase", "vendor", "buy", "buying", "paid", "dealer", "member"})
"""Words of what the store pays, with tax or without."""
_NEAR_LEAST, _NEAR_MOST = 0.7, 1.4
_SECOND: Mapping[str, Words] = {
    "unit_cost": frozenset({"standard", "landed", "wholesale", "gross", "base", "inc"}),
}
"""Words of costs that are taken only where no other cost stands beside them."""


def with_tax(uses: Uses, view: View) -> Uses:
    """A price without tax gives way to the only column that is it with a tax."""
    use = open_use(uses, "retail_price")
    if use is None or not view.words(use.header) & {"ex", "net"}:
        return uses
    taxed = [each for each in silent(uses, view, Shape.MONEY) if _is_taxed(view, each, use)]
    if len(taxed) != 1:
        return uses
    why = f"{taxed[0].header} is it with a tax"
    uses = with_uses(uses, refused(use, why, "retail_price"))
    return guessed(uses, taxed, "retail_price", f"it is {use.header} with a tax")


def before_tax(uses: Uses, view: View) -> Uses:
    """A net price is no cost where the price that is asked is it with a tax."""
    use, price = open_use(uses, "unit_cost"), header_of(uses, "retail_price")
    if use is None or price is None or view.words(use.header) & _BOUGHT:
        return uses
    if not view.words(use.header) & {"ex", "net"} or not _is_taxed(view, uses[price], use):
        return uses
    return with_uses(uses, refused(use, f"{price} is it with a tax"))


def _is_taxed(view: View, gross: ColumnUse, net: ColumnUse) -> bool:
    shares = _shares(view, gross.header, net.header)
    if len(shares) < _ROWS_LEAST:
        return False
    odd = round(len(shares) * (1 - _MIDDLE))
    for _ in range(_RATES_MOST):
        rate = shares[len(shares) // 2]
        if not _TAX_LEAST <= rate <= _TAX_MOST:
            return False
        shares = [share for share in shares if abs(share - rate) > _SAME / 2]
        if len(shares) <= odd:
            return True
    return False


def second_choice(uses: Uses, view: View) -> Uses:
    """A standard or landed cost is asked about when a column that nobody knows lies near to it."""
    for canonical, words in _SECOND.items():
        use = open_use(uses, canonical)
        if use is None or not view.words(use.header) & words:
            continue
        rival = next(_rivals(uses, view, use), None)
        if rival is not None:
            why = f"{rival.header}, whose name says nothing, may be the cost and lies near to it"
            uses = with_uses(uses, refused(use, why))
    return uses


def _rivals(uses: Uses, view: View, use: ColumnUse) -> Iterator[ColumnUse]:
    for other in silent(uses, view, Shape.MONEY):
        shares = _shares(view, other.header, use.header)
        if len(shares) < _ROWS_LEAST:
            continue
        low, high = _edges(shares)
        if low >= _NEAR_LEAST and high <= _NEAR_MOST:
            yield other


def _shares(view: View, over: str, under: str) -> list[float]:
    return sorted(one / other for one, other in view.together(over, under) if one > 0 and other > 0)


def _edges(shares: list[float]) -> tuple[float, float]:
    """The lowest and the highest share but for a few odd ones at both ends."""
    odd = round(len(shares) * (1 - _MIDDLE) / 2)
    return shares[odd], shares[-1 - odd]
