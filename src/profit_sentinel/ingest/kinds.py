"""Kinds: whether a table is a stock list or another paper of the store."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from profit_sentinel.domain.intake import ColumnUse, FileKind
from profit_sentinel.ingest.candidates import CANONICAL, WEAK
from profit_sentinel.ingest.words import marks, words_of

_BARE = frozenset({"quantity", "item", "unit", "total", "count", "number"})


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


def kind_of(uses: Mapping[str, ColumnUse], english: Mapping[str, str], *, dated: bool) -> FileKind:
    """What a table holds.

    Args:
        uses: The use of every header.
        english: Every header in English words.
        dated: Whether an unused date changes from row to row.
    """
    features = _features(uses, english) | ({"dated"} if dated else frozenset())
    for rule in _rules():
        if not features & rule.without and any(wanted <= features for wanted in rule.when):
            return rule.kind
    return FileKind.UNKNOWN


def kind_name(kind: FileKind) -> str:
    """A kind in plain words."""
    return next((rule.name for rule in _rules() if rule.kind is kind), "no list this program knows")


def _features(uses: Mapping[str, ColumnUse], english: Mapping[str, str]) -> frozenset[str]:
    columns = {use.canonical for use in uses.values() if use.canonical} - {"on_hand"}
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
    said = use.store or use.confidence >= CANONICAL or words_of(english) - _BARE
    return "stock" if said else "quantity"
