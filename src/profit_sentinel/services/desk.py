"""The desk: long work that a transaction needs is done before it, so that nobody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from profit_sentinel.store.database import Database, Session

Key = TypeVar("Key", bound="Hashable")
Result = TypeVar("Result")


class UnpreparedError(Exception):
    """A transaction found that it needs work which nobody has done."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} pieces of work")


class Desk:
    """Results of long work, under keys that name all they were made from."""

    def __init__(self) -> None:
        self.results: dict[Hashable, Any] = {}
        self.missing: dict[Hashable, Callable[[], Any]] = {}

    def want(self, key: Key, work: Callable[[], Any]) -> Key:
        """Say that the result of some work is needed; returns its key."""
        if key not in self.results:
            self.missing[key] = work
        return key

    def check(self) -> None:
        """Go on only when all that was wanted has been done.

        Raises:
            UnpreparedError: Some of it has not.
        """
        if self.missing:
            raise UnpreparedError(len(self.missing))

    def take(self, key: Hashable, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - of any work
        """The result of some work.

        Raises:
            UnpreparedError: It has not been done.
        """
        self.want(key, work)
        self.check()
        return self.results[key]

    def do(self) -> None:
        """Do what was wanted."""
        for key, work in list(self.missing.items()):
            self.results[key] = work()
            del self.missing[key]


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
        except UnpreparedError:
            desk.do()
