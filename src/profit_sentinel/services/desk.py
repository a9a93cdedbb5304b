"""The desk: long work that a transaction needs is done before it, so that nobody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from profit_sentinel.store.database import Database, Session

    Works = Mapping[Hashable, Callable[[], Any]]

Result = TypeVar("Result")


class UnpreparedError(Exception):
    """A transaction found that it needs work which nobody has done."""

    def __init__(self, works: Works) -> None:
        super().__init__(f"{len(works)} pieces of work")
        self.works = works


class Desk:
    """Results of long work, under keys that name all they were made from."""

    def __init__(self) -> None:
        self.results: dict[Hashable, Any] = {}

    def take(self, works: Works) -> dict[Hashable, Any]:
        """The results of some works.

        Raises:
            UnpreparedError: Some have not been done.
        """
        missing = {key: work for key, work in works.items() if key not in self.results}
        if missing:
            raise UnpreparedError(missing)
        return {key: self.results[key] for key in works}

    def do(self, works: Works) -> None:
        """Do some works."""
        self.results.update({key: work() for key, work in works.items()})


def written(
    database: Database,
    org: str,
    write: Callable[[Session, Desk], Result],
    desk: Desk | None = None,
) -> Result:
    """Write in a transaction that does no long work.

    What `write` misses on its desk takes back all it wrote, is done while others may write, and
    `write` begins again. So it sees at the end what holds at the end: what changed meanwhile has
    another key, and is missed again.

    Args:
        database: Where it writes.
        org: The organisation it sees.
        write: Looks, takes results of long work from the desk, and writes.
        desk: Results that are there already.
    """
    desk = desk or Desk()
    while True:
        try:
            with database.writing(org) as session:
                return write(session, desk)
        except UnpreparedError as unprepared:
            desk.do(unprepared.works)
