"""Identity: which column numbers the items, which names them, which is their barcode."""

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import left
from profit_sentinel.ingest.plausible import (
    counts_rows,
    holds_barcodes,
    holds_ids,
    holds_names,
    is_plausible,
    is_serial,
)
from profit_sentinel.ingest.view import (
    Uses,
    View,
    called,
    header_of,
    is_weak,
    open_use,
    with_uses,
)
from profit_sentinel.ingest.words import marks

_MOST = 0.95
_ROWS_LEAST = 8
_UNIQUE = 0.95
_SPACED = 0.4
_BY_VALUES = 0.7
_LONGEST_NAME = 70
_TELLS = 0.6
_IS_ID = re.compile(r"(?i:(?<![a-z])id$|^id(?=[ _.-]))|(?<=[a-z])I[Dd]$|^I[Dd](?=[A-Z][a-z])")
_ITEM_NUMBER = frozenset({"item", "number"})
_NAMES = (frozenset({"name"}), frozenset({"item", "name"}))
_DESCRIBES = (frozenset({"description"}), frozenset({"item", "description"}))
_ITEM_WORDS = frozenset({"brand", "item", "part", "stock", "sku", "article"})


def item_name(uses: Uses, view: View) -> Uses:
    """`Item` and `Product` hold names in some systems and numbers in others."""
    if header_of(uses, "description"):
        return uses
    named = (use for use in called(uses, view, "sku") if _holds_names(view.sample[use.header]))
    use = next(named, None)
    if use is None:
        return uses
    reason = "its values are names of items, not numbers"
    found = _taken(use, "description", reason, 0.85)
    uses = with_uses(uses, found)
    return uses if header_of(uses, "sku") else next_for(uses, view, "sku")


def better_name(uses: Uses, view: View) -> Uses:
    """Of two columns that say what an item is, the one that tells nearly every row apart.

    A text about the item is no name for it, and beside a `Name` a `Description` is such a text.
    """
    use = open_use(uses, "description")
    if use is None:
        return uses
    others = (each for each in called(uses, view, "description") if each.canonical is None)
    named = [each for each in others if holds_names(view.looks[each.header])]
    named = [each for each in named if _names_items(view, each.header)]
    if _names_items(view, use.header):
        described = view.words(use.header) in _DESCRIBES
        named = [each for each in named if described and view.words(each.header) in _NAMES]
    best = max(named, key=lambda each: _tells(view, each.header), default=None)
    if best is None:
        return uses
    gone = left(use, f"{best.header} tells the items apart")
    reason = "its values are names of items, different in nearly every row"
    return with_uses(uses, gone, _taken(best, "description", reason, 0.85))


def _names_items(view: View, header: str) -> bool:
    """Whether texts tell nearly all rows apart and are as short as the names of items."""
    return _tells(view, header) >= _TELLS and not _is_text(view, header)


