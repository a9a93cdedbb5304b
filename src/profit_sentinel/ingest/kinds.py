"""Kinds: whether a table is a stock list or another paper of the store."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from profit_sentinel.domain.intake import ColumnUse, FileKind
from profit_sentinel.ingest.candidates import CANONICAL, WEAK
from profit_sentinel.ingest.spelling import words_of
from profit_sentinel.ingest.view import View
from profit_sentinel.ingest.words import marks, saying

_BARE = frozenset({"quantity", "item", "unit", "total", "count", "number"})
_FEW_DATES = 3
_DATED = 0.8
_ROWS_TELL = 30
_UNIQUE = 0.98


class _Rule(NamedTuple):
    kind: FileKind
    name: str
    when: tuple[frozenset[str], ...]
    without: frozenset[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    text = files(__package__).joinpath("kinds.toml").read_text("utf-8")
    return tuple(
        _Rule(
            FileKind(entry["id"]),
            entry["name"],
            tuple(map(frozenset, entry["when"])),
            frozenset(entry["without"]),
        )
        for entry in tomllib.loads(text)["kind"]
    )


def kind_of(uses: Mapping[str, ColumnUse], view: View) -> FileKind:
    """What a table holds, by the use of every header and what the values tell."""
    features = _features(uses, view.english) | frozenset(_signs(uses, view))
    for rule in _rules():
        if not features & rule.without and any(wanted <= features for wanted in rule.when):
            return rule.kind
    return FileKind.UNKNOWN


def kind_name(kind: FileKind) -> str:
    """A kind in plain words."""
    return next((rule.name for rule in _rules() if rule.kind is kind), "no list this program knows")


def _signs(uses: Mapping[str, ColumnUse], view: View) -> Iterator[str]:
    unused = (name for name in view.cells.columns if uses[name].canonical is None)
    said = (name for name in unused if _may_date_rows(view.english.get(name, name)))
    dates = (name for name in said if view.looks[name].dates >= _DATED)
    if any(view.cells[name].n_unique() > _FEW_DATES for name in dates):
        yield "dated"
    keys = [name for name, use in uses.items() if use.canonical in ("store_id", "sku")]
    rows = view.cells.height
    if any(uses[name].canonical == "sku" for name in keys) and rows >= _ROWS_TELL:
        yield from ("one_row_per_item",) if _differ(view, keys) else ()


def _differ(view: View, keys: list[str]) -> bool:
    return view.cells.select(keys).n_unique() >= _UNIQUE * view.cells.height


def _may_date_rows(english: str) -> bool:
    """Whether words may be the date of what a row tells, and not one of the item's own."""
    said = saying(english)
    return bool(marks(english)) or (said is not None and said.column == "as_of")


def _features(uses: Mapping[str, ColumnUse], english: Mapping[str, str]) -> frozenset[str]:
    sure = (use.canonical for use in uses.values() if use.confidence > WEAK)
    columns = {name for name in sure if name} - {"on_hand"}
    said = (marks(english[header]) for header, use in uses.items() if not _is_settled(use))
    stock = {
        _stock(use, english[header]) for header, use in uses.items() if use.canonical == "on_hand"
    }
    return frozenset(columns.union(*said) | stock)


def _is_settled(use: ColumnUse) -> bool:
    """Whether the use of a column leaves no room for the mark of another kind of file."""
    open_columns = ("counted", "as_of", "last_count_date")
    return bool(use.canonical) and use.canonical not in open_columns and use.confidence > WEAK


def _stock(use: ColumnUse, english: str) -> str:
    """What a quantity on hand says of a file: that it is of stock, of a count, or of anything."""
    if "variance" in marks(english):
        return "variance"
    if use.confidence == WEAK and marks(english):
        return "doubtful_stock"
    said = use.store or use.confidence >= CANONICAL or words_of(english) - _BARE
    return "stock" if said and use.confidence != WEAK else "quantity"
