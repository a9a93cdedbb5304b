"""Silent columns: those whose header says nothing, and how a guess at one is put to the user."""

from collections.abc import Container, Iterator
from dataclasses import replace

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.plausible import Shape, shapes_of
from profit_sentinel.ingest.view import Uses, View, may_change, with_uses
from profit_sentinel.ingest.words import marks

GUESS = 0.6
"""How sure a guess is that rests on values alone."""


def silent(
    uses: Uses, view: View, shape: Shape, but: Container[str | None] = ()
) -> Iterator[ColumnUse]:
    """Columns of a shape whose words say nothing of an item or a document, or one of some."""
    for use in uses.values():
        free = use.canonical is None and may_change(use) and bool(use.samples)
        said = view.said(use.header)
        silent = not marks(view.english[use.header]) and (said is None or said.column in but)
        if free and silent and shape in shapes_of(view.looks[use.header]):
            yield use


def guessed(uses: Uses, found: list[ColumnUse], canonical: str, reason: str) -> Uses:
    """Take the one column there is, with a doubt; several tell nothing."""
    if len(found) != 1:
        return uses
    use = replace(found[0], canonical=canonical, confidence=GUESS, reason=reason)
    return with_uses(uses, replace(use, doubtful=True, suggestion=canonical))
