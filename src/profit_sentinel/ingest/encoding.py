"""Encodings: the bytes of a text file as UTF-8, decided on the whole file."""

import codecs
import re
from typing import NamedTuple

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
_CONTROL_LIMIT = 0.01
_ZERO_LIMIT = 0.2
_MIXED_LIMIT = 0.1


class NotTextError(ValueError):
    """Bytes that are no text in any encoding read here."""


class Text(NamedTuple):
    """A text file as UTF-8 without byte order mark, lines ending in a line feed."""

    data: bytes
    encoding: str
    odd_lines: tuple[int, ...] = ()
    """Lines, from 1, that were written in Windows-1252 inside a UTF-8 file."""


def decode(data: bytes) -> Text:
    """Read the bytes of a text file.

    Raises:
        NotTextError: The bytes are binary.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    return _decode_as(data, _utf16_without_mark(data) or "utf-8")


def _decode_as(data: bytes, encoding: str) -> Text:
    if encoding != "utf-8":
        text = data.decode(encoding, errors="replace")
        return Text(_plain_lines(_checked(text.encode())), encoding)
    plain = _plain_lines(_checked(data))
    if plain.isascii():
        return Text(plain, "utf-8")
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(plain)
    return Text(plain, "utf-8")


def _decode_legacy(data: bytes) -> Text:
    whole = len(_MULTIBYTE.findall(data))
    broken = len(_HIGH.findall(_MULTIBYTE.sub(b"", data)))
    if whole < _MIXED_LIMIT * (whole + broken):
        return Text(_windows_1252(data).encode(), "windows-1252")
    return _decode_mixed(data)


def _decode_mixed(data: bytes) -> Text:
    lines, odd = data.split(b"\n"), []
    for index, line in enumerate(lines):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            lines[index] = _windows_1252(line).encode()
            odd.append(index + 1)
    return Text(b"\n".join(lines), "utf-8", tuple(odd))


def _windows_1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:4096]
    if not head or head.count(0) < _ZERO_LIMIT * len(head):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) > _CONTROL_LIMIT * len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _checked(data: bytes) -> bytes:
    head = data[:65536] + data[-4096:]
    stripped = head.translate(None, _CONTROL)
    if len(head) - len(stripped) > _CONTROL_LIMIT * len(head):
        message = "this is not text"
        raise NotTextError(message)
    return data.replace(b"\0", b"") if b"\0" in data else data


def _plain_lines(data: bytes) -> bytes:
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
