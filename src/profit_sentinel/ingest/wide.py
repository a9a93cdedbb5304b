"""Wide files: one column per store, turned into one row per store."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import polars as pl

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.ingest.days import names_day
from profit_sentinel.ingest.language import in_english, spoken, tells_state
from profit_sentinel.ingest.spelling import words_of
from profit_sentinel.ingest.systems import Wide, fold
from profit_sentinel.ingest.words import saying

_STORES_LEAST = 2
_STORE = r"(?P<store>[^\[\]()]{1,40}?)"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_STATE = re.compile(r"(?:^|[^a-z]).{2,}(?:ed|able|ible)(?:$|[^a-z])", re.IGNORECASE)
"""What is done to stock, such as `ordered` and `sellable`, beside which no store is named."""


class _Family(NamedTuple):
    """Columns of one meaning in one shape.

    Attributes:
        wide: What they hold and how they are written.
        loose: Whether nothing but a blank parts the store from the words.
        weak: Whether the words may say something else.
    """

    wide: Wide
    loose: bool
    weak: bool


class _Member(NamedTuple):
    """One header of a family."""

    header: str
    family: _Family
    store: str


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("wide.toml").read_text("utf-8"))


@cache
def _generic() -> tuple[_Family, ...]:
    """The families of systems in general, the surest first."""
    data = _data()
    return tuple(
        _Family(_written(canonical, shape, data[canonical][strength]), kind == "loose", weak)
        for kind, shapes in data["shapes"].items()
        for strength, weak in (("words", False), ("weak", True))
        for canonical in BY_NAME
        if strength in data.get(canonical, ())
        for shape in shapes
    )


def _written(canonical: str, shape: str, words: Sequence[str]) -> Wide:
    longest = sorted(words, key=len, reverse=True)
    any_of = "|".join(word.replace(" ", "[ _-]?") for word in longest)
    text = shape.replace("{words}", f"(?:{any_of})").replace("{store}", _STORE)
    return Wide(canonical, re.compile(text, re.IGNORECASE))


def generic_families(headers: Sequence[str]) -> Iterator[tuple[str, Wide, str]]:
    """Headers of unknown systems that come in families of at least two stores.

    Columns on hand decide which stores there are; other columns belong to a store of these.
    """
    found = in_english(headers)
    english = [found.headers.get(header, header) for header in headers]
    members = [
        member
        for header, said in zip(headers, english, strict=True)
        if not _says_other(header, said)
        for member in _members(header)
        if not _is_vocabulary(spoken(member.store, found.language))
    ]
    stock = list(_of_stock(members, english, found.language))
    stores = {fold(member.store): member.store for member in stock}
    taken = {member.header for member in stock}
    for member in stock:
        yield member.header, member.family.wide, member.store
    for member in members:
        store = stores.get(fold(member.store))
        if store and member.family.wide.canonical != "on_hand" and member.header not in taken:
            taken.add(member.header)
            yield member.header, member.family.wide, store


def _members(header: str) -> Iterator[_Member]:
    """The families a header may belong to."""
    for family in _generic():
        if found := family.wide.pattern.fullmatch(header.strip()):
            yield _Member(header, family, found["store"].strip())


def _of_stock(
    members: Sequence[_Member], english: Sequence[str], language: str | None
) -> Iterator[_Member]:
    """The columns on hand of at least two stores, each header once."""
    found: dict[_Family, list[_Member]] = defaultdict(list)
    states = {each.family for each in members if each.family.weak and _is_state(each, language)}
    for member in members:
        if member.family in states:
            continue
        if member.family.wide.canonical == "on_hand" and _may_be_store(member, english):
            found[member.family].append(member)
    taken: set[str] = set()
    for family in _generic():
        rest = [member for member in found[family] if member.header not in taken]
        if len({fold(member.store) for member in rest}) >= _STORES_LEAST:
            taken.update(member.header for member in rest)
            yield from rest


def _is_state(member: _Member, language: str | None) -> bool:
    """Whether what stands for a store is what is done to stock, as `Layaway`, `Bloqueado` are."""
    told = set(fold(member.store).replace("_", " ").split()) & set(_data()["states"]["words"])
    return bool(told or _STATE.search(member.store)) or tells_state(member.store, language)


def _may_be_store(member: _Member, english: Sequence[str]) -> bool:
    """Whether what stands for the store is none of the words of other columns, such as `Cost`."""
    if _is_vocabulary(member.store) or _is_common(member):
        return False
    if not (member.family.loose and member.family.weak):
        return True
    return not member.store.isdecimal() and not any(map(_says_stock, english))


def _is_common(member: _Member) -> bool:
    """Whether a header with a capital has none in what stands for the store: no name of a place."""
    letters = any(sign.isalpha() for sign in member.store)
    has_capital = any(sign.isupper() for sign in member.header)
    return letters and has_capital and member.store == member.store.lower()


def _says_stock(header: str) -> bool:
    """Whether a column alone tells what is on hand; then looser ones tell something else."""
    said = saying(header)
    plain = said is not None and said.column == "on_hand" and said.exact and not said.weak
    return plain and words_of(header) != {"quantity"}


def _says_other(header: str, english: str) -> bool:
    """Whether the whole of a header is the name of a column that is not the stock of a store."""
    said = saying(english)
    if said is None or said.weak or said.column == "on_hand":
        return False
    return said.exact or (english != header and not said.loose)


def _is_vocabulary(store: str) -> bool:
    words, plain = words_of(store), set(fold(store).replace("_", " ").split())
    if names_day(store):
        return True
    if (words | plain) & set(_data()["no_store"]["words"]) or _YEAR.fullmatch(store):
        return True
    return saying(store) is not None and not words & {"store", "location", "warehouse"}


def unpivot(frame: pl.DataFrame, stores: Mapping[str, Mapping[str, pl.Series]]) -> pl.DataFrame:
    """One row per store out of one row per item.

    Args:
        frame: The columns common to all stores, canonical names.
        stores: Store to canonical column to its values, each as long as `frame`.

    Returns:
        The rows of the first store, then the next; rows without a quantity on hand are left out.
        Where a store tells nothing of its own, what is common to all stands.
    """
    names = sorted({name for columns in stores.values() for name in columns})
    parts = [_of_store(frame, store, columns, names) for store, columns in stores.items()]
    return pl.concat(parts).filter(pl.col("on_hand").is_not_null())


def became(long: pl.DataFrame) -> str:
    """What was made of a wide file, for the data-quality report."""
    items, stores = long["source_row"].n_unique(), long["store_id"].n_unique()
    rows = "row" if items == 1 else "rows"
    return f"A column per store: {items:,} {rows} became {long.height:,} of {stores:,} stores."


def _of_store(
    frame: pl.DataFrame, store: str, columns: Mapping[str, pl.Series], names: Sequence[str]
) -> pl.DataFrame:
    own = [_of_both(frame, columns, name) for name in names]
    return frame.with_columns(pl.lit(store).alias("store_id"), *own)


def _of_both(frame: pl.DataFrame, columns: Mapping[str, pl.Series], name: str) -> pl.Expr:
    """A store's own values, in prices and costs with those of all stores where it has none."""
    told = [pl.lit(columns[name])] if name in columns else []
    if name in frame.columns and BY_NAME[name].type is ColumnType.MONEY:
        told.append(pl.col(name))
    return pl.coalesce([*told, pl.lit(None, _type_of(name))]).alias(name)


def _type_of(name: str) -> pl.DataType:
    kind = BY_NAME[name].type.value
    return {"date": pl.Date(), "id": pl.String(), "text": pl.String()}.get(kind, pl.Float64())
