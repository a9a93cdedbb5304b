"""Words: what the header of a column says, by a vocabulary that is data.

A header is read in words, abbreviations written out, and compared with phrases. A phrase fits when
the words it leaves over change nothing. It fits loosely when it leaves over words nobody knows.
"""

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, NamedTuple

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.ingest.remembering import remembered
from profit_sentinel.ingest.shortening import written_out

Words = frozenset[str]

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
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
_UNKNOWN = re.compile(r"[a-z]{3,}")
_STATE = re.compile(r"[a-z]{3,}(?:ed|able|ible)")
"""What was or can be done, such as `requested` and `pickable`, which changes every meaning."""
_PLAIN = re.compile(r"[^\W\d_]{2,}")
_BARE = frozenset({"quantity", "type"})
_BEFORE, _BEHIND = "(?:(?<![a-z])|(?![a-z]))", "(?:(?<![a-z])|(?![a-z]))"
"""A mark such as `n/a` stands apart from other letters, one such as `#` anywhere."""
_LONGEST_TOKEN = 40
_SHORTEST_PIECE = 3
_PIECED_SHORTEST = 4
_SHORT_AMONG = 2
_SHORT_PIECES = frozenset(
    {"cs", "dt", "ea", "id", "in", "no", "of", "oh", "on", "pk", "pt", "qty", "so", "to", "um"}
)


class Phrase(NamedTuple):
    """A set of words and the column, trap or mark it stands for."""

    words: Words
    target: str
    rank: int
    """Place in the list of its column; earlier is preferred."""
    noise: Words
    """Words that may stand beside the phrase without changing it."""
    weak: bool = False
    """Whether the words alone are not enough: the values must agree."""


class Trap(NamedTuple):
    """A meaning that must not be taken for a canonical column."""

    reason: str
    suggestion: str | None
    dates: bool = False
    """Whether it is the meaning of a date."""


class Saying(NamedTuple):
    """What a header says.

    Attributes:
        column: Canonical column, None when the header is a trap.
        rank: Preference among headers for the same column, lower first.
        exact: Whether every word of the header is accounted for by the phrase itself.
        trap: Why the header is not used, None when `column` is given.
        weak: Whether the words alone are not enough: the values must agree.
        loose: Whether the header holds words nobody knows.
    """

    column: str | None
    rank: int
    exact: bool
    trap: Trap | None
    weak: bool = False
    loose: bool = False


class _Match(NamedTuple):
    """A phrase that a header holds."""

    phrase: Phrase
    extra: int
    """Words of the header beside those of the phrase."""
    loose: bool
    """Whether some of these are words nobody knows."""

    @property
    def order(self) -> tuple[bool, int, int]:
        """Preference among the phrases of one header, the greatest first."""
        return not self.loose, len(self.phrase.words), -self.extra


@cache
def _data() -> dict[str, Any]:
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


def _spoken(text: str) -> list[str]:
    marks, plain = _abbreviations()
    if (whole := text.lower()) in plain:
        return _spoken_words(plain[whole])
    if text in _known_words():
        return [text]
    plain_letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain_letters = _OWNED.sub("", plain_letters.strip().replace("UoM", "Uom"))
    plain_letters = _DATE_FORM.sub("", _PLURAL.sub("", plain_letters).removesuffix("__c"))
    lowered = _INITIALS.sub(r"\1\2\3\4", _CAMEL.sub(" ", plain_letters).lower())
    for mark, meaning in marks.items():
        if mark in lowered:
            lowered = re.sub(rf"{_BEFORE}{re.escape(mark)}{_BEHIND}", f" {meaning} ", lowered)
    tokens = [token.lstrip("0") or token for token in _SPLIT.split(lowered) if token]
    short = _data()["pieces"] if len(tokens) > _SHORT_AMONG else {}
    return [word for token in tokens for word in _among(token, plain, short)]


def _among(token: str, plain: dict[str, str], short: dict[str, str]) -> list[str]:
    """The words of a token; one of few letters among others is read as it is inside glued words."""
    if token in short and token not in plain and token not in _known_words():
        return _words(short[token], plain)
    return _token(token, plain)


def _token(token: str, plain: dict[str, str]) -> list[str]:
    if len(token) > _LONGEST_TOKEN:
        return [token]
    if token in plain:
        return _spoken_words(plain[token])
    if token in _known_words():
        return [token]
    if (parts := _EDGE.sub(" ", token).split()) and len(parts) > 1:
        return [word for part in parts for word in _token(part, plain)]
    if pieces := _glued(token):
        return [word for piece in pieces for word in _token(piece, plain)]
    return _shortened(token, plain)


def _shortened(token: str, plain: dict[str, str]) -> list[str]:
    """The words behind a plural, a word shortened or misspelt, or pieces glued together."""
    if token.endswith("s") and token[:-1] in _known_words():
        return [token[:-1]]
    if whole := _written_out(token):
        return _token(whole, plain)
    pieces = _pieces(token) if len(token) >= _PIECED_SHORTEST else ()
    short = _data()["pieces"]
    return [word for piece in pieces for word in _words(short.get(piece, piece), plain)] or [token]


def _words(text: str, plain: dict[str, str]) -> list[str]:
    return [word for part in text.split() for word in _token(part, plain)]


@remembered
def _pieces(token: str) -> tuple[str, ...]:
    """Words and short pieces that make up a token such as `avcost`, with one whole word at least.

    The fewest are the likeliest; empty when nothing makes it up.
    """
    plain, known, short = _abbreviations()[1], _known_words(), _data()["pieces"]
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
    return written_out(token, _data()["shortened"]["words"].split()) if token.isalpha() else None


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
    beside = (data["noise"][name] for name in ("words", "figures", "changing"))
    return frozenset(spoken.union(*beside))


