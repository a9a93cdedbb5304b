"""Spelling: the words of a header, with abbreviations and glued words written out."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from profit_sentinel.ingest.remembering import remembered
from profit_sentinel.ingest.shortening import written_out

Words = frozenset[str]

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LETTERS = re.compile(r"[A-Za-z]+")
_EDGE = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
_SPLIT = re.compile(r"[^a-z0-9]+")
_INITIALS = re.compile(
    r"(?<![a-z])([a-z])[./_-]([a-z])(?:[./_-]([a-z]))?(?:[./_-]([a-z]))?\.?(?![a-z])"
)
_PLURAL = re.compile(r"(?<=[A-Z]{2})s(?![A-Za-z])")
"""The plural of initials, as in `POs`."""
_OWNED = re.compile(r"['\u2019][sd]?\b")
_RATE = re.compile(r"(?<![\d.,])[1-9]\d?(?:[.,]\d+)?\s*%")
_DATE_FORM = re.compile(
    r"\b(?:[md]{1,2}[/.-]){2}y{2,4}\b|\by{2,4}(?:[/.-][md]{1,2}){2}\b", re.IGNORECASE
)
"""How the dates below are written, as in `Last Sale (mm/dd/yy)`."""
_BEFORE, _BEHIND = "(?:(?<![a-z])|(?![a-z]))", "(?:(?<![a-z])|(?![a-z]))"
"""A mark such as `n/a` stands apart from other letters, one such as `#` anywhere."""
_LONGEST_TOKEN = 40
_SHORTEST_PIECE = 3
_PIECED_SHORTEST = 4
_SHORT_AMONG = 2
_SHORT_PIECES = frozenset(
    {"cs", "dt", "ea", "id", "in", "no", "of", "oh", "on", "pk", "pt", "qty", "so", "to", "um"}
)


@cache
def vocabulary() -> dict[str, Any]:
    """What headers say, as the file of that name lists it."""
    text = files(__package__).joinpath("vocabulary.toml").read_text("utf-8")
    return tomllib.loads(text)


@remembered
def words_of(header: str) -> Words:
    """The words of a header with abbreviations written out: `QtyOnHand`, `O/H qty` are alike.

    The rate of a tax changes nothing: `Price inc. 20% VAT`.
    """
    words = frozenset(_spoken(header))
    plain = without_rate(header) if "tax" in words else header
    return words if plain == header else frozenset(_spoken(plain))


def without_rate(header: str) -> str:
    """A header without a rate such as `20%` or `25,5 %`."""
    return _RATE.sub(" ", header)


@remembered
def other_spellings(header: str) -> tuple[str, ...]:
    """A header with one of its short words written out as what it stands for more rarely."""
    lowered = _LETTERS.sub(_apart, header).lower()
    said = set(_SPLIT.split(lowered))
    return tuple(
        re.sub(rf"(?<![a-z0-9]){short}(?![a-z0-9])", meaning, lowered)
        for short, meanings in vocabulary()["alternatives"].items()
        if short in said
        for meaning in meanings
    )


def _spoken(text: str) -> list[str]:
    marks, plain = _abbreviations()
    if (whole := text.lower()) in plain:
        return _spoken_words(plain[whole])
    if text in known_words():
        return [text]
    plain_letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain_letters = _OWNED.sub("", plain_letters.strip().replace("UoM", "Uom"))
    plain_letters = _DATE_FORM.sub("", _PLURAL.sub("", plain_letters).removesuffix("__c"))
    lowered = _INITIALS.sub(r"\1\2\3\4", _LETTERS.sub(_apart, plain_letters))
    for mark, meaning in marks.items():
        if mark in lowered:
            lowered = re.sub(rf"{_BEFORE}{re.escape(mark)}{_BEHIND}", f" {meaning} ", lowered)
    tokens = [token.lstrip("0") or token for token in _SPLIT.split(lowered) if token]
    short = vocabulary()["pieces"] if len(tokens) > _SHORT_AMONG else {}
    return [word for token in tokens for word in _among(token, plain, short)]


def _apart(letters: re.Match[str]) -> str:
    """Letters cut before capitals, but for a word typed as `ITem` or `OUr`."""
    whole = letters[0].lower()
    return whole if is_word(whole) else _CAMEL.sub(" ", letters[0]).lower()


def _among(token: str, plain: dict[str, str], short: dict[str, str]) -> list[str]:
    """The words of a token; one of few letters among others is read as it is inside glued words."""
    if token in short and token not in plain and token not in known_words():
        return _words(short[token], plain)
    return _token(token, plain)


def _token(token: str, plain: dict[str, str]) -> list[str]:
    if len(token) > _LONGEST_TOKEN:
        return [token]
    if token in plain:
        return _spoken_words(plain[token])
    if token in known_words():
        return [token]
    if (parts := _EDGE.sub(" ", token).split()) and len(parts) > 1:
        return [word for part in parts for word in _token(part, plain)]
    if (pieces := _glued(token)) and not _is_misspelt(token, pieces):
        return [word for piece in pieces for word in _token(piece, plain)]
    return _shortened(token, plain)


def _is_misspelt(token: str, pieces: tuple[str, ...]) -> bool:
    """Whether a token is nearer to one long word than to the short pieces it can be cut into."""
    short = all(len(piece) <= _SHORTEST_PIECE for piece in pieces)
    return short and len(pieces) > _SHORT_AMONG and _written_out(token) is not None


def _shortened(token: str, plain: dict[str, str]) -> list[str]:
    """The words behind a plural, a word shortened or misspelt, or pieces glued together."""
    if token.endswith("s") and token[:-1] in known_words():
        return [token[:-1]]
    if whole := _written_out(token):
        return _token(whole, plain)
    pieces = _pieces(token) if len(token) >= _PIECED_SHORTEST else ()
    short = vocabulary()["pieces"]
    return [word for piece in pieces for word in _words(short.get(piece, piece), plain)] or [token]


def _words(text: str, plain: dict[str, str]) -> list[str]:
    return [word for part in text.split() for word in _token(part, plain)]


@remembered
def _pieces(token: str) -> tuple[str, ...]:
    """Words and short pieces that make up a token such as `avcost`, with one whole word at least.

    The fewest are the likeliest; empty when nothing makes it up.
    """
    plain, known, short = _abbreviations()[1], known_words(), vocabulary()["pieces"]
    best: dict[int, tuple[str, ...]] = {len(token): ()}
    for start in range(len(token) - 1, -1, -1):
        for end in range(start + 1, len(token) + 1):
            piece, rest = token[start:end], best.get(end)
            if rest is None or not (
                piece in short or _is_piece(piece, plain, known) or _written_out(piece)
            ):
                continue
            if start not in best or len(rest) + 1 < len(best[start]):
                best[start] = (piece, *rest)
    found = best.get(0, ())
    return found if any(len(piece) >= _SHORTEST_PIECE for piece in found) else ()


@remembered
def _written_out(token: str) -> str | None:
    return (
        written_out(token, vocabulary()["shortened"]["words"].split()) if token.isalpha() else None
    )


def _spoken_words(meaning: str) -> list[str]:
    synonyms = vocabulary()["synonyms"]
    return [word for part in meaning.split() for word in str(synonyms.get(part, part)).split()]


@cache
def _abbreviations() -> tuple[dict[str, str], dict[str, str]]:
    """Signs to be replaced inside a header, and whole words to be replaced."""
    data = vocabulary()
    marks = {sign: word for sign, word in data["abbreviations"].items() if not sign.isalnum()}
    plain = {short: word for short, word in data["abbreviations"].items() if short.isalnum()}
    return marks, {**data["synonyms"], **plain}


@cache
def known_words() -> Words:
    """Every word that the vocabulary has."""
    data = vocabulary()
    spoken = {word for part in ("columns", "traps", "marks") for word in _section_words(data[part])}
    beside = (data["noise"][name] for name in ("words", "figures", "changing"))
    return frozenset(spoken.union(*beside))


def _section_words(section: dict[str, Any]) -> set[str]:
    texts = [
        text
        for entry in section.values()
        for text in (*entry["phrases"], *_further(entry), *entry["noise"])
    ]
    return {word for text in texts for word in text.replace("|", " ").split() if word.isalpha()}


def _further(entry: dict[str, Any]) -> Sequence[str]:
    return (*entry.get("weak", ()), *entry.get("spare", ()))


@remembered
def _glued(token: str) -> tuple[str, ...]:
    """Known words that make up a token such as `qtyonhand`, longest first; empty when none do."""
    plain, known = _abbreviations()[1], known_words()
    for end in range(len(token) - 1, 1, -1):
        piece, rest = token[:end], token[end:]
        if not _is_piece(piece, plain, known):
            continue
        if _is_piece(rest, plain, known):
            return (piece, rest)
        if tail := _glued(rest):
            return (piece, *tail)
    return ()


def _is_piece(piece: str, plain: dict[str, str], known: Words) -> bool:
    long_enough = len(piece) >= _SHORTEST_PIECE or piece in _SHORT_PIECES
    return long_enough and (piece in known or piece in plain)


def is_word(token: str) -> bool:
    """Whether the vocabulary, or its list of abbreviations, has a word."""
    return token in known_words() or token in _abbreviations()[1]
