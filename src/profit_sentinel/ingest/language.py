"""Languages: headers of other languages in the English words of the vocabulary.

A glossary holds words and whole phrases. A word may carry an ending the glossary does not list,
or be put together of known words (`Einkaufspreis`, `PRECIOCOSTE`). The headers of a file tell its
language; glossaries are read only when English leaves many headers unknown.
"""

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice, takewhile
from typing import NamedTuple

from profit_sentinel.ingest.remembering import remembered
from profit_sentinel.ingest.shortening import may_be_short_for
from profit_sentinel.ingest.words import is_known, is_word, saying

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT = re.compile(r"[\W_]+")
_EDGE = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_INITIALS = re.compile(r"(?<!\w)(?:\w[./]){1,3}\w\.?(?!\w)")
_MEAN = re.compile(r"(?<!\w)ø(?!\w)", re.IGNORECASE)
_POINTS = str.maketrans("", "", "./")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "º": "o", "°": "o"})
_SIGNS = {"%": " percent ", "#": " number ", "$": " dollar ", "€": " dollar "}
_UMLAUT = re.compile("(?<=[aou])e")
_ENDINGS = ("es", "en", "er", "em", "as", "os", "s", "e", "n", "a", "o", "i")
_STEM_SHORTEST = 4
_CUT_SHORTEST = 4
_PHRASE_LONGEST = 6
_PIECE_SHORTEST = 2
_UNKNOWN_LEAST = 0.4
_UNDERSTOOD_LEAST = 2
_UNDERSTOOD_SHARE = 0.3
_NEEDED = ("sku", "on_hand")


class Glossary(NamedTuple):
    """The words of one language.

    Attributes:
        name: The language, in English.
        words: A word to its English words, the empty text for words that change nothing.
        stems: The same under the stem of each word.
        phrases: The stems of a phrase to its English words.
        links: Letters that may join the parts of a compound.
        ordered: The words in the order of their letters.
    """

    name: str
    words: Mapping[str, str]
    stems: Mapping[str, str]
    phrases: Mapping[tuple[str, ...], str]
    links: tuple[str, ...]
    ordered: tuple[str, ...]


class InEnglish(NamedTuple):
    """The headers of a file in English.

    Attributes:
        headers: Header to its English words; headers that are English stand for themselves.
        language: The language of the file; None when its headers are English or unknown.
        guessed: Headers with a word that is taken for a shortened one no list has.
    """

    headers: Mapping[str, str]
    language: str | None
    guessed: frozenset[str] = frozenset()


class _Piece(NamedTuple):
    """A word or phrase of a header."""

    english: str
    known: bool
    guessed: bool = False


@cache
def glossaries() -> tuple[Glossary, ...]:
    """Every language, by the name of its file."""
    folder = files(__package__).joinpath("languages")
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        _glossary(entry.read_text("utf-8")) for entry in entries if entry.name.endswith(".toml")
    )


def _glossary(text: str) -> Glossary:
    data = tomllib.loads(text)
    words: dict[str, str] = {**dict.fromkeys(data["noise"]["words"], ""), **data["words"]}
    phrases = {tuple(map(_stem, key.split())): value for key, value in data["phrases"].items()}
    stems = {_stem(word): english for word, english in reversed(words.items())}
    links = ("", *data.get("links", ()))
    return Glossary(data["name"], words, stems, phrases, links, tuple(sorted(words)))


@cache
def _named() -> Mapping[str, Glossary]:
    return {glossary.name: glossary for glossary in glossaries()}


