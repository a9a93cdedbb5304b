"""Marks of a sheet that its cells do not tell: hidden rows, formulas and errors without a value."""

import html
import io
import re
import zipfile
import zlib
from typing import NamedTuple

_LARGEST = 2**29
_HEAD = 4096
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_FIRST = re.compile(rb'<(?:\w+:)?dimension\b[^>]*\bref="([A-Z]{1,3})\d')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>'
    rb"(?:<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>)?<(?:\w+:)?v>([^<]*)<"
)


class Place(NamedTuple):
    """A cell whose value is lost.

    Attributes:
        row: Its row, from 1.
        column: Its column, counted from 0 at the first one that is filled.
        value: What stands there: an error such as `#N/A`, or None for a formula without value.
    """

    row: int
    column: int
    value: str | None


class Marks(NamedTuple):
    """What a sheet says beside its cells."""

    hidden: int = 0
    """Number of hidden rows."""
    lost: tuple[Place, ...] = ()


def marks_of(data: bytes, sheet: str) -> Marks:
    """The marks of one sheet of a workbook; none when they cannot be read.

    Args:
        data: The XLSX file.
        sheet: Name of the sheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = _sheet(archive, sheet)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, RuntimeError):
        return Marks()
    hidden = len(_HIDDEN.findall(text)) if b"hidden=" in text else 0
    formulas = _FORMULA.findall(text) if re.search(rb"<(?:\w+:)?f\b", text) else []
    errors = _ERROR.findall(text) if b't="e"' in text else []
    first = _column(found[1]) if (found := _FIRST.search(text[:_HEAD])) else 0
    lost = [
        *(Place(int(row), _column(letters) - first, None) for letters, row in formulas),
        *(Place(int(row), _column(place) - first, value.decode()) for place, row, value in errors),
    ]
    return Marks(hidden, tuple(sorted(lost, key=lambda place: place[:2])))


def _sheet(archive: zipfile.ZipFile, name: str) -> bytes:
    """The text of a sheet; empty when it is not found or too long."""
    sheets = _SHEET.findall(archive.read("xl/workbook.xml"))
    relation = next((_value(tag, rb"\w+:id") for tag in sheets if _value(tag, b"name") == name), "")
    relations = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    targets = (_value(tag, b"Target") for tag in relations if _value(tag, b"Id") == relation)
    path = next(targets, "").removeprefix("/xl/")
    if not path or archive.getinfo(f"xl/{path}").file_size > _LARGEST:
        return b""
    return archive.read(f"xl/{path}")


def _value(tag: bytes, name: bytes) -> str:
    """The value of an attribute; empty when there is none."""
    found = re.search(rb'\s%b="([^"]*)"' % name, tag)
    return html.unescape(found[1].decode()) if found else ""


def _column(letters: bytes) -> int:
    """Place of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
