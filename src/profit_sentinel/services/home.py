"""The home: where one running program keeps its state, and by which rules it judges."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from tempfile import TemporaryFile
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from profit_sentinel.adapters.mail import Mail, NoMail
from profit_sentinel.domain.errors import UnavailableError
from profit_sentinel.settings import Settings, load
from profit_sentinel.store import stores

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

    from profit_sentinel.adapters.blobs import Blobs
    from profit_sentinel.config import Config
    from profit_sentinel.store.database import Database, Session

Thing = TypeVar("Thing")
LOCAL = "local"
"""The organisation of a program that one person runs for herself."""
_JUDGING = ("declaration", "engine", "leaks")


class Kept:
    """Things that were made lately, the oldest thrown away first; safe between threads."""

    def __init__(self, most: int) -> None:
        self.most, self.lock = most, Lock()
        self.held: OrderedDict[Hashable, Any] = OrderedDict()

    def once(self, key: Hashable, make: Callable[[], Thing], *, keep: bool = True) -> Thing:
        """What was put under a key, made where there is nothing, and put there to be kept."""
        held: Thing | None = self.get(key)
        if held is None:
            held = make()
            if keep:
                self.put(key, held)
        return held

    def get(self, key: Hashable) -> Any:  # noqa: ANN401 - whatever was put there
        """What was put under a key; None when there is nothing any more."""
        with self.lock:
            return self.held.get(key)

    def put(self, key: Hashable, value: Any) -> None:  # noqa: ANN401
        """Put something under a key."""
        with self.lock:
            self.held[key] = value
            while len(self.held) > self.most:
                self.held.popitem(last=False)


LONGEST_KEPT = 50
"""Entries of the longest page that is kept in memory."""


@dataclass
class Made:
    """Something that was made of what is kept.

    Attributes:
        plain: The thing as plain values.
        wire: The same as it goes over the wire, once it has.
    """

    plain: dict[str, Any]
    wire: bytes | None = None


@dataclass(frozen=True)
class Home:
    """What every use case needs.

    Attributes:
        folder: The data folder, with the embedded database and the person's own systems.
        mail: What sends letters.
        pages: Digests and pages of issues made lately, by revision of what the stores show; what is
            worth a count, by analysis.
        findings: Findings read lately, of an analysis or an issue.
    """

    config: Config
    folder: Path
    database: Database
    blobs: Blobs
    mail: Mail = field(default_factory=NoMail)
    pages: Kept = field(default_factory=lambda: Kept(256))
    findings: Kept = field(default_factory=lambda: Kept(16))

    @property
    def on_this_machine(self) -> bool:
        """Whether database and files lie in folders, not on a server or in a bucket."""
        return self.database.kind == "sqlite" and self.blobs.folder is not None

    @property
    def spool(self) -> Path:
        """The folder of files that are on their way.

        Raises:
            UnavailableError: Nobody can write to it.
        """
        folder = self.folder / "spool"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder):
                return folder
        except OSError as error:
            reason = f"its folder for files on their way says: {error.strerror}"
            raise UnavailableError("storage", reason) from error


@dataclass(frozen=True)
class RuleBook:
    """By what an organisation's stock is judged."""

    settings: Settings
    mark: str
    """Changes when the catalogue or a setting changes, a default that nobody set too."""


def rule_book(session: Session) -> RuleBook:
    """The rules of the organisation a session sees."""
    settings = load(None, stores.settings(session))
    mark = blake2b(f"{catalogue_mark()}\n{settings}".encode(), digest_size=12).hexdigest()
    return RuleBook(settings, mark)


@cache
def catalogue_mark() -> str:
    """Hash of everything that decides what is found, so that no upgrade goes unnoticed."""
    held = blake2b(digest_size=8)
    for room in _JUDGING:
        places = files(f"profit_sentinel.{room}").iterdir()
        for place in sorted(places, key=lambda each: each.name):
            if place.name.endswith((".py", ".toml")):
                held.update(place.read_bytes())
    return held.hexdigest()
