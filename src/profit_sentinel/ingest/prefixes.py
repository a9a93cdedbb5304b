"""Prefixes: what a table or a program puts before the names of its columns, such as `itm_`."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from profit_sentinel.ingest.language import glossaries
from profit_sentinel.ingest.remembering import remembered
from profit_sentinel.ingest.spelling import Words, words_of
from profit_sentinel.ingest.words import saying

_PARTS = re.compile(r"^([A-Za-z]{1,10}?[0-9]?)([_.:]|(?<=[a-z])(?=[A-Z]))(?=.*[A-Za-z])(.+)$")
_PATH = re.compile(r"(?<=\w) ?[/>|] ?(?=\w)|(?<=\w) - (?=\w)|::")
_OF_TABLE = re.compile(
    r"\[?(?P<path>(?:\w+\.)*)(?:tbl_?)?"
    r"(?:(?P<table>[A-Za-z]\w*)\]?\.\[?|(?P<camel>[A-Z][a-zA-Z]*)_(?=[A-Z]+[a-z]))"
    r"(?P<name>[A-Za-z][\w ]*)\]?"
)
"""A table and one of its columns: `IM_INV.LST_COST`, `[Items].[Cost]`, `tblItems_UnitCost`.

What names have in `path` stands before the table: `dbo` in `dbo.Items.Cost`.
"""
_OF_TYPE = re.compile(
    r"(?P<type>(?:str|txt|mem|chr|int|lng|num|dbl|sng|dec|cur|bln|bool|bit|dtm|dte|dt|[sncdfmlbi])"
    r"(?=[A-Z])|[a-z]_)(?P<name>[A-Za-z].+)"
)
"""A type before a name with a capital, or one letter apart: `curUnitCost`, `nOnHand`, `n_cost`."""
_TYPE_BEHIND = re.compile(r"(?P<name>\w+[A-Za-z0-9])(?P<type>_{1,2}[a-z])")
_NUMBERED = re.compile(r"(?P<number>[0-9]{1,2})[.):]? +(?P<name>[A-Za-z].+)")
_SHORT = re.compile(r"[A-Z][A-Z0-9]{2,10}")
_SHARE = 0.6
_NEARLY_ALL = 0.9
_HEADERS_LEAST = 5
_TYPES_LEAST = 2
_TABLES_MOST = 0.4
_SHORTEST_GLUED, _LONGEST_GLUED = 2, 4
_BARE: Words = frozenset({"number", "name", "description", "text", "status", "category", "type"})
_FOREIGN_SHORTEST = 4
_ITEM: Words = frozenset({"item", "inventory", "stock", "part", "sku"})


@cache
def wrappings() -> dict[str, Any]:
    """What programs put around names, as the file of that name lists it."""
    return tomllib.loads(files(__package__).joinpath("wrappings.toml").read_text("utf-8"))


@cache
def _listed(name: str) -> Words:
    return frozenset(wrappings()[name].split())


@remembered
def may_be_cut(end: str) -> bool:
    """Whether letters say nothing in any language that changes what stands beside them."""
    plain = end.lower()
    foreign = (each.words.get(plain, "") for each in glossaries() if len(end) >= _FOREIGN_SHORTEST)
    return not words_of(plain).union(*map(words_of, foreign)) & _listed("kept")


def tells_apart(end: str) -> bool:
    """Whether letters tell one column from another, as the amount of something and its quantity."""
    return bool(words_of(end.lower()) & _listed("telling"))


def without_prefix(headers: Sequence[str]) -> Mapping[str, str]:
    """Headers without what names the table they are from, or the type of their values.

    What is left bare is of the item: `itm_no` is `item no`. Of names in parts, such as
    `Audit/LastSale`, the last part stands alone where it says more than the whole.
    """
    for cut_off in (
        _without_numbers, _without_types, _without_types_behind, _without_tables, _without_start,
    ):  # fmt: skip
        if cut := cut_off(headers):
            return cut
    if starts := _glued_prefixes(headers):
        return {header: _without_glued(header, starts) for header in headers}
    paths = sum(bool(_PATH.search(header)) for header in headers) >= _SHARE * len(headers)
    return {header: _end(header) if paths else header for header in headers}


def _without_numbers(headers: Sequence[str]) -> dict[str, str] | None:
    """Names without the numbers that count them; None when they are not counted from the first."""
    found = [_NUMBERED.fullmatch(header.strip()) for header in headers]
    counted = [match["name"] for place, match in enumerate(found, 1)
               if match and int(match["number"]) == place]  # fmt: skip
    if len(headers) < _HEADERS_LEAST or len(counted) < len(headers):
        return None
    return dict(zip(headers, counted, strict=True))


def _without_types(headers: Sequence[str]) -> dict[str, str] | None:
    """Names without the letters that tell the type of each; None when few begin with some."""
    return _without_letters(headers, _OF_TYPE, _TYPES_LEAST)


def _without_types_behind(headers: Sequence[str]) -> dict[str, str] | None:
    """Names without a letter behind each, as in `UnitCost_c`; None when few end in one."""
    return _without_letters(headers, _TYPE_BEHIND, 1)


def _without_letters(
    headers: Sequence[str], pattern: re.Pattern[str], types_least: int
) -> dict[str, str] | None:
    found = {header: pattern.fullmatch(header.strip()) for header in headers}
    typed = {header: match["name"] for header, match in found.items() if match}
    types = {match["type"] for match in found.values() if match}
    if len(types) < types_least or len(typed) < max(_HEADERS_LEAST, _NEARLY_ALL * len(headers)):
        return None
    return {header: of_item(typed[header]) if header in typed else header for header in headers}


def _without_tables(headers: Sequence[str]) -> dict[str, str] | None:
    """Names of columns without their tables; None when they do not come from few tables."""
    found = {header: _OF_TABLE.fullmatch(header.strip()) for header in headers}
    tables = {header: match["table"] or match["camel"] for header, match in found.items() if match}
    few = len(set(tables.values())) <= max(1, _TABLES_MOST * len(headers))
    if not few or len(tables) < max(_HEADERS_LEAST, _NEARLY_ALL * len(headers)):
        return None
    return {
        header: of_table(match["path"], tables[header], match["name"]) if match else header
        for header, match in found.items()
    }


def of_table(path: str, table: str, name: str) -> str:
    """A column by its name alone, or with its table where that says more."""
    of_item = bool(words_of(table) & _ITEM)
    if words_of(name) <= _BARE:
        return f"item {name}" if of_item else f"{table} {name}"
    whole = f"{path}{table} {name}"
    either = (name, whole) if of_item else (whole, name)
    return next(filter(_is_firm, either), name)


def _is_firm(header: str) -> bool:
    said = saying(header)
    firm = said is not None and not (said.weak or said.loose)
    return firm and words_of(header) != {"quantity"}


def _without_start(headers: Sequence[str]) -> dict[str, str] | None:
    """Names without the start that most of them share; None when they share none."""
    parts = {header: _PARTS.match(header.strip()) for header in headers}
    starts = Counter(found[1].lower() for found in parts.values() if found)
    prefix, times = max(starts.items(), key=lambda pair: pair[1], default=("", 0))
    if times < max(_HEADERS_LEAST, _SHARE * len(headers)) or not may_be_cut(prefix):
        return None
    return {
        header: of_item(found[3]) if found and found[1].lower() == prefix else header
        for header, found in parts.items()
    }


def _glued_prefixes(headers: Sequence[str]) -> tuple[str, ...]:
    """The letters before nearly all names of files whose names are all short capitals.

    Several prefixes have two letters each; one alone may have up to four.
    """
    if not all(_SHORT.fullmatch(header) for header in headers):
        return ()
    for length in range(_LONGEST_GLUED, _SHORTEST_GLUED - 1, -1):
        starts = Counter(header[:length] for header in headers if len(header) > length + 1)
        often = {start: times for start, times in starts.items() if times >= _HEADERS_LEAST}
        alone = length == _SHORTEST_GLUED or len(often) == 1
        if alone and sum(often.values()) >= _NEARLY_ALL * len(headers):
            return tuple(often)
    return ()


def _without_glued(header: str, starts: Sequence[str]) -> str:
    start = next((each for each in starts if header.startswith(each)), "")
    return of_item(header.removeprefix(start)) if start else header


def _end(header: str) -> str:
    said = saying(header)
    if said and said.column and not (said.weak or said.loose):
        return header
    return next(filter(_says_column, _tails(header)), header)


def _tails(header: str) -> Iterator[str]:
    return (header[found.end() :] for found in _PATH.finditer(header))


def _says_column(header: str) -> bool:
    said = saying(header)
    return said is not None and said.column is not None and not said.weak


def of_item(name: str) -> str:
    """A name without its table: left bare, it is of the item."""
    return f"item {name}" if words_of(name) <= _BARE else name