def _is_text(view: View, header: str) -> bool:
    """Whether the middle one of the values is longer than the names of items are."""
    lengths = sorted(map(len, view.looks[header].cells))
    return bool(lengths) and lengths[len(lengths) // 2] > _LONGEST_NAME


def _tells(view: View, header: str) -> float:
    """Share of the rows of the sample that a column tells apart."""
    return len(view.looks[header].cells) / max(view.sample.height, 1)


def _taken(use: ColumnUse, canonical: str, reason: str, confidence: float) -> ColumnUse:
    return replace(
        use,
        canonical=canonical,
        reason=reason,
        confidence=confidence,
        doubtful=False,
        suggestion=None,
    )


def next_for(uses: Uses, view: View, canonical: str) -> Uses:
    """Give a column that has come free to the next header that says it."""
    free = [use for use in called(uses, view, canonical) if use.canonical is None]
    fitting = [use for use in free if is_plausible(canonical, view.looks[use.header])]
    if not fitting:
        return uses
    best = min(fitting, key=lambda use: _rank(view, use.header))
    reason = f"its name may say {canonical.replace('_', ' ')}, and its values look so"
    return with_uses(uses, _taken(best, canonical, reason, 0.75))


def record_number(uses: Uses, view: View) -> Uses:
    """What counts records of a system, or rows of the list, gives way to a number of the items."""
    use = open_use(uses, "sku")
    if use is None:
        return uses
    rows = _counts_rows(use, view)
    if not rows and not (_IS_ID.search(use.header) and is_serial(view.looks[use.header])):
        return uses
    others = [each for each in called(uses, view, "sku") if each.canonical is None]
    others = [each for each in others if _numbers_rows(view, each.header)]
    told = [each for each in others if rows or _is_numbered(view, each.header)]
    if not told:
        return _doubted_record(uses, view, use, others)
    best = min(told, key=lambda each: _rank(view, each.header))
    counted = "the rows" if rows else "records"
    gone = left(use, f"it counts {counted}, {best.header} numbers the items")
    reason = "its name says the number of the item, and every row has its own"
    found = _taken(best, "sku", reason, 0.8)
    if _rank(view, best.header)[0]:
        found = replace(found, doubtful=True, suggestion="sku")
    return with_uses(uses, gone, found)


def _doubted_record(uses: Uses, view: View, use: ColumnUse, others: Sequence[ColumnUse]) -> Uses:
    """Ask about what counts records beside values that may be the numbers of the items."""
    other = next((each for each in others if is_plausible("sku", view.looks[each.header])), None)
    if other is None or use.doubtful:
        return uses
    reason = f"{use.reason}, but it counts records, and {other.header} may number the items"
    return with_uses(uses, replace(use, doubtful=True, suggestion="sku", reason=reason))


def _is_numbered(view: View, header: str) -> bool:
    """Whether a name says the number of the item, or `Number` alone over values that may be."""
    if not _rank(view, header)[0]:
        return True
    look = view.looks[header]
    return view.words(header) <= _ITEM_NUMBER and is_plausible("sku", look) and not is_serial(look)


def _counts_rows(use: ColumnUse, view: View) -> bool:
    """Whether a column called `Item` or `Item No.` holds 1, 2, 3 and so on."""
    return view.words(use.header) <= _ITEM_NUMBER and counts_rows(view.looks[use.header])


def _rank(view: View, header: str) -> tuple[bool, int]:
    said = view.said(header)
    return (said.weak, said.rank) if said else (True, 0)


def swapped_names(uses: Uses, view: View) -> Uses:
    """Ids called names beside names called ids are the other way round."""
    name, number = open_use(uses, "description"), open_use(uses, "sku")
    if name is None or number is None or not holds_ids(view.looks[name.header]):
        return uses
    names = holds_names(view.looks[number.header]) and _holds_names(view.sample[number.header])
    if not names:
        return uses
    reason = "its values say so, against its name"
    return with_uses(
        uses, _taken(name, "sku", reason, 0.75), _taken(number, "description", reason, 0.75)
    )


def numbered_name(uses: Uses, view: View) -> Uses:
    """A `Name` that holds different ids is the number of the item, when nothing says so better."""
    use, sku = open_use(uses, "description"), header_of(uses, "sku")
    if use is None or (sku and not is_weak(uses[sku])):
        return uses
    if not holds_ids(view.looks[use.header]):
        return uses if sku else _second_name(uses, view)
    if sku:
        why = f"not used: {use.header} names the items"
        left = replace(uses[sku], canonical=None, reason=why, confidence=0.5, doubtful=False)
        uses = with_uses(uses, replace(left, suggestion=None))
    return next_for(with_uses(uses, _numbered(use)), view, "description")


def _second_name(uses: Uses, view: View) -> Uses:
    """A `Name` of different ids beside the name of the item numbers it."""
    others = (each for each in called(uses, view, "description") if each.canonical is None)
    use = next((each for each in others if _numbers_rows(view, each.header)), None)
    return with_uses(uses, _numbered(use)) if use else uses


def _numbered(use: ColumnUse) -> ColumnUse:
    return _taken(use, "sku", "its values are different numbers of items", 0.8)


def unnamed(uses: Uses, view: View) -> Uses:
    """Columns whose header says nothing: barcodes by their check digit, names of items by words."""
    silent = [use.header for use in uses.values() if _is_silent(use, view) and use.store is None]
    if silent and header_of(uses, "barcode") is None:
        codes = [name for name in silent if holds_barcodes(view.looks[name])]
        uses = _by_values(uses, codes, "barcode", "its values end with the check digit of barcodes")
    if silent and header_of(uses, "description") is None:
        names = [name for name in silent if _names_rows(view, name)]
        uses = _by_values(uses, names, "description", "its values are different words in every row")
    return uses


def _is_silent(use: ColumnUse, view: View) -> bool:
    """Whether a header says nothing, of the item or of a document such as `PO Number`."""
    said = use.canonical or use.confidence or marks(view.english[use.header])
    return not said and bool(use.samples)


def _by_values(uses: Uses, headers: Sequence[str], canonical: str, reason: str) -> Uses:
    if len(headers) != 1:
        return uses
    found = replace(_taken(uses[headers[0]], canonical, reason, _BY_VALUES), doubtful=True)
    return with_uses(uses, replace(found, suggestion=canonical))


def unnamed_number(uses: Uses, view: View) -> Uses:
    """Without any number of the items, the one column of ids that differ in every row."""
    if header_of(uses, "sku"):
        return uses
    rows = max(_ROWS_LEAST, _MOST * view.sample.height)
    full = [use for use in uses.values() if view.looks[use.header].filled >= rows]
    free = [use.header for use in full if _is_silent(use, view)]
    ids = [name for name in free if _numbers_rows(view, name)]
    if not ids and (code := header_of(uses, "barcode")) and _numbers_rows(view, code):
        ids = [code]
    return _by_values(uses, ids, "sku", "its values are different ids in every row")


def _numbers_rows(view: View, header: str) -> bool:
    look = view.looks[header]
    return holds_ids(look) and is_plausible("sku", look)


def _names_rows(view: View, header: str) -> bool:
    """Whether nearly every row has a name of its own, of several words that are no date."""
    look = view.looks[header]
    if look.dates > _SPACED:
        return False
    full = look.filled >= max(_ROWS_LEAST, _MOST * view.sample.height)
    return full and holds_names(look) and _holds_names(view.sample[header])


def _holds_names(cells: pl.Series) -> bool:
    filled = cells.cast(pl.String).drop_nulls()
    names = int(filled.str.contains(r"[A-Za-z]\w* +\S").sum())
    return filled.len() > 0 and names >= _SPACED * filled.len()


def item_number(uses: Uses, view: View) -> Uses:
    """The SKU names an item within a store; a key of store and item together is none."""
    use = open_use(uses, "sku")
    if use is None and header_of(uses, "sku"):
        return uses
    store, code = header_of(uses, "store_id"), header_of(uses, "barcode")
    coded = bool(code) and _numbers_rows(view, str(code))
    for header in view.cells.columns:
        if header in uses and (uses[header].canonical or header == store):
            continue
        if coded and (said := view.said(header)) and said.trap:
            continue
        if use and store and _is_joined(view, use.header, store, header):
            return with_uses(uses, *_part_of_key(uses, view, use, header))
        if use is None and _numbers_items(view, header, store):
            return with_uses(uses, _guessed_sku(view, header))
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


def _numbers_items(view: View, header: str, store: str | None) -> bool:
    """Whether a column such as `Brand` holds a different number for every item of a store."""
    look = view.looks[header]
    if not view.words(header) & _ITEM_WORDS or look.numbers < _MOST or look.dates > _SPACED:
        return False
    if _says_another(view, header):
        return False
    keys = [header] if store is None else [store, header]
    rows = view.cells.select(keys).drop_nulls()
    return rows.height > _ROWS_LEAST and rows.n_unique() >= _UNIQUE * rows.height


def _guessed_sku(view: View, header: str) -> ColumnUse:
    """The number of the items by its values: a doubt unless its name says so too."""
    said, found = view.said(header), _found_sku(view, header, 0.8)
    if said is not None and said.column == "sku":
        return found
    return replace(found, doubtful=True, suggestion="sku")


def _says_another(view: View, header: str) -> bool:
    """Whether a header is known to say something else than the item, such as `Old SKU`."""
    said = view.said(header)
    return said is not None and said.trap is not None and "brand" not in view.words(header)


def _found_sku(view: View, header: str, confidence: float) -> ColumnUse:
    reason = "its values are different numbers for nearly every row of a store: the item number"
    return ColumnUse(header, "sku", None, confidence, reason, view.looks[header].samples)
