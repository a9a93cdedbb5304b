"""Grammar: headers that no phrase stands for, composed of words whose meaning is known.

What the values look like comes first: `Sold` over dates is the last sale, over units a quantity.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from profit_sentinel.ingest.plausible import Shape, shapes_of
from profit_sentinel.ingest.spelling import Words, words_of
from profit_sentinel.ingest.words import Saying, are_unknown, empty_words, loosely

if TYPE_CHECKING:
    from profit_sentinel.ingest.profile import Profile

_BEHIND_PHRASES = 5000
_UNKNOWN_MOST = 1
_WORDY = 0.5
_CLEAR = frozenset({Shape.GROUP})
"""Shapes of which numbers tell too little to let an unknown word stand beside the known ones."""


class _Rule(NamedTuple):
    rank: int
    column: str
    shapes: frozenset[Shape]
    needs: tuple[tuple[Words, ...], ...]
    beside: Words


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("grammar.toml").read_text("utf-8"))


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(rank, entry) for rank, entry in enumerate(_data()["rule"]))


def _rule(rank: int, entry: dict[str, Any]) -> _Rule:
    shapes = frozenset(map(Shape, entry["values"]))
    needs = tuple(_either(group) for group in entry["needs"])
    common = (_data()["beside"][shape].split() for shape in shapes)
    named = (words for group in needs for words in group)
    beside = empty_words().union(entry["beside"].split(), *common, *named)
    return _Rule(rank, entry["column"], shapes, needs, beside)


def _either(group: str) -> tuple[Words, ...]:
    return tuple(frozenset(words.split()) for words in group.split("|"))


def composed(english: str, look: "Profile") -> Saying | None:
    """What a header says by the words it is composed of and the shape of its values.

    Args:
        english: The header in English words.
        look: What its values look like.

    Returns:
        A weak reading, which the values must bear out; None when no rule fits.
    """
    words = words_of(english)
    fitting = [(words - rule.beside, rule) for rule in _rules() if _holds(words, rule)]
    fitting = [(left, rule) for left, rule in fitting if _may_stay(left, rule)]
    shapes = shapes_of(look) if fitting else frozenset()
    read = [
        (len(left), rule.rank, rule.column)
        for left, rule in fitting
        if shapes & (rule.shapes - _CLEAR if left and look.numbers > _WORDY else rule.shapes)
    ]
    if not read:
        return None
    left, rank, column = min(read)
    return Saying(column, _BEHIND_PHRASES + rank, exact=False, trap=None, weak=True, loose=left > 0)


def _holds(words: Words, rule: _Rule) -> bool:
    return all(any(each <= words for each in group) for group in rule.needs)


def _may_stay(left: Words, rule: _Rule) -> bool:
    """Whether the words that a rule leaves over change nothing that anybody knows of."""
    return not left or (
        rule.column in loosely() and len(left) <= _UNKNOWN_MOST and are_unknown(left)
    )
