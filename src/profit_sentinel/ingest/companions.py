"""Companions: what the columns of a purchase order, sales, count or price file are."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Any, NamedTuple

from profit_sentinel.domain.columns import ColumnType
from profit_sentinel.domain.companions import COMPANIONS, TYPES
from profit_sentinel.domain.intake import ColumnUse, FileKind
from profit_sentinel.ingest.candidates import CANONICAL, CHOSEN, EXACT, PHRASE, SYSTEM
from profit_sentinel.ingest.language import in_english
from profit_sentinel.ingest.profile import Profile, profile, sample_of
from profit_sentinel.ingest.recognise import Understood
from profit_sentinel.ingest.spelling import Words, words_of
from profit_sentinel.ingest.systems import fold

_LEAST = 0.5
_NAMED, _CANONICAL = -2, -1
"""Readings that need no words: those of a person or a system, and the program's own names."""
_BARE = frozenset({"quantity"})
_BY_DAY = {"receipt_date": "received", "invoice_date": "invoiced", "order_date": "ordered"}
"""What a bare quantity of a purchase order counts, by the latest day its lines tell."""


class _Phrase(NamedTuple):
    column: str
    words: Words
    rank: int


class _Words(NamedTuple):
    """The vocabulary of one kind of file."""

    needs: tuple[frozenset[str], ...]
    noise: Words
    taken_over: Mapping[str, str]
    phrases: tuple[_Phrase, ...]


class _Reading(NamedTuple):
    """One reading of one header; the least is the best."""

    doubt: int
    extra: int
    rank: int
    header: str
    column: str


def as_companion(understood: Understood, columns: Mapping[str, str] | None = None) -> Understood:
    """Name the columns of a companion file as its kind does.

    Args:
        understood: The file as the vocabulary of stock lists understands it.
        columns: Canonical column to header, as chosen by a person.
    """
    recognition = understood.recognition
    base = {use.header: use for use in recognition.columns}
    sample = sample_of(understood.table.cells)
    looks = {header: profile(sample[header].to_list()) for header in base}
    readings = sorted(_readings(understood, base, columns or {}))
    taken: dict[str, _Reading] = {}
    for each in readings:
        header_is_free = each.header not in (other.header for other in taken.values())
        if header_is_free and each.column not in taken and _fits(each.column, looks[each.header]):
            taken[each.column] = each
    if recognition.kind is FileKind.PURCHASE_ORDERS:
        taken = _with_bare_quantity(taken, understood)
    named = {each.header: each for each in taken.values()}
    uses = tuple(_use(use, named.get(use.header), columns or {}) for use in recognition.columns)
    return understood._replace(recognition=replace(recognition, columns=uses))


def lacking(kind: FileKind, columns: Iterable[str]) -> list[str]:
    """What a companion file needs and does not have, in words."""
    held = set(columns)
    names = [sorted(group) for group in _vocabulary(kind).needs if not held & group]
    return [" or ".join(name.replace("_", " ") for name in group) for group in names]


def not_shipped(system: str | None) -> str | None:
    """The sign by which a system marks a line that was neither shipped nor billed."""
    sign = _systems().get(system or "", {}).get("not_shipped")
    return None if sign is None else str(sign)


def banner_columns(labels: Iterable[str], kind: FileKind) -> dict[str, str]:
    """Labels above the header by the column they stand for: `PO Number`, `Order`, `Status`.

    Figures are none: those above the header are of the whole paper, not of a line.
    """
    spoken: dict[Words, str] = {}
    for label in labels:
        spoken.setdefault(words_of(label), label)
    names = [name for name in map(attrgetter("name"), COMPANIONS[kind]) if _may_be_above(name)]
    phrases = [
        *((each.column, each.words) for each in _vocabulary(kind).phrases),
        *((name, words_of(name)) for name in names),
        ("po_number", frozenset({"order"})),
    ]
    found: dict[str, str] = {}
    for column, words in phrases:
        if words in spoken and column in names:
            found.setdefault(column, spoken[words])
    return found


def _may_be_above(column: str) -> bool:
    of_paper = TYPES[column] in (ColumnType.ID, ColumnType.TEXT, ColumnType.DATE)
    return of_paper and column not in ("sku", "barcode")


