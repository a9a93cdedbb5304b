"""Encodings: the bytes of a text file as UTF-8, decided on the whole file."""

import codecs
import re
from collections import Counter
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
_IN_WORD = re.compile(rb"[A-Za-z][\x80-\xff]")
_MAC_LETTERS = bytes(set(range(0x80, 0xA0)) - {0x85, *range(0x91, 0x98), 0x99})
"""Letters of Mac Roman, without those that are quotes and dashes of Windows-1252."""
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
_CONTROL_LIMIT = 0.01
_CONTROL_FEW = 8
"""Control characters that make no text binary, however short it is."""
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
    lost_lines: tuple[int, ...] = ()
    """Lines, from 1, with bytes that are no character of the encoding."""
    zeros: int = 0
    """Number of zero bytes that were left out."""


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
        return _decode_whole(data, encoding)
    plain, zeros = _checked(data)
    plain = _plain_lines(plain)
    if plain.isascii():
        return Text(plain, "utf-8", zeros=zeros)
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(plain)._replace(zeros=zeros)
    return Text(plain, "utf-8", zeros=zeros)


def _decode_whole(data: bytes, encoding: str) -> Text:
    """Decode a file of one encoding; bytes that are no character of it become U+FFFD."""
    text = data.decode(encoding, errors="replace")
    plain, zeros = _checked(text.encode())
    plain = _plain_lines(plain)
    lost = _lines_of(plain, "\ufffd".encode()) if "\ufffd" in text else ()
    return Text(plain, encoding, lost_lines=lost, zeros=zeros)


def _lines_of(text: bytes, sign: bytes) -> tuple[int, ...]:
    """Lines, from 1, that hold a sign."""
    lines = enumerate(text.split(b"\n"), start=1)
    return tuple(number for number, line in lines if sign in line)


def _decode_legacy(data: bytes) -> Text:
    whole = len(_MULTIBYTE.findall(data))
    broken = len(_HIGH.findall(_MULTIBYTE.sub(b"", data)))
    if whole < _MIXED_LIMIT * (whole + broken):
        return _decode_whole(data, "mac-roman" if _is_mac_roman(data) else "windows-1252")
    return _decode_mixed(data)


def _decode_mixed(data: bytes) -> Text:
    odd: list[int] = []
    lost: list[int] = []
    lines = data.split(b"\n")
    for index, line in enumerate(lines):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            read = line.decode("windows-1252", errors="replace")
            lines[index] = read.encode()
            (lost if "\ufffd" in read else odd).append(index + 1)
    return Text(b"\n".join(lines), "utf-8", tuple(odd), tuple(lost))


def _is_mac_roman(data: bytes) -> bool:
    """Whether more letters make words in Mac Roman than in Windows-1252."""
    pairs = Counter(_IN_WORD.findall(data))
    mac = sum(count for pair, count in pairs.items() if _is_letter_of_mac(pair))
    windows = sum(count for pair, count in pairs.items() if _makes_word(pair, "windows-1252"))
    return mac > windows


def _is_letter_of_mac(pair: bytes) -> bool:
    return pair[1:] in _MAC_LETTERS and _makes_word(pair, "mac-roman")


def _makes_word(pair: bytes, encoding: str) -> bool:
    """Whether the second byte is a letter of the same case as the first."""
    text = pair.decode(encoding, errors="replace")
    return text.isalpha() and (text.islower() or text.isupper())


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:4096]
    if not head or head.count(0) < _ZERO_LIMIT * len(head):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) > _CONTROL_LIMIT * len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _checked(data: bytes) -> tuple[bytes, int]:
    """The bytes of a text without zeros, and how many there were."""
    head = data[:65536] + data[-4096:]
    stripped = head.translate(None, _CONTROL)
    if len(head) - len(stripped) > max(_CONTROL_FEW, _CONTROL_LIMIT * len(head)):
        message = "this is not text"
        raise NotTextError(message)
    plain = data.replace(b"\0", b"") if b"\0" in data else data
    return plain, len(data) - len(plain)


def _plain_lines(data: bytes) -> bytes:
    """Lines that end in a line feed, without the byte order marks of files put together."""
    if not data.isascii() and codecs.BOM_UTF8 in data:
        data = data.replace(codecs.BOM_UTF8, b"")
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
