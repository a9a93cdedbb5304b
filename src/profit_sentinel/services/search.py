"""Search: issues and tasks by the words people know them by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from profit_sentinel.store import search as rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home
    from profit_sentinel.store.tables import Task

MOST = 30


class Found(NamedTuple):
    """What a search found."""

    issues: Sequence[dict[str, Any]]
    tasks: Sequence[Task]


def search(home: Home, who: Person, words: str) -> Found:
    """Issues of a SKU, vendor, department or id, and tasks, in sight.

    Args:
        home: Where they are kept.
        who: Who asks.
        words: A SKU as a whole, or part of anything else.
    """
    with home.database.reading(who.org) as session:
        issues = rows.issues(session, who.scope, words, MOST)
        tasks = rows.tasks(session, who.scope, words, MOST)
    return Found([each.shown for each in issues], tasks)
