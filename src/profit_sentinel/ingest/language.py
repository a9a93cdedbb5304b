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
from profit_sentinel.ingest.spelling import is_word, without_rate
from profit_sentinel.ingest.words import is_known, saying

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT = re.compile(r"[\W_]+")
_EDGE = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_INITIALS = re.compile(r"(?<!\w)(?:\w[./]){1,5}\w\.?(?!\w)")
_MEAN = re.compile(r"(?<!\w)ø(?!\w)", re.IGNORECASE)
_POINTS = str.maketrans("", "", "./")
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE",
        "ł": "l", "Ł": "L", "º": "o", "°": "o",
    }
)  # fmt: skip
_SIGNS = {"%": " percent ", "#": " number ", "$": " dollar ", "€": " dollar "}
_SPELLED_OUT = re.compile("(?<=[aou])e|(?<=a)a")
"""The letter behind another that stands for its accent: `stueck`, `aar`."""
_ENDINGS = ("es", "en", "er", "em", "as", "os", "s", "e", "n", "a", "o", "i")
_STEM_SHORTEST = 4
_CUT_SHORTEST = 4
_PHRASE_LONGEST = 6
_TERSE_LEAST = 2
_PIECE_SHORTEST = 2
_OWN_SHORTEST = 3
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
        alone: A word that is a whole header to its English words.
        links: Letters that may join the parts of a compound.
        ordered: The words in the order of their letters.
        states: How words end that say what was done, such as `bloqueado`.
    """

    name: str
    words: Mapping[str, str]
    stems: Mapping[str, str]
    phrases: Mapping[tuple[str, ...], str]
    alone: Mapping[str, str]
    links: tuple[str, ...]
    ordered: tuple[str, ...]
    states: tuple[str, ...]


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
    """A word or phrase of a header.

    Attributes:
        english: What it means.
        known: Whether the language, or English, has it.
        guessed: Whether it is taken for a shortened word.
        own: Whether it tells of the language: no word of English, and no two letters alone.
    """

    english: str
    known: bool
    guessed: bool = False
    own: bool = False


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
    phrases = _phrases(data["phrases"], frozenset(data["noise"]["words"]))
    stems = {_stem(word): english for word, english in reversed(words.items())}
    links = ("", *data.get("links", ()))
    alone = data.get("alone", {})
    states = tuple(data.get("states", ()))
    return Glossary(data["name"], words, stems, phrases, alone, links, tuple(sorted(words)), states)


def _phrases(listed: dict[str, str], noise: frozenset[str]) -> dict[tuple[str, ...], str]:
    """Phrases by their stems, as they stand and without the words between that say nothing."""
    terse = {
        tuple(map(_stem, _without_between(key.split(), noise))): english
        for key, english in reversed(listed.items())
    }
    short = {words: english for words, english in terse.items() if len(words) >= _TERSE_LEAST}
    return short | {tuple(map(_stem, key.split())): english for key, english in listed.items()}


def _without_between(words: Sequence[str], noise: frozenset[str]) -> Iterator[str]:
    """Words without those that say nothing, but for the first and the last."""
    ends = (0, len(words) - 1)
    return (word for at, word in enumerate(words) if at in ends or word not in noise)


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
    foreign = (header for header, found in pieces.items() if _is_of_language(found))
    full = sum(1 for header in foreign if not is_known(header))
    return full, sum(each.known for found in pieces.values() for each in found)


def _is_of_language(pieces: Sequence[_Piece]) -> bool:
    """Whether a language knows all words of a header, of which English has not every one."""
    return all(each.known for each in pieces) and any(each.own for each in pieces)


def is_foreign(header: str) -> bool:
    """Whether some language knows every word of a header, and the English words say something."""
    return any(
        all(piece.known for piece in _pieces(header, each)) and is_known(translated(header, each))
        for each in glossaries()
    )


def spoken(text: str, language: str | None) -> str:
    """A text in English words, by the name of its language; None leaves it as it is."""
    return text if language is None else translated(text, _named()[language])


def words_in(language: str | None) -> Sequence[tuple[str, str]]:
    """The words of a language with their meaning in English, by its name."""
    return tuple(_named()[language].words.items()) if language else ()


def tells_state(text: str, language: str | None) -> bool:
    """Whether a text ends as the words of a language do that say what was done."""
    states = _named()[language].states if language else ()
    return bool(states) and " ".join(_tokens(text)).endswith(states)


def translated(header: str, glossary: Glossary) -> str:
    """A header in English words; words that nobody knows stay as they are."""
    english = (piece.english for piece in _pieces(header, glossary) if piece.english)
    return " ".join(english) or header


def _pieces(header: str, glossary: Glossary) -> tuple[_Piece, ...]:
    return _pieces_in(header, glossary.name)


@remembered
def _pieces_in(header: str, language: str) -> tuple[_Piece, ...]:
    """The pieces of a header, without the rate of a tax that it names."""
    glossary = _named()[language]
    pieces = tuple(_read(_tokens(header), glossary))
    plain = without_rate(header)
    if plain != header and any("tax" in piece.english.split() for piece in pieces):
        return tuple(_read(_tokens(plain), glossary))
    return pieces


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
    if len(tokens) == 1 and tokens[0] in glossary.alone:
        yield _Piece(glossary.alone[tokens[0]], known=True)
        return
    parts = _with_phrases(tokens, glossary)
    told = [part for part in parts if isinstance(part, _Piece) or glossary.words.get(part) != ""]
    for part in _with_phrases(told, glossary):
        yield part if isinstance(part, _Piece) else _piece(part, glossary)


def _piece(token: str, glossary: Glossary) -> _Piece:
    meaning = _meaning(token, glossary)
    if meaning is not None:
        return _Piece(meaning, known=True, own=_is_own(token, meaning))
    meaning = _shortened(token, glossary) or _with_cut_end(token, glossary)
    return _Piece(meaning or token, known=False, guessed=meaning is not None)


def _is_own(token: str, english: str) -> bool:
    return token != english and len(token) >= _OWN_SHORTEST and not is_word(token)


def _shortened(token: str, glossary: Glossary) -> str | None:
    """What all words mean that a token may be short for; None when they differ."""
    if is_word(token) or not token.isalpha():
        return None
    behind = islice(glossary.ordered, bisect_left(glossary.ordered, token[0]), None)
    words = takewhile(lambda word: word[0] == token[0], behind)
    meanings = {glossary.words[word] for word in words if may_be_short_for(token, word)}
    return meanings.pop() if len(meanings) == 1 else None


def _with_cut_end(token: str, glossary: Glossary) -> str | None:
    """What a word means that is put together of two, of which one is cut off: `descrproduto`."""
    if is_word(token) or not token.isalpha():
        return None
    for end in range(len(token) - _OWN_SHORTEST, _OWN_SHORTEST - 1, -1):
        halves = (token[:end], token[end:])
        whole = [_whole(half, glossary) for half in halves]
        cut = [
            None if each else _cut(half, glossary) for each, half in zip(whole, halves, strict=True)
        ]
        if any(whole) and any(cut):
            return " ".join(one or other or "" for one, other in zip(whole, cut, strict=True))
    return None


def _whole(token: str, glossary: Glossary) -> str | None:
    """The English words of a word or compound without anything cut off."""
    return (
        _listed(token, glossary) or " ".join(_compound(token, glossary.words.get, glossary)) or None
    )


def _with_phrases(parts: Sequence[str | _Piece], glossary: Glossary) -> list[str | _Piece]:
    """Words with the phrases among them put into English, the longest first."""
    for size in range(min(_PHRASE_LONGEST, len(parts)), 0, -1):
        for start in range(len(parts) - size + 1):
            english = _phrase(parts[start : start + size], glossary)
            if english is not None:
                before = _with_phrases(parts[:start], glossary)
                after = _with_phrases(parts[start + size :], glossary)
                own = _is_own(" ".join(map(str, parts[start : start + size])), english)
                return [*before, _Piece(english, known=True, own=own), *after]
    return list(parts)


def _phrase(parts: Sequence[str | _Piece], glossary: Glossary) -> str | None:
    """What words mean together; None when they are no phrase."""
    words = [part for part in parts if isinstance(part, str)]
    if len(words) < len(parts):
        return None
    plain = (_SPELLED_OUT.sub("", word) for word in words)
    english = glossary.phrases.get(tuple(map(_stem, words)))
    return english or glossary.phrases.get(tuple(map(_stem, plain)))


def _meaning(token: str, glossary: Glossary) -> str | None:
    """The English words of one word; None when the language does not know it."""
    if token.isdigit():
        return token
    found = _listed(token, glossary)
    for read in (glossary.words.get, lambda part: _simple(part, glossary)):
        if found is None and not is_word(token):
            found = " ".join(_compound(token, read, glossary)) or None
        if found is None:
            found = _simple(token, glossary)
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


def _listed(token: str, glossary: Glossary) -> str | None:
    spelled = (token, _SPELLED_OUT.sub("", token))
    return next((glossary.words[each] for each in spelled if each in glossary.words), None)


def _simple(token: str, glossary: Glossary) -> str | None:
    listed = _listed(token, glossary)
    if listed is not None:
        return listed
    return glossary.stems.get(_stem(token)) if len(token) > _STEM_SHORTEST else None


def _compound(token: str, read: Callable[[str], str | None], glossary: Glossary) -> tuple[str, ...]:
    """The English words of the parts of a compound, the longest part first; empty when none.

    Words that change nothing, such as `et`, are no parts of compounds.
    """
    for end in range(len(token) - _PIECE_SHORTEST, _PIECE_SHORTEST - 1, -1):
        part = read(token[:end])
        if not part:
            continue
        for link in glossary.links:
            rest = token[end + len(link) :]
            if len(rest) < _PIECE_SHORTEST or not token.startswith(link, end):
                continue
            last = read(rest)
            tail = (last,) if last else _compound(rest, read, glossary)
            if tail:
                return (part, *tail)
    return ()
