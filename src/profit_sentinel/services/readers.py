"""Readers: what reads uploads and keeps house for as long as the service runs."""

from __future__ import annotations

from contextlib import contextmanager
from socket import gethostname
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

import structlog

from profit_sentinel.domain.errors import UnavailableError
from profit_sentinel.services.keeping import daily
from profit_sentinel.services.reading import read_next
from profit_sentinel.services.showing import wake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from profit_sentinel.services.home import Home

_REST = 1.0
"""Seconds between two looks for something to do."""
_NAP = 60.0
"""Seconds between two looks for snoozes that have run out."""
log = structlog.get_logger("profit_sentinel")


@contextmanager
def _outlived(doing: str) -> Iterator[None]:
    """Tell the log what went wrong in a thread that has to go on."""
    try:
        yield
    except UnavailableError as error:
        log.warning("the service waits", doing=doing, reason=str(error))
    except Exception:
        log.exception("the service goes on", doing=doing)


class Readers(Protocol):
    """What reads uploads beside the requests."""

    def start(self) -> None:
        """Begin to read and to keep house."""

    def wake(self) -> None:
        """Say that something waits."""

    def stop(self) -> None:
        """Finish what is being done and end."""


class ReaderThreads:
    """Threads that read what waits, and one that keeps house, if there is anything to read.

    Args:
        home: Where the uploads are.
        name: By what they are told from all other readers of the same database; without it no
            other has the same.
    """

    def __init__(self, home: Home, name: str | None = None) -> None:
        name = name or f"{gethostname()}-{uuid4().hex}"
        self.home = home
        self.stopped, self.woken = Event(), Event()
        self.threads = [
            Thread(target=self._run, args=(f"{name}-{number}",), name=f"reader-{number}")
            for number in range(home.config.readers)
        ]
        if self.threads:
            self.threads.append(Thread(target=self._keep_house, name="housekeeper"))

    def start(self) -> None:
        """Begin to read and to keep house."""
        for thread in self.threads:
            thread.start()

    def wake(self) -> None:
        """Say that something waits."""
        self.woken.set()

    def stop(self) -> None:
        """Finish what is being done and end."""
        self.stopped.set()
        self.woken.set()
        for thread in self.threads:
            thread.join()

    def _run(self, reader: str) -> None:
        while not self.stopped.is_set():
            found = None
            with _outlived("reading"):
                found = read_next(self.home, reader)
            if found is None:
                self.woken.wait(timeout=_REST)
                self.woken.clear()

    def _keep_house(self) -> None:
        throw_old_away = daily(self.home)
        looked = monotonic()
        while not self.stopped.is_set():
            with _outlived("throwing old data away"):
                throw_old_away()
            if monotonic() - looked > _NAP:
                looked = monotonic()
                with _outlived("showing again what was snoozed"):
                    wake(self.home)
            self.stopped.wait(timeout=_REST)
