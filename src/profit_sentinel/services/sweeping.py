"""Sweeping: throw away files that no row names and what killed programs left lying."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import structlog

from profit_sentinel.domain.person import ORGANISATION
from profit_sentinel.store import files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from profit_sentinel.adapters.blobs import Entry
    from profit_sentinel.services.home import Home
    from profit_sentinel.store.database import Session

AGE = timedelta(days=1)
"""What is younger may belong to somebody who is still at work."""
_LOOKED_AT = 500
_AT_ONCE = 20
"""Files thrown away while others wait."""
log = structlog.get_logger("profit_sentinel")


class Freed(NamedTuple):
    """What was thrown away."""

    files: int = 0
    size: int = 0


def sweep(home: Home, now: datetime | None = None) -> Freed:
    """Throw away what nobody will ask for: files without a row, halves, what lies in the spool.

    Any number of programs may do so at once, and files may arrive meanwhile.

    Args:
        home: Where they are kept.
        now: This moment.
    """
    before = (now or datetime.now(UTC)) - AGE
    freed = [*_without_row(home, before), *_left(home, before)]
    return Freed(len(freed), sum(freed))


def throw_away(home: Home, org: str, keys: Sequence[str]) -> set[str]:
    """Throw files away unless a row names them; returns those that went."""
    gone: set[str] = set()
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        with home.database.writing(org) as session:
            files.alone(session)
            kept = {key for kind in files.NAMED_BY for key in _named(session, org, kind, some)}
            left = [key for key in some if key not in kept]
            home.blobs.delete(*left)
            gone.update(left)
    return gone


def _without_row(home: Home, before: datetime) -> Iterator[int]:
    """Sizes of files that no row named, now gone."""
    by_org: dict[str, list[Entry]] = {}
    for entry in home.blobs.entries():
        org = _owner(entry.key)
        if org is not None and entry.changed < before:
            by_org.setdefault(org, []).append(entry)
    for org, entries in by_org.items():
        sizes = {entry.key: entry.size for entry in entries}
        yield from (sizes[key] for key in throw_away(home, org, _unnamed(home, org, list(sizes))))


def _owner(key: str) -> str | None:
    """The organisation of a file that a row should name; None for others."""
    parts = PurePosixPath(key).parts
    if len(parts) != len(("org", "kind", "name")) or parts[1] not in files.NAMED_BY:
        return None
    return parts[0] if ORGANISATION.fullmatch(parts[0]) else None


def _unnamed(home: Home, org: str, keys: Sequence[str]) -> list[str]:
    """A first look, for which nobody waits."""
    found: list[str] = []
    for start in range(0, len(keys), _LOOKED_AT):
        some = keys[start : start + _LOOKED_AT]
        with home.database.reading(org) as session:
            kept = {key for kind in files.NAMED_BY for key in _named(session, org, kind, some)}
        found += [key for key in some if key not in kept]
    return found


def _named(session: Session, org: str, kind: str, keys: Collection[str]) -> set[str]:
    """Those of some keys that rows of one kind name."""
    folder = f"{org}/{kind}/"
    names = {
        PurePosixPath(key).name.removesuffix(".parquet"): key
        for key in keys if key.startswith(folder)
    }  # fmt: skip
    return {names[name] for name in files.named(session, kind, names)} if names else set()


def _left(home: Home, before: datetime) -> Iterator[int]:
    """Sizes of what killed programs left on this machine, now gone."""
    for path in chain(home.spool.iterdir(), home.blobs.halves()):
        told = _told(path)
        if told and max(each.st_mtime for each in told) < before.timestamp() and _removed(path):
            yield sum(each.st_size for each in told)


def _told(path: Path) -> list[os.stat_result]:
    """What the disk says of something and all that lies in it; what goes meanwhile is left out."""
    told = []
    within = (Path(at, name) for at, *names in os.walk(path) for name in chain(*names))
    for each in (path, *within):
        with suppress(FileNotFoundError):
            told.append(each.stat())
    return told


def _removed(path: Path) -> bool:
    """Whether something that was thrown away is gone."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    if path.exists():
        log.warning("a leftover cannot be thrown away", path=str(path))
        return False
    return True
