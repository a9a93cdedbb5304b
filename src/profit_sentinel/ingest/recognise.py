"""Recognition: what every column of a file is, by system, words and values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from profit_sentinel.domain.columns import BY_NAME
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.domain.intake import ColumnUse, FileKind, Recognition, Upload
from profit_sentinel.ingest.candidates import (
    CHOSEN,
    WIDE,
    Candidate,
    by_guess,
    candidate,
    checked,
    chosen,
    left,
)
from profit_sentinel.ingest.evidence import weigh
from profit_sentinel.ingest.kinds import kind_of
from profit_sentinel.ingest.language import InEnglish
from profit_sentinel.ingest.naming import named
from profit_sentinel.ingest.nesting import nest
from profit_sentinel.ingest.opening import open_tables
from profit_sentinel.ingest.profile import Profile, profile, sample_of
from profit_sentinel.ingest.system_file import built_in
from profit_sentinel.ingest.systems import System, families, fold, system_of
from profit_sentinel.ingest.table import Table
from profit_sentinel.ingest.view import Uses, View
from profit_sentinel.ingest.wide import generic_families
from profit_sentinel.ingest.words import plain_words


class UnknownColumnError(WrongUsageError):
    """A column asked for that the program, or the file, does not have."""


class Understood(NamedTuple):
    """A table with its recognition and the system that wrote it."""

    table: Table
    recognition: Recognition
    system: System | None


def recognise(upload: Upload, *, columns: Mapping[str, str] | None = None) -> Recognition:
    """Say what every column of a file is, without reading its values into a frame.

    Args:
        upload: The file.
        columns: Canonical column to header, as chosen by a person.

    Raises:
        UnusableFileError: The file cannot be read as a table.
        UnknownColumnError: `columns` names a column or header that does not exist.
    """
    return with_suggestions(understand(open_tables(upload), columns or {}).recognition)


def with_suggestions(found: Recognition) -> Recognition:
    """The same, with a canonical name worth offering where no other says what a column is."""
    return replace(found, columns=tuple(map(_with_suggestion, found.columns)))


def understand(
    tables: Sequence[Table],
    columns: Mapping[str, str],
    known: Sequence[System] | None = None,
) -> Understood:
    """Recognise the tables of one file and keep the one most like a stock list."""
    return best_of(understand_each(tables, columns, known), columns)


def understand_each(
    tables: Sequence[Table],
    columns: Mapping[str, str],
    known: Sequence[System] | None = None,
) -> list[Understood]:
    """Recognise the tables of one file."""
    check_names(columns)
    return [
        _understand_one(table, columns, built_in() if known is None else known) for table in tables
    ]


def best_of(each: Sequence[Understood], columns: Mapping[str, str]) -> Understood:
    """The table most like a stock list.

    Raises:
        UnknownColumnError: `columns` names a header that it does not have.
    """
    best = max(each, key=_worth)
    _check_headers(best, columns)
    return best


def check_names(columns: Mapping[str, str]) -> None:
    """Refuse canonical names that do not exist.

    Raises:
        UnknownColumnError: With the names there are.
    """
    for canonical in columns:
        if canonical not in BY_NAME:
            message = f"no column is called {canonical!r}; there are: {', '.join(BY_NAME)}"
            raise UnknownColumnError(message)


def _check_headers(best: Understood, columns: Mapping[str, str]) -> None:
    known = set(map(fold, best.table.headers))
    for canonical, header in columns.items():
        if fold(header) not in known:
            headers = ", ".join(best.table.headers)
            message = (
                f"{best.table.name} has no column {header!r} for {canonical}; it has: {headers}"
            )
            raise UnknownColumnError(message)


def _worth(found: Understood) -> tuple[bool, int, int]:
    used = sum(1 for use in found.recognition.columns if use.canonical)
    return found.recognition.kind is FileKind.INVENTORY, used, found.table.cells.height


def _understand_one(
    table: Table, columns: Mapping[str, str], known: Sequence[System]
) -> Understood:
    system = system_of(table.headers, known)
    sample = sample_of(table.cells)
    looks = {name: profile(sample[name].to_list()) for name in table.headers}
    asked = {fold(header): canonical for canonical, header in columns.items()}
    english, language, guessed = _in_english(table.headers, system)
    uses = {
        name: _candidate(name, english[name], looks[name], system, asked)
        if name not in guessed or fold(name) in asked
        else by_guess(name, english[name], looks[name])
        for name in table.headers
    }
    competed = _compete({**uses, **_per_store(table.headers, looks, system, asked)})
    view = View(table.cells, sample, looks, english, language)
    weighed = nest(weigh(competed, view), view)
    kind = _kind(weighed, view, system, columns)
    return Understood(table, _recognition(table, weighed, kind, system), system)


def _in_english(headers: Sequence[str], system: System | None) -> InEnglish:
    """The headers in English words; a known system's are known as they stand."""
    if system:
        return InEnglish({name: name for name in headers}, None)
    plain, found = named(headers)
    guessed = frozenset(name for name in headers if plain[name] in found.guessed)
    return InEnglish(
        {name: found.headers[plain[name]] for name in headers}, found.language, guessed
    )