def _readings(
    understood: Understood, base: Mapping[str, ColumnUse], columns: Mapping[str, str]
) -> Iterator[_Reading]:
    """All that the headers of a table may say."""
    kind = understood.recognition.kind
    names = {column.name for column in COMPANIONS[kind]}
    vocabulary, headers = _vocabulary(kind), list(base)
    english = {name: name for name in headers} if understood.system else in_english(headers).headers
    for column, header in _settled(understood, columns):
        if column in names and header in base:
            yield _Reading(_NAMED, 0, 0, header, column)
    for header, use in base.items():
        if fold(header).replace(" ", "_") in names:
            yield _Reading(_CANONICAL, 0, 0, header, fold(header).replace(" ", "_"))
        own = _taken_over(use, vocabulary, names)
        if own:
            yield _Reading(2, 0, 0, header, own)
        words = words_of(english[header])
        for phrase in vocabulary.phrases:
            left = words - phrase.words
            if phrase.words <= words and left <= vocabulary.noise:
                yield _Reading(1 if left else 0, len(left), phrase.rank, header, phrase.column)


def _settled(understood: Understood, columns: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Columns that a person or a known system names."""
    folded = {fold(header): header for header in understood.table.headers}
    system = understood.system.id if understood.system else ""
    for column, name in {**_systems().get(system, {}).get("columns", {}), **columns}.items():
        if fold(name) in folded:
            yield column, folded[fold(name)]


def _taken_over(use: ColumnUse, vocabulary: _Words, names: set[str]) -> str | None:
    """The companion's name for what the vocabulary of stock lists found."""
    if use.canonical is None or use.store is not None:
        return None
    for column, canonical in vocabulary.taken_over.items():
        if use.canonical == canonical:
            return column
    same = {"store_id", "sku", "barcode", "vendor", "unit_cost", "retail_price"}
    return use.canonical if use.canonical in names & same else None


def _with_bare_quantity(taken: dict[str, _Reading], understood: Understood) -> dict[str, _Reading]:
    """A quantity that does not say of what: received, billed or ordered, by the days told."""
    if taken.keys() & {"ordered", "received", "invoiced"}:
        return taken
    used = {each.header for each in taken.values()}
    headers = [name for name in understood.table.headers if name not in used]
    bare = [name for name in headers if words_of(name) == _BARE]
    if not bare:
        return taken
    column = next((name for day, name in _BY_DAY.items() if day in taken), "ordered")
    return {**taken, column: _Reading(1, 0, 0, bare[0], column)}


def _use(use: ColumnUse, reading: _Reading | None, columns: Mapping[str, str]) -> ColumnUse:
    if reading is None:
        reason = use.reason if use.reason.startswith("not used") else "not used: not needed"
        return replace(
            use, canonical=None, store=None, confidence=0.0, reason=reason, doubtful=False,
            suggestion=None,
        )  # fmt: skip
    if use.canonical == reading.column and reading.doubt >= 0:
        return replace(use, doubtful=False, suggestion=None)
    confidence, reason = _certainty(reading, columns)
    return replace(
        use, canonical=reading.column, store=None, confidence=confidence, reason=reason,
        doubtful=False, suggestion=None,
    )  # fmt: skip


def _certainty(reading: _Reading, columns: Mapping[str, str]) -> tuple[float, str]:
    """How sure a reading is, and why."""
    if fold(columns.get(reading.column, "")) == fold(reading.header):
        return CHOSEN, "chosen by you"
    if reading.doubt == _NAMED:
        return SYSTEM, "its system calls it so"
    if reading.doubt == _CANONICAL:
        return CANONICAL, "the name this program uses itself"
    said = f"its name says {reading.column.replace('_', ' ')}"
    return (PHRASE if reading.doubt else EXACT), said


def _fits(column: str, look: Profile) -> bool:
    """Whether the values are of the type of the column."""
    wanted = TYPES[column]
    if not look.filled or wanted in (ColumnType.ID, ColumnType.TEXT):
        return True
    if wanted is ColumnType.DATE:
        return look.dates + look.serials >= _LEAST
    return look.numbers >= _LEAST and (look.numbers == 1 or look.dates <= _LEAST)


@cache
def _data() -> dict[str, Any]:
    text = files(__package__).joinpath("companions.toml").read_text("utf-8")
    return tomllib.loads(text)


def _systems() -> dict[str, Any]:
    return dict(_data()["systems"])


@cache
def _vocabulary(kind: FileKind) -> _Words:
    entry = _data()[kind.value]
    return _Words(
        tuple(map(frozenset, entry["needs"])),
        words_of(" ".join(entry["noise"])) | frozenset(entry["noise"]),
        entry["from"],
        tuple(_phrases(entry["phrases"])),
    )


def _phrases(entries: Mapping[str, list[str]]) -> Iterator[_Phrase]:
    for column, texts in entries.items():
        for rank, text in enumerate(texts):
            yield _Phrase(column, words_of(text), rank)
