"""The home: where one running program keeps its state, and by which rules it judges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING

from profit_sentinel.settings import Settings, load
from profit_sentinel.store import stores

if TYPE_CHECKING:
    from pathlib import Path

    from profit_sentinel.adapters.blobs import Blobs
    from profit_sentinel.config import Config
    from profit_sentinel.store.database import Database, Session

LOCAL = "local"
"""The organisation of a program that one person runs for herself."""
_JUDGING = ("declaration", "engine", "leaks")


@dataclass(frozen=True)
class Home:
    """What every use case needs.

    Attributes:
        folder: The data folder, with the embedded database and the person's own systems.
    """

    config: Config
    folder: Path
    database: Database
    blobs: Blobs


@dataclass(frozen=True)
class RuleBook:
    """By what an organisation's stock is judged."""

    settings: Settings
    mark: str
    """Changes when the catalogue or a setting changes."""


def rule_book(session: Session) -> RuleBook:
    """The rules of the organisation a session sees."""
    text = stores.organisation(session, LOCAL).settings
    mark = blake2b(f"{catalogue_mark()}\n{text}".encode(), digest_size=12).hexdigest()
    return RuleBook(load(None, text), mark)


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