def _section_words(section: dict[str, Any]) -> set[str]:
    texts = [
        text
        for entry in section.values()
        for text in (*entry["phrases"], *entry.get("weak", ()), *entry["noise"])
    ]
    return {word for text in texts for word in text.replace("|", " ").split() if word.isalpha()}


@remembered
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
        phrase for target, entry in _data()[part].items() for phrase in _phrases_of(target, entry)
    )


def _phrases_of(target: str, entry: dict[str, Any]) -> Iterator[Phrase]:
    noise = _all_words(" ".join(entry["noise"]))
    sure: Sequence[str] = entry["phrases"]
    for rank, text in enumerate([*sure, *entry.get("weak", ())]):
        for spelled in _spellings(text):
            yield Phrase(_all_words(spelled), target, rank, noise, rank >= len(sure))


def _all_words(text: str) -> Words:
    """The words of a phrase of the vocabulary, whose words come back in many phrases."""
    return frozenset().union(*map(words_of, text.split()))


def _spellings(text: str) -> list[str]:
    if "|" not in text:
        return [text]
    return [" ".join(choice) for choice in product(*(word.split("|") for word in text.split()))]


@cache
def _by_rarest(part: str) -> dict[str, list[Phrase]]:
    """The phrases of a part under that word of theirs which the fewest phrases hold."""
    phrases = _phrases(part)
    often = Counter(word for phrase in phrases for word in phrase.words)
    found: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        found[min(phrase.words, key=lambda word: (often[word], word))].append(phrase)
    return found


def _matches(header: Words, part: str) -> Iterator[_Match]:
    """Phrases a header holds."""
    index, noise = _by_rarest(part), empty_words()
    for word in header:
        for phrase in index.get(word, ()):
            if phrase.words <= header:
                left = header - phrase.words - phrase.noise - noise
                left -= _of_figures(part, phrase.target)
                if not left or are_unknown(left):
                    yield _Match(phrase, len(header - phrase.words), bool(left))


@cache
def empty_words() -> Words:
    """Words that change nothing wherever they stand."""
    return frozenset(_data()["noise"]["words"])


@cache
def _of_figures(part: str, target: str) -> Words:
    """Words that change nothing beside a number or date, though they would beside a name."""
    figures = part != "columns" or BY_NAME[target].type not in (ColumnType.ID, ColumnType.TEXT)
    return frozenset(_data()["noise"]["figures"] if figures else ())


def are_unknown(words: Words) -> bool:
    """Whether no word is known, so that none is known to change the meaning."""
    plain = (_UNKNOWN.fullmatch(word) and not _STATE.fullmatch(word) for word in words)
    return not words & _known_words() and all(plain)


@cache
def loosely() -> Words:
    """Columns that may stand beside a word nobody knows."""
    return frozenset(_data()["noise"]["loosely"])


def saying(header: str) -> Saying | None:
    """What a header says by its words alone; None when the vocabulary does not know it."""
    return next(iter(readings(header)), None)


@remembered
def readings(header: str) -> tuple[Saying, ...]:
    """What a header may say, all equally near to its words, the most usual first."""
    spoken = words_of(header)
    found = [
        (*match.order, part == "columns", -match.phrase.rank, match)
        for part in ("columns", "traps")
        for match in _matches(spoken, part)
        if not match.loose or _may_be_loose(match.phrase, part)
    ]
    best = max((item[:3] for item in found), default=None)
    ties = sorted((item for item in found if item[:3] == best), key=lambda item: item[:-1])
    return tuple(_said(match, is_column=is_column) for *_, is_column, _, match in reversed(ties))


def _said(match: _Match, *, is_column: bool) -> Saying:
    phrase, exact = match.phrase, not match.extra
    if is_column:
        weak = match.loose or phrase.weak
        return Saying(phrase.target, phrase.rank, exact, None, weak, match.loose)
    return Saying(None, phrase.rank, exact, _trap(phrase.target), loose=match.loose)


def _may_be_loose(phrase: Phrase, part: str) -> bool:
    """Whether a phrase may stand beside a word nobody knows; a bare quantity may be anything."""
    if part == "traps":
        return True
    return phrase.target in loosely() and not phrase.weak and not phrase.words <= _BARE


def _trap(name: str) -> Trap:
    entry = _data()["traps"][name]
    return Trap(entry["reason"], entry.get("suggestion"), entry.get("dates", False))


@remembered
def marks(header: str) -> Words:
    """Names of the marks of a file kind that a header carries, such as `order_date`."""
    found = _matches(words_of(header), "marks")
    return frozenset(match.phrase.target for match in found if not match.loose)


@remembered
def is_value(value: str, kind: str) -> bool:
    """Whether a value is one of a kind the vocabulary lists, such as `item_kinds`."""
    return words_of(value) <= _values(kind)


@cache
def _values(kind: str) -> Words:
    return frozenset().union(*map(words_of, _data()["values"][kind]))


@cache
def value_words(kind: str) -> Words:
    """The words of a kind of values that the vocabulary lists, such as `firms`, as they stand."""
    return frozenset(_data()["values"][kind])


def plain_words(text: str) -> Words:
    """The words of a value as they stand, in small letters."""
    return frozenset(_PLAIN.findall(text.lower()))


def is_word(token: str) -> bool:
    """Whether the vocabulary, or its list of abbreviations, has a word."""
    return token in _known_words() or token in _abbreviations()[1]


def is_known(header: str) -> bool:
    """Whether a header says anything, in known words only."""
    said = saying(header)
    return header in BY_NAME or bool(said and not said.loose) or bool(marks(header))
