"""System files: a TOML file as a known system, or what is wrong with it."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, NoReturn

import polars as pl

from profit_sentinel.domain.columns import BY_NAME
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.domain.intake import FileKind
from profit_sentinel.ingest.day_order import Order
from profit_sentinel.ingest.systems import Formats, System, Wide, fold

KEYS = (
    "name", "export", "unverified", "kind", "fingerprint", "formats", "columns", "unused",
    "fill_down", "append", "split", "leave_out", "wide",
)  # fmt: skip
"""What a system file may hold."""
_FORMATS = {"dates": tuple(Order), "decimal": ("point", "comma")}
_WIDE = ("canonical", "pattern")


class SystemFileError(WrongUsageError):
    """A system file that cannot be used; the message names file, key and what is allowed."""


class _File(NamedTuple):
    """A system file while it is read."""

    name: str
    data: Mapping[str, Any]

    def fail(self, key: str, wrong: str, allowed: Iterable[str] = ()) -> NoReturn:
        listed = ", ".join(map(str, allowed))
        message = f"{self.name}: {key}: {wrong}" + (f"; allowed: {listed}" if listed else "")
        raise SystemFileError(message)

    def known(self, key: str, names: Iterable[str], allowed: Collection[str]) -> None:
        for name in names:
            if name not in allowed:
                self.fail(key, f"{name!r} is not known", allowed)

    def text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            self.fail(key, f"{value!r} is no text", ['a text such as "Item No"'])
        return value

    def texts(self, key: str, value: object) -> list[str]:
        each = value if isinstance(value, list) else [value]
        return [self.text(key, one) for one in each]

    def table(self, key: str) -> dict[str, Any]:
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            self.fail(key, "is no table", [f"a table that begins with [{key}]"])
        return value

    def canonical(self, key: str) -> dict[str, Any]:
        """A table whose keys are canonical columns."""
        table = self.table(key)
        self.known(key, table, BY_NAME)
        return table

    def pattern(self, key: str, value: object) -> re.Pattern[str]:
        text = self.text(key, value)
        try:
            return re.compile(text, re.IGNORECASE)
        except re.error as error:
            self.fail(key, f"{text!r} is no pattern ({error})", ["a regular expression"])

    def cells(self, key: str, value: object) -> re.Pattern[str]:
        """A pattern for cells, which must do without looking ahead."""
        pattern = self.pattern(key, value)
        try:
            pl.Series([""], dtype=pl.String).str.contains(pattern.pattern)
        except pl.exceptions.ComputeError:
            wrong = f"{pattern.pattern!r} looks ahead or behind"
            self.fail(key, wrong, ["a regular expression that does not"])
        return pattern


@cache
def built_in() -> tuple[System, ...]:
    """The systems of this package, by id."""
    folder = files(__package__).joinpath("systems")
    texts = {entry.name: entry.read_text("utf-8") for entry in folder.iterdir()}
    names = sorted(name for name in texts if name.endswith(".toml"))
    return tuple(read_system(name, texts[name], None) for name in names)


def joined(own: Iterable[System]) -> tuple[System, ...]:
    """Systems a person added and the built-in ones; an id of one's own replaces a built-in one.

    Raises:
        SystemFileError: Two files of one's own have the same name.
    """
    by_id = {system.id: system for system in built_in()}
    for system in own:
        there = by_id.get(system.id)
        if there and there.origin is not None:
            message = (
                f"{system.origin}: the id {system.id!r} is taken by {there.origin}; "
                f"rename one of the two files"
            )
            raise SystemFileError(message)
        by_id[system.id] = system
    return tuple(by_id.values())


def read_system(name: str, text: str, origin: str | None) -> System:
    """A system from its file.

    Args:
        name: Name of the file, which is the id with the ending `.toml`.
        text: What is in it.
        origin: Its path when a person added it, None when it is built in.

    Raises:
        SystemFileError: With the file, the key and what is allowed.
    """
    file = _File(origin or name, _data(origin or name, text))
    file.known("key", file.data, KEYS)
    return System(
        id=name.removesuffix(".toml"),
        name=file.text("name", file.data.get("name")),
        kind=_kind(file),
        fingerprint=_fingerprint(file),
        columns=_columns(file),
        export=_export(file),
        verified=not _flag(file, "unverified"),
        origin=origin,
        wide=_wide(file),
        fill_down={
            column: fold(file.text(f"fill_down.{column}", header))
            for column, header in file.canonical("fill_down").items()
        },
        append={
            column: tuple(map(fold, file.texts(f"append.{column}", headers)))
            for column, headers in file.canonical("append").items()
        },
        split={column: _split(file, column) for column in file.canonical("split")},
        leave_out={
            fold(header): file.cells(f"leave_out.{header}", pattern)
            for header, pattern in file.table("leave_out").items()
        },
        unused={
            fold(header): file.text(f"unused.{header}", reason)
            for header, reason in file.table("unused").items()
        },
        formats=_formats(file),
    )


def _data(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{name}: not TOML: {error}"
        raise SystemFileError(message) from error


def _kind(file: _File) -> FileKind:
    kind = file.data.get("kind", FileKind.INVENTORY)
    file.known("kind", [kind], tuple(FileKind))
    return FileKind(kind)


def _export(file: _File) -> str:
    export = file.data.get("export", "")
    return file.text("export", export) if export != "" else ""


def _flag(file: _File, key: str) -> bool:
    value = file.data.get(key, False)
    if not isinstance(value, bool):
        file.fail(key, f"{value!r} is neither", ("true", "false"))
    return value


def _fingerprint(file: _File) -> frozenset[str]:
    headers = file.data.get("fingerprint")
    if not isinstance(headers, list) or not headers:
        wrong = "is missing" if headers is None else f"{headers!r} names no headers"
        example = 'a list of headers that only this export has, such as ["Item No", "Qty O/H"]'
        file.fail("fingerprint", wrong, [example])
    return frozenset(map(fold, file.texts("fingerprint", headers)))


def _columns(file: _File) -> dict[str, tuple[str, ...]]:
    columns = {
        column: tuple(map(fold, file.texts(f"columns.{column}", headers)))
        for column, headers in file.canonical("columns").items()
    }
    taken: dict[str, str] = {}
    for column, headers in columns.items():
        for header in headers:
            if taken.setdefault(header, column) != column:
                wrong = f"the header {header!r} is given to {taken[header]} too"
                file.fail(f"columns.{column}", wrong, ["a header once"])
    return columns


def _wide(file: _File) -> tuple[Wide, ...]:
    entries = file.data.get("wide", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        file.fail("wide", "is no list of tables", ["tables that begin with [[wide]]"])
    return tuple(_family(file, entry) for entry in entries)


def _family(file: _File, entry: Mapping[str, Any]) -> Wide:
    file.known("wide", entry, _WIDE)
    canonical = entry.get("canonical")
    if canonical is not None:
        file.known("wide.canonical", [canonical], BY_NAME)
    pattern = file.pattern("wide.pattern", entry.get("pattern"))
    if "store" not in pattern.groupindex:
        allowed = ["a pattern with a group (?P<store>...)"]
        file.fail("wide.pattern", f"{pattern.pattern!r} names no store", allowed)
    return Wide(canonical, pattern)


def _split(file: _File, column: str) -> re.Pattern[str]:
    key = f"split.{column}"
    pattern = file.cells(key, file.table("split")[column])
    if not pattern.groupindex:
        file.fail(key, f"{pattern.pattern!r} names no column", ["groups such as (?P<sku>...)"])
    file.known(key, pattern.groupindex, BY_NAME)
    return pattern


def _formats(file: _File) -> Formats:
    given = file.table("formats")
    file.known("formats", given, _FORMATS)
    for key, value in given.items():
        file.known(f"formats.{key}", [value], _FORMATS[key])
    order, decimal = given.get("dates"), given.get("decimal")
    return Formats(Order(order) if order else None, decimal == "comma" if decimal else None)