@remembered
def _stem(word: str) -> str:
    """A word without its endings: `letzter`, `letztes` and `letzte` are alike."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_SHORTEST:
            return _stem(word.removesuffix(ending))
    return word


def in_english(headers: Sequence[str]) -> InEnglish:
    """Put the headers of a file into the English words of the vocabulary."""
    plain = {header: header for header in headers}
    if _are_english(headers):
        return InEnglish(plain, None)
    best = max(glossaries(), key=lambda glossary: _understood(headers, glossary))
    unknown = sum(not is_known(header) for header in headers)
    least = max(_UNDERSTOOD_LEAST, unknown * _UNDERSTOOD_SHARE)
    if _understood(headers, best)[0] < least:
        return InEnglish(plain, None)
    english = {header: translated(header, best) for header in headers}
    guessed = (name for name in headers if any(each.guessed for each in _pieces(name, best)))
    return InEnglish(english, best.name, frozenset(guessed))


def _are_english(headers: Sequence[str]) -> bool:
    """Whether English knows most headers, those that a stock list must have among them."""
    known = [header for header in headers if is_known(header)]
    said = {found.column for header in known if (found := saying(header)) and not found.weak}
    few = len(headers) - len(known) < _UNKNOWN_LEAST * len(headers)
    return few and all(name in said for name in _NEEDED)


def _understood(headers: Sequence[str], glossary: Glossary) -> tuple[int, int]:
    """Headers of which a language, and not English, knows all; and how many words it knows."""
    pieces = {header: _pieces(header, glossary) for header in headers}
    foreign = (header for header, found in pieces.items() if all(each.known for each in found))
    full = sum(1 for header in foreign if not is_known(header) and not _is_of_words(header))
    return full, sum(each.known for found in pieces.values() for each in found)


def _is_of_words(header: str) -> bool:
    """Whether English knows every word of a header, though not what they say together."""
    return all(map(is_word, _tokens(header)))


def is_foreign(header: str) -> bool:
    """Whether some language knows every word of a header, and the English words say something."""
    return any(
        all(piece.known for piece in _pieces(header, each)) and is_known(translated(header, each))
        for each in glossaries()
    )


def translated(header: str, glossary: Glossary) -> str:
    """A header in English words; words that nobody knows stay as they are."""
    spoken = (piece.english for piece in _pieces(header, glossary) if piece.english)
    return " ".join(spoken) or header


def _pieces(header: str, glossary: Glossary) -> tuple[_Piece, ...]:
    return _pieces_in(header, glossary.name)


@remembered
def _pieces_in(header: str, language: str) -> tuple[_Piece, ...]:
    return tuple(_read(_tokens(header), _named()[language]))


@remembered
def _tokens(header: str) -> tuple[str, ...]:
    """The words of a header in small letters without accents."""
    split = unicodedata.normalize("NFKD", _MEAN.sub("average", header).translate(_LETTERS))
    letters = "".join(sign for sign in split if not unicodedata.combining(sign))
    lowered = _CAMEL.sub(" ", letters).lower()
    lowered = _INITIALS.sub(lambda found: found[0].translate(_POINTS), lowered)
    for sign, word in _SIGNS.items():
        lowered = lowered.replace(sign, word)
    return tuple(token for token in _SPLIT.split(_EDGE.sub(" ", lowered)) if token)


def _read(tokens: Sequence[str], glossary: Glossary) -> Iterator[_Piece]:
    """Read phrases as they stand, then those that remain without the words between."""
    parts = _with_phrases(tokens, glossary)
    told = [part for part in parts if isinstance(part, _Piece) or glossary.words.get(part) != ""]
    for part in _with_phrases(told, glossary):
        yield part if isinstance(part, _Piece) else _piece(part, glossary)


def _piece(token: str, glossary: Glossary) -> _Piece:
    meaning = _meaning(token, glossary)
    if meaning is not None:
        return _Piece(meaning, known=True)
    meaning = _shortened(token, glossary)
    return _Piece(meaning or token, known=False, guessed=meaning is not None)


def _shortened(token: str, glossary: Glossary) -> str | None:
    """What all words mean that a token may be short for; None when they differ."""
    if is_word(token) or not token.isalpha():
        return None
    behind = islice(glossary.ordered, bisect_left(glossary.ordered, token[0]), None)
    words = takewhile(lambda word: word[0] == token[0], behind)
    meanings = {glossary.words[word] for word in words if may_be_short_for(token, word)}
    return meanings.pop() if len(meanings) == 1 else None


def _with_phrases(parts: Sequence[str | _Piece], glossary: Glossary) -> list[str | _Piece]:
    """Words with the phrases among them put into English, the longest first."""
    for size in range(min(_PHRASE_LONGEST, len(parts)), 0, -1):
        for start in range(len(parts) - size + 1):
            english = _phrase(parts[start : start + size], glossary)
            if english is not None:
                before = _with_phrases(parts[:start], glossary)
                after = _with_phrases(parts[start + size :], glossary)
                return [*before, _Piece(english, known=True), *after]
    return list(parts)


def _phrase(parts: Sequence[str | _Piece], glossary: Glossary) -> str | None:
    """What words mean together; None when they are no phrase."""
    words = tuple(_stem(part) for part in parts if isinstance(part, str))
    return glossary.phrases.get(words) if len(words) == len(parts) else None


def _meaning(token: str, glossary: Glossary) -> str | None:
    """The English words of one word; None when the language does not know it."""
    if token.isdigit():
        return token
    found = _simple(token, glossary)
    if found is None:
        parts = _compound(token, glossary.words.get, glossary) or _compound(
            token, lambda part: _simple(part, glossary), glossary
        )
        found = " ".join(parts) if parts else None
    if found is None and not is_word(token):
        return _cut(token, glossary)
    return token if found is None else found


def _cut(token: str, glossary: Glossary) -> str | None:
    """The English words of the shortest word that is cut off, as `verfugb.` is of `verfugbar`."""
    if len(token) < _CUT_SHORTEST:
        return None
    behind = islice(glossary.ordered, bisect_left(glossary.ordered, token), None)
    longer = list(takewhile(lambda word: word.startswith(token), behind))
    return glossary.words[min(longer, key=len)] if longer else None


def _simple(token: str, glossary: Glossary) -> str | None:
    for spelled in (token, _UMLAUT.sub("", token)):
        if spelled in glossary.words:
            return glossary.words[spelled]
    return glossary.stems.get(_stem(token)) if len(token) > _STEM_SHORTEST else None


def _compound(token: str, read: Callable[[str], str | None], glossary: Glossary) -> tuple[str, ...]:
    """The English words of the parts of a compound, the longest part first; empty when none."""
    for end in range(len(token) - _PIECE_SHORTEST, _PIECE_SHORTEST - 1, -1):
        part = read(token[:end])
        if part is None:
            continue
        for link in glossary.links:
            rest = token[end + len(link) :]
            if len(rest) < _PIECE_SHORTEST or not token.startswith(link, end):
                continue
            last = read(rest)
            tail = (last,) if last is not None else _compound(rest, read, glossary)
            if tail:
                return (part, *tail)
    return ()