def _candidate(
    name: str, english: str, look: Profile, system: System | None, asked: Mapping[str, str]
) -> Candidate:
    canonical = asked.get(fold(name))
    return chosen(name, canonical, look) if canonical else candidate(name, english, look, system)


def _per_store(
    headers: Sequence[str],
    looks: Mapping[str, Profile],
    system: System | None,
    asked: Mapping[str, str],
) -> dict[str, Candidate]:
    """The columns that belong to one store each."""
    wide = families(headers, system.wide) if system else generic_families(headers)
    return {
        header: Candidate(checked(_of_store(header, family.canonical, store, looks), looks[header]))
        for header, family, store in wide
        if fold(header) not in asked
    }


def _of_store(
    header: str, canonical: str | None, store: str, looks: Mapping[str, Profile]
) -> ColumnUse:
    reason = f"a column per store: this one is of {store}"
    return ColumnUse(header, canonical, store, WIDE, reason, looks[header].samples)


def _compete(found: Mapping[str, Candidate]) -> Uses:
    """Let one header win each column, or each column of a store."""
    winners: dict[tuple[str, str | None], Candidate] = {}
    for contender in found.values():
        key = (contender.use.canonical or "", contender.use.store)
        if key not in winners or _strength(contender) > _strength(winners[key]):
            winners[key] = contender
    return {header: _or_loser(each, winners) for header, each in found.items()}


def _strength(contender: Candidate) -> tuple[bool, bool, float, bool, int, float, int]:
    """Filled before empty, then confidence; in words, the order of the vocabulary decides.

    Of two that are equal the one of fewer words: a language may have swallowed some of the other.
    """
    use = contender.use
    sure = use.confidence if use.confidence >= WIDE else 0.0
    chosen = use.confidence == CHOSEN
    clear, words = not contender.yields, len(plain_words(use.header))
    return chosen, bool(use.samples), sure, clear, -contender.rank, use.confidence, -words


def _or_loser(
    contender: Candidate, winners: Mapping[tuple[str, str | None], Candidate]
) -> ColumnUse:
    use = contender.use
    winner = winners[use.canonical or "", use.store].use
    if use.canonical is None or winner is use:
        return use
    return left(use, f"{winner.header} was taken for {use.canonical}")


def _kind(uses: Uses, view: View, system: System | None, columns: Mapping[str, str]) -> FileKind:
    if "on_hand" in columns:
        return FileKind.INVENTORY
    if system:
        return system.kind
    return kind_of(uses, view)


def _recognition(table: Table, uses: Uses, kind: FileKind, system: System | None) -> Recognition:
    return Recognition(
        kind,
        system.id if system else None,
        table.encoding,
        table.delimiter,
        table.header_row,
        tuple(uses.values()),
        table.sheet,
    )


def _with_suggestion(use: ColumnUse) -> ColumnUse:
    from profit_sentinel.ingest.likeness import suggestion  # noqa: PLC0415 - loads late

    if use.canonical or use.suggestion or use.confidence:
        return use
    near = suggestion(use.header)
    return replace(use, suggestion=near, doubtful=near is not None)


def used(recognition: Recognition) -> dict[str, str]:
    """Canonical column to header, columns with a store of their own apart."""
    return {
        use.canonical: use.header for use in recognition.columns if _is_plain(use) and use.canonical
    }


def _is_plain(use: ColumnUse) -> bool:
    return use.canonical is not None and use.store is None


def stores_of(uses: Iterable[ColumnUse]) -> dict[str, dict[str, str]]:
    """Store to canonical column to header, of the stores that have a quantity on hand."""
    stores: dict[str, dict[str, str]] = {}
    for use in uses:
        if use.store is not None and use.canonical:
            stores.setdefault(use.store, {})[use.canonical] = use.header
    return {store: columns for store, columns in stores.items() if "on_hand" in columns}
