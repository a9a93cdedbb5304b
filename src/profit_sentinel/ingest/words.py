"""Words: what the header of a column says, by a vocabulary that is data."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, NamedTuple

from profit_sentinel.domain.columns import BY_NAME

Words = frozenset[str]

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_EDGE = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
_SPLIT = re.compile(r"[^a-z0-9]+")
_SHORTEST_PIECE = 3
_SHORT_PIECES = frozenset({"on", "in", "no", "of", "qty", "id", "oh", "to"})


class Phrase(NamedTuple):
    """A set of words and the column, trap or mark it stands for."""

    words: Words
    target: str
    rank: int
    """Place in the list of its column; earlier is preferred."""
    noise: Words
    """Words that may stand beside the phrase without changing it."""


class Trap(NamedTuple):
    """A meaning that must not be taken for a canonical column."""

    reason: str
    suggestion: str | None


class Saying(NamedTuple):
    """What a header says.

    Attributes:
        column: Canonical column, None when the header is a trap.
        rank: Preference among headers for the same column, lower first.
        exact: Whether every word of the header is accounted for by the phrase itself.
        trap: Why the header is not used, None when `column` is given.
    """

    column: str | None
    rank: int
    exact: bool
    trap: Trap | None


@cache
def _data() -> dict[str, Any]:
    text = files(__package__).joinpath("vocabulary.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def words_of(header: str) -> Words:
    """The words of a header with abbreviations written out: `QtyOnHand`, `O/H qty` are alike."""
    return frozenset(_spoken(header))


def _spoken(text: str) -> list[str]:
    marks, plain = _abbreviations()
    if text in _known_words() and text not in plain:
        return [text]
    plain_letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    lowered = _CAMEL.sub(" ", plain_letters.strip()).lower()
    for mark, meaning in marks.items():
        if mark in lowered:
            lowered = lowered.replace(mark, f" {meaning} ")
    found: list[str] = []
    for token in _SPLIT.split(lowered):
        if token:
            found += _token(token, plain)
    return found


def _token(token: str, plain: dict[str, str]) -> list[str]:
    if token in plain:
        return _spoken_words(plain[token])
    if token in _known_words():
        return [token]
    if (parts := _EDGE.sub(" ", token).split()) and len(parts) > 1:
        return [word for part in parts for word in _token(part, plain)]
    if pieces := _glued(token):
        return [word for piece in pieces for word in _token(piece, plain)]
    return [token[:-1]] if token.endswith("s") and token[:-1] in _known_words() else [token]


def _spoken_words(meaning: str) -> list[str]:
    synonyms = _data()["synonyms"]
    return [word for part in meaning.split() for word in str(synonyms.get(part, part)).split()]


@cache
def _abbreviations() -> tuple[dict[str, str], dict[str, str]]:
    """Signs to be replaced inside a header, and whole words to be replaced."""
    data = _data()
    marks = {sign: word for sign, word in data["abbreviations"].items() if not sign.isalnum()}
    plain = {short: word for short, word in data["abbreviations"].items() if short.isalnum()}
    return marks, {**data["synonyms"], **plain}


@cache
def _known_words() -> Words:
    data = _data()
    spoken = {word for part in ("columns", "traps", "marks") for word in _section_words(data[part])}
    return frozenset(spoken | set(data["noise"]["words"]))


def _section_words(section: dict[str, Any]) -> set[str]:
    texts = [text for entry in section.values() for text in (*entry["phrases"], *entry["noise"])]
    return {word for text in texts for word in re.split(r"[ |]", text) if word.isalpha()}


@cache
def _glued(token: str) -> tuple[str, ...]:
    """Known words that make up a token such as `qtyonhand`, longest first; empty when none do."""
    plain, known = _abbreviations()[1], _known_words()
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


@cache
def _phrases(part: str) -> tuple[Phrase, ...]:
    return tuple(
        phrase
        for target, entry in _data()[part].items()
        for phrase in _phrases_of(target, entry["phrases"], _all_words(" ".join(entry["noise"])))
    )


def _phrases_of(target: str, texts: Sequence[str], noise: Words) -> Iterator[Phrase]:
    for rank, text in enumerate(texts):
        for spelled in _spellings(text):
            yield Phrase(_all_words(spelled), target, rank, noise)


def _all_words(text: str) -> Words:
    """The words of a phrase of the vocabulary, whose words come back in many phrases."""
    return frozenset().union(*map(words_of, text.split()))


def _spellings(text: str) -> list[str]:
    return [" ".join(choice) for choice in product(*(word.split("|") for word in text.split()))]


def _matches(header: Words, part: str) -> list[tuple[int, int, Phrase]]:
    """Phrases a header holds, with the number of their words and of words left over."""
    noise = frozenset(_data()["noise"]["words"])
    found = []
    for phrase in _phrases(part):
        if phrase.words <= header:
            left = header - phrase.words - phrase.noise - noise
            if not left:
                found.append((len(phrase.words), len(header - phrase.words), phrase))
    return found


@cache
def saying(header: str) -> Saying | None:
    """What a header says by its words alone; None when the vocabulary does not know it."""
    spoken = words_of(header)
    found = [
        (size, -extra, part == "columns", -phrase.rank, phrase)
        for part in ("columns", "traps")
        for size, extra, phrase in _matches(spoken, part)
    ]
    if not found:
        return None
    _, extra, is_column, rank, phrase = max(found, key=lambda item: item[:4])
    if is_column:
        return Saying(phrase.target, -rank, extra == 0, None)
    return Saying(None, -rank, extra == 0, _trap(phrase.target))


def _trap(name: str) -> Trap:
    entry = _data()["traps"][name]
    return Trap(entry["reason"], entry.get("suggestion"))


@cache
def marks(header: str) -> Words:
    """Names of the marks of a file kind that a header carries, such as `order_date`."""
    return frozenset(phrase.target for _, _, phrase in _matches(words_of(header), "marks"))


def is_known(header: str) -> bool:
    """Whether a header says anything at all."""
    return header in BY_NAME or saying(header) is not None or bool(marks(header))
