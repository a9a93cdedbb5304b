"""The words that expressions are written in: those of Narwhals, in which any engine understands us.

Polars itself understands the same words, because Narwhals took them from it. It is spoken to
directly, which saves translating a thousand expressions on every run; see
`docs/decisions/0006-polars-is-spoken-to-directly.md`.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

NARWHALS = "narwhals"
_LANGUAGE: ContextVar[ModuleType | None] = ContextVar("language", default=None)


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Have every word that is said inside mean what a module of that name means by it.

    Args:
        language: `narwhals`, or a module that has all of its words here.
    """
    before = _LANGUAGE.set(import_module(language))
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def _word(name: str) -> Callable[..., Any]:
    """A word by its name, looked up in the language that is spoken when it is said."""

    def say(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - typed by Narwhals above
        return getattr(_LANGUAGE.get() or import_module(NARWHALS), name)(*args, **options)

    return say


if TYPE_CHECKING:
    from narwhals import Date as Date
    from narwhals import Datetime as Datetime
    from narwhals import Expr as Expr
    from narwhals import Float64 as Float64
    from narwhals import String as String
    from narwhals import coalesce as coalesce
    from narwhals import col as col
    from narwhals import concat as concat
    from narwhals import concat_str as concat_str
    from narwhals import lit as lit
    from narwhals import max_horizontal as max_horizontal
    from narwhals import min_horizontal as min_horizontal
    from narwhals import when as when
else:
    Expr = Any
    Date = _word("Date")
    Datetime = _word("Datetime")
    Float64 = _word("Float64")
    String = _word("String")
    coalesce = _word("coalesce")
    col = _word("col")
    concat = _word("concat")
    concat_str = _word("concat_str")
    lit = _word("lit")
    max_horizontal = _word("max_horizontal")
    min_horizontal = _word("min_horizontal")
    when = _word("when")
