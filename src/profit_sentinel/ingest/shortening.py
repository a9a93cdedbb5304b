"""Shortening: the word behind one that is shortened by a rule or misspelt.

Vowels are left out (`dlvry`), the end is cut off (`quan`), or one letter is wrong (`recieved`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

_VOWELS = re.compile("(?<=.)[aeiou]")
_DOUBLE = re.compile(r"(.)\1")
_BARE_SHORTEST = 3
_CUT_SHORTEST = 4
_WORD_SHORTEST = 5
_SLIP_SHORTEST = 7
_FEW = 3
_SLIPPED_SHORTEST = 5
_TWICE_SHORTEST = 8


def written_out(token: str, words: Sequence[str]) -> str | None:
    """The only word that a token may be short for; None when none or several may be.

    Args:
        token: Letters that are no word.
        words: The words to choose from.
    """
    for fits in (_is_bare, _begins_bare, _is_cut, _has_slip):
        found = set(fits(token, words))
        if len(found) == 1:
            return found.pop()
        if found:
            return None
    return None


def may_be_short_for(token: str, word: str) -> bool:
    """Whether a token is the beginning of a word, or of its letters without the vowels."""
    if len(token) < _BARE_SHORTEST or len(token) >= len(word):
        return False
    return word.startswith(token) or _bare(word).startswith(token)


def may_stand_for(token: str, word: str, *, alone: bool) -> bool:
    """Whether few letters may be short for a word, or more of them a misspelt one.

    Args:
        token: Letters that are no word.
        word: A word.
        alone: Whether nothing stands beside the token, so that few letters tell nothing.
    """
    if token[0] != word[0] or token == word:
        return False
    if len(token) <= _FEW:
        return not alone and len(word) > len(token) and _lacks(token, word)
    swapped = sorted(token) == sorted(word) and _are_near(word, token)
    return swapped or (len(token) >= _SLIPPED_SHORTEST and _are_nearly(word, token))


def _bare(word: str) -> str:
    """A word without its vowels, the first letter apart."""
    return _VOWELS.sub("", _DOUBLE.sub(r"\1", word))


def _is_bare(token: str, words: Iterable[str]) -> Iterator[str]:
    bare = _bare(token)
    if len(bare) >= _BARE_SHORTEST and (bare == token or len(token) >= _WORD_SHORTEST):
        same = (word for word in words if _bare(word) == bare)
        yield from (word for word in same if len(token) >= _SLIP_SHORTEST or _lacks(token, word))


def _lacks(token: str, word: str) -> bool:
    """Whether a token is a word without some letters: `avrge` is of `average`, `coast` of none."""
    rest = iter(word)
    return all(letter in rest for letter in token)


def _begins_bare(token: str, words: Iterable[str]) -> Iterator[str]:
    """Words of which a token has the first letters without vowels, or those and the last."""
    if len(token) >= _BARE_SHORTEST and _bare(token) == token:
        start, last = token[:-1], token[-1]
        for word in words:
            bare = _bare(word)
            ends = bare.startswith(start) and bare.endswith(last)
            if bare.startswith(token) or (ends and len(token) > _BARE_SHORTEST):
                yield word


def _is_cut(token: str, words: Iterable[str]) -> Iterator[str]:
    if len(token) >= _CUT_SHORTEST:
        yield from (word for word in words if word.startswith(token))


def _has_slip(token: str, words: Iterable[str]) -> Iterator[str]:
    if len(token) >= _SLIP_SHORTEST:
        yield from (word for word in words if word[0] == token[0] and _are_near(word, token))


def _are_near(one: str, other: str) -> bool:
    """Whether one letter is missing, added, wrong, or two neighbours are swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return True
    left, right = one[same:], other[same:]
    swapped = left[1:2] + left[:1] + left[2:] == right
    return swapped or left[1:] == right or left == right[1:] or left[1:] == right[1:]


def _are_nearly(one: str, other: str) -> bool:
    """Whether a long word has one more slip than `_are_near` allows, and a shorter one no more."""
    if _are_near(one, other) or len(other) < _TWICE_SHORTEST:
        return _are_near(one, other)
    return any(_are_near(one, mended) for mended in _mended(other))


def _mended(word: str) -> Iterator[str]:
    """A word with two neighbours swapped, or without one letter."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
