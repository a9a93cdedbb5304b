"""Remembering: what was worked out lately of texts that files hold."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

LONGEST = 200
"""Letters of a text that are read: a longer one is no header, says nothing, and takes long."""
_MOST = 2**14
_Rest = ParamSpec("_Rest")
_Told = TypeVar("_Told")


def remembered(
    function: Callable[Concatenate[str, _Rest], _Told],
) -> Callable[Concatenate[str, _Rest], _Told]:
    """Remember the answers for the latest texts, by their first letters.

    A service that runs for years reads texts without end, and some of them never end.
    """
    held = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def told(text: str, /, *rest: _Rest.args, **named: _Rest.kwargs) -> _Told:
        return held(text[:LONGEST], *rest, **named)  # type: ignore[arg-type]

    return told
