"""Quotes: whether those of a text can be trusted, and where they are."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

_MANY = 0.02
"""Share of quotes above which a program, not a person, has quoted every cell."""


def quotes_of(text: bytes) -> list[int] | None:
    """Where the quotes are; None when a program has quoted every cell."""
    many = int(_MANY * len(text))
    places = list(islice(_places(text), many + 1))
    return None if len(places) > many else places


def are_sound(text: bytes, delimiter: str, places: Sequence[int] | None) -> bool:
    """Whether every quote opens or closes a whole cell.

    Args:
        text: UTF-8, lines ending in a line feed.
        delimiter: What stands between its cells.
        places: Where the quotes are, as `quotes_of` tells.
    """
    mark = delimiter.encode()
    if places is None:
        inside = rb'"(?<=[^"\n%b]")(?=[^"\n%b])' % (re.escape(mark), re.escape(mark))
        return _are_even(text, mark) and re.search(inside, text) is None
    edges, beside = (b"\n", mark, b""), (b"\n", mark, b'"', b"")
    around = [(text[max(0, at - 1) : at], text[at + 1 : at + 2]) for at in places]
    if any(before not in beside and after not in beside for before, after in around):
        return False
    opened = sum(before in edges for before, _ in around)
    return opened == sum(after in edges for _, after in around) and len(places) % 2 == 0


def _are_even(text: bytes, mark: bytes) -> bool:
    """Whether as many cells begin with a quote as end with one."""
    opened = text.count(mark + b'"') + text.count(b'\n"') + text.startswith(b'"')
    closed = text.count(b'"' + mark) + text.count(b'"\n') + text.endswith(b'"')
    return opened == closed and text.count(b'"') % 2 == 0


def _places(text: bytes) -> Iterator[int]:
    place = text.find(b'"')
    while place >= 0:
        yield place
        place = text.find(b'"', place + 1)


def breaks_inside(text: bytes, places: Sequence[int]) -> bool:
    """Whether a line feed stands between quotes."""
    pairs = zip_longest(places[::2], places[1::2], fillvalue=len(text))
    return any(text.find(b"\n", opened, closed) >= 0 for opened, closed in pairs)
