"""Papers: every file that arrived, told apart into stock lists and what goes with them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from profit_sentinel.domain.columns import BY_NAME
from profit_sentinel.domain.companions import COMPANIONS, TYPES
from profit_sentinel.domain.intake import FileKind, Recognition, UnusableFileError, Upload
from profit_sentinel.ingest.companions import as_companion
from profit_sentinel.ingest.long import head_of, is_long
from profit_sentinel.ingest.opening import open_tables
from profit_sentinel.ingest.recognise import (
    Understood,
    UnknownColumnError,
    best_of,
    check_names,
    understand_each,
    with_suggestions,
)
from profit_sentinel.ingest.sheets import choose_sheets
from profit_sentinel.ingest.systems import System, fold
from profit_sentinel.ingest.table import Table

_PROSE = frozenset({".txt", ""})
"""Endings of files in a container that are often no tables."""


class Paper(NamedTuple):
    """One file as it was understood.

    Attributes:
        upload: The file.
        best: Its table, or the one most like a stock list.
        each: All of its tables.
        whole: Whether the tables hold all rows, not the head of a long file.
    """

    upload: Upload
    best: Understood
    each: Sequence[Understood]
    whole: bool

    @property
    def kind(self) -> FileKind:
        """What the file holds."""
        return self.best.recognition.kind


def check_columns(columns: Mapping[str, str]) -> None:
    """Refuse canonical names that neither stock lists nor companions have.

    Raises:
        UnknownColumnError: With the names there are.
    """
    check_names({name: header for name, header in columns.items() if name not in TYPES})


def opened(upload: Upload) -> tuple[list[Table], bool]:
    """The tables of a file, and whether they hold all of its rows.

    Raises:
        UnusableFileError: It cannot be read as a table.
    """
    return (head_of(upload), False) if is_long(upload) else (open_tables(upload), True)


def look_at(  # noqa: PLR0913 - what was read and what a person said
    upload: Upload,
    tables: Sequence[Table],
    columns: Mapping[str, str],
    systems: Sequence[System] | None,
    *,
    whole: bool,
    alone: bool,
) -> Paper:
    """Understand the columns of one file.

    Args:
        upload: The file.
        tables: Its tables.
        columns: Canonical column to header, as chosen by a person.
        systems: Known systems; None takes those of this package.
        whole: Whether the tables hold all of its rows.
        alone: Whether it is the only file, which then has every header that was chosen.

    Raises:
        UnknownColumnError: `columns` names a header that the only file does not have.
    """
    asked = {name: header for name, header in columns.items() if name in BY_NAME}
    asked = asked if alone else _present(asked, tables)
    each = understand_each(tables, asked, systems)
    return Paper(upload, best_of(each, asked), each, whole)


def in_whole(paper: Paper) -> Paper:
    """A file with all of its rows in memory, understood as its head was.

    Raises:
        UnusableFileError: It cannot be read as a table.
    """
    if paper.whole:
        return paper
    best = paper.best._replace(table=open_tables(paper.upload)[0])
    return Paper(paper.upload, best, [best], whole=True)


def beside(paper: Paper, columns: Mapping[str, str]) -> Understood:
    """A companion file, its columns named as its kind does.

    Args:
        paper: The file.
        columns: Canonical column to header, as chosen by a person.
    """
    return as_companion(paper.best, _present(columns, [paper.best.table]))


def goes_with(paper: Paper) -> bool:
    """Whether a file is no stock list and goes with one."""
    return paper.kind in COMPANIONS


def may_be_left(upload: Upload, *, read: bool) -> bool:
    """Whether a file of a folder or zip may stay unread: it is no table, or no stock list.

    A damaged file may not, for the stock in it would be missing.

    Args:
        upload: The file.
        read: Whether it was read as a table.
    """
    return upload.packed and (read or PurePosixPath(upload.name).suffix.lower() in _PROSE)


def left(error: UnusableFileError) -> str:
    """A note on a file that is not read."""
    return f"{error.file}: not read: {error.found}."


def recognised(
    uploads: Sequence[Upload],
    *,
    columns: Mapping[str, str] | None = None,
    systems: Sequence[System] | None = None,
) -> list[tuple[str, Recognition]]:
    """Say what every column of some files is, with the name of each file or sheet.

    Args:
        uploads: The files, those of zips too.
        columns: Canonical column to header, as chosen by a person.
        systems: Known systems; None takes those of this package.

    Raises:
        UnusableFileError: A file cannot be read as a table.
        UnknownColumnError: `columns` names a column or header that does not exist.
    """
    asked = columns or {}
    check_columns(asked)
    found, headers = [], set[str]()
    for upload in uploads:
        tables, whole = opened(upload)
        paper = look_at(upload, tables, asked, systems, whole=whole, alone=len(uploads) == 1)
        headers.update(fold(header) for header in paper.best.table.headers)
        found += _shown(paper, asked)
    check_headers(asked, headers)
    return found


def _shown(paper: Paper, columns: Mapping[str, str]) -> list[tuple[str, Recognition]]:
    if goes_with(paper):
        return [(paper.upload.name, beside(paper, columns).recognition)]
    taken = choose_sheets(paper.best, paper.each).taken
    return [(one.table.name, with_suggestions(one.recognition)) for one in taken]


def check_headers(columns: Mapping[str, str], known: Iterable[str]) -> None:
    """Refuse headers that a person chose and that no file has.

    Args:
        columns: Canonical column to header.
        known: All headers, folded.

    Raises:
        UnknownColumnError: Naming the header.
    """
    headers = set(known)
    for canonical, header in columns.items():
        if fold(header) not in headers:
            message = f"no file has a column {header!r} for {canonical}"
            raise UnknownColumnError(message)


def _present(columns: Mapping[str, str], tables: Sequence[Table]) -> dict[str, str]:
    known = {fold(header) for table in tables for header in table.headers}
    return {name: header for name, header in columns.items() if fold(header) in known}
