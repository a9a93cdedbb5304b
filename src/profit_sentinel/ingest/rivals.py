"""Rivals: what is asked because another column, or the values, make a clear name doubtful."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import CANONICAL, EXACT, PHRASE
from profit_sentinel.ingest.plausible import holds_cents
from profit_sentinel.ingest.silent import GUESS
from profit_sentinel.ingest.view import Uses, View, header_of, may_change, open_use, with_uses

_WORDS_ONLY = (EXACT, PHRASE)
_MATTER = frozenset({ColumnType.MONEY, ColumnType.QUANTITY, ColumnType.DATE})
_GROUPS = frozenset({"department", "vendor"})
_NAMES = frozenset({"sku", *_GROUPS})
_ROWS_TELL = 30
_PLACES_FEW = 5
_NONE_MOST = 0.05
_ROWS_PER_ITEM = 2
_ROWS_PER_GROUP = 2


def rivals(uses: Uses, view: View) -> Uses:
    """Ask about a column that another, with other values, is called by as clearly."""
    for use in list(uses.values()):
        if not _by_words_alone(use):
            continue
        other = next(_rivals(use, uses, view), None)
        if other is not None:
            reason = f"{use.reason}; {other.header} says the same"
            asked = replace(use, doubtful=True, suggestion=use.canonical, reason=reason)
            uses = with_uses(uses, asked)
    return uses


def odd_values(uses: Uses, view: View) -> Uses:
    """Ask about names that are clear over values that are seldom so."""
    for canonical, is_odd, why in _ODD:
        use = open_use(uses, canonical)
        if use and not use.doubtful and is_odd(view, use.header):
            reason = f"{use.reason}, but {why}"
            asked = replace(use, doubtful=True, suggestion=canonical, reason=reason)
            uses = with_uses(uses, asked)
    return uses


def repeated_number(uses: Uses, view: View) -> Uses:
    """Ask about numbers of items that on average stand in several rows of a place."""
    use = open_use(uses, "sku")
    if use is None or use.doubtful:
        return uses
    places = [header for name in ("store_id", "bin") if (header := header_of(uses, name))]
    rows = view.cells.select([use.header, *places]).drop_nulls()
    if rows.height < _ROWS_TELL or _ROWS_PER_ITEM * rows.n_unique() >= rows.height:
        return uses
    reason = f"{use.reason}, but its values come again and again"
    return with_uses(uses, replace(use, doubtful=True, suggestion="sku", reason=reason))


def _is_few(view: View, header: str) -> bool:
    look = view.looks[header]
    return look.filled >= _ROWS_TELL and 0 < len(look.cells) <= _PLACES_FEW


def _is_many(view: View, header: str) -> bool:
    look = view.looks[header]
    return look.filled >= _ROWS_TELL and len(look.cells) > look.filled / _ROWS_PER_GROUP


def _has_fractions(view: View, header: str) -> bool:
    return holds_cents(view.looks[header])


def _is_often_none(view: View, header: str) -> bool:
    known = [number for number in view.numbers(header) if number is not None]
    return len(known) >= _ROWS_TELL and known.count(0.0) > _NONE_MOST * len(known)


_ODD: tuple[tuple[str, Callable[[View, str], bool], str], ...] = (
    ("pack_qty", _is_often_none, "packs of nothing stand among its values"),
    ("bin", _is_few, "it has so few values that they may be stores"),
    *(
        (group, _is_many, "more than half of its values are different")
        for group in ("department", "fineline", "vendor")
    ),
    *(
        (units, _has_fractions, "most of its values have a fraction, as amounts do")
        for units in ("on_hand", "committed", "on_order", "reorder_point", "max_stock", "damaged")
    ),
)


def _by_words_alone(use: ColumnUse) -> bool:
    if use.canonical is None or use.store is not None or use.doubtful:
        return False
    matters = use.canonical in _NAMES or BY_NAME[use.canonical].type in _MATTER
    return matters and use.confidence in _WORDS_ONLY and bool(use.samples)


def _rivals(use: ColumnUse, uses: Uses, view: View) -> Iterator[ColumnUse]:
    for other in uses.values():
        settled = other.canonical and other.confidence != GUESS
        if settled or other.store or other.confidence >= CANONICAL or not other.samples:
            continue
        said = view.said(other.header) if may_change(other) else None
        if said is None or said.weak or said.column != use.canonical:
            continue
        if not _tell_the_same(view, use, other):
            yield other


def _tell_the_same(view: View, use: ColumnUse, other: ColumnUse) -> bool:
    if use.canonical in _GROUPS and _are_coded(view, use.header, other.header):
        return True
    return view.sample[other.header].equals(view.sample[use.header])


def _are_coded(view: View, one: str, other: str) -> bool:
    """Whether each value of a column goes with one of the other, as codes go with their names."""
    pairs = view.sample.select(one, other).drop_nulls().unique()
    return pairs.height == pairs[one].n_unique() == pairs[other].n_unique()
