"""Keeping: backups, handing out and forgetting an organisation's data, throwing old data away."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import structlog

from profit_sentinel.domain.errors import NotFoundError, WrongUsageError
from profit_sentinel.services.following import origins
from profit_sentinel.services.snapshots import findings_key, stock_key
from profit_sentinel.services.sweeping import sweep, throw_away
from profit_sentinel.services.uploads import bytes_key
from profit_sentinel.store import snapshots, stores, tasks, uploads, whole
from profit_sentinel.store.database import EVERYBODY, copy_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from profit_sentinel.services.home import Home

DATABASE = "profit-sentinel.sqlite"
FILES = "files"
_DAY, _AGAIN = timedelta(days=1), timedelta(hours=1)
_REMEMBERED = timedelta(days=30)
"""How long a request with an Idempotency-Key is known again."""
log = structlog.get_logger("profit_sentinel")


def back_up(home: Home, path: Path) -> None:
    """Write database and files to a zip, while the service runs.

    The database is copied first, so every file it names is in the zip, but for what is thrown away
    meanwhile.

    Raises:
        WrongUsageError: The state is not in a folder, or the zip is there already.
    """
    if home.database.kind != "sqlite" or home.blobs.folder is None:
        message = (
            "this state lies in PostgreSQL or a bucket: back them up with their own tools, "
            "the database first; see docs/operating.md"
        )
        raise WrongUsageError(message)
    if path.exists():
        message = f"{path} is there already; name another file"
        raise WrongUsageError(message)
    with TemporaryDirectory(dir=home.spool) as folder:
        copy = Path(folder) / DATABASE
        copy_file(home.database, copy)
        half = Path(folder) / "half.zip"
        with ZipFile(half, "w", ZIP_DEFLATED, compresslevel=1) as zipped:
            zipped.write(copy, DATABASE)
            for key in home.blobs.keys():  # noqa: SIM118 - a store of files is no mapping
                with suppress(FileNotFoundError):
                    zipped.write(home.blobs.folder / key, f"{FILES}/{key}")
        half.replace(path)


def restore(path: Path, folder: Path) -> None:
    """Make a data folder from a backup.

    Raises:
        WrongUsageError: The folder holds state already, or the zip is no backup.
    """
    if (folder / DATABASE).exists():
        message = f"{folder} holds state already; name an empty folder in PROFIT_SENTINEL_HOME"
        raise WrongUsageError(message)
    try:
        with ZipFile(path) as zipped:
            names = zipped.namelist()
            odd = [name for name in names if name != DATABASE and not name.startswith(f"{FILES}/")]
            if DATABASE in names and not odd and zipped.testzip() is None:
                files = [name for name in names if name != DATABASE]
                zipped.extractall(folder, files)
                zipped.extract(DATABASE, folder)
                return
    except BadZipFile:
        pass
    message = f"{path} is no whole backup of this program"
    raise WrongUsageError(message)


def hand_out(home: Home, org: str, path: Path) -> int:
    """Write everything of an organisation to a zip: its rows as JSON lines, its files as they are.

    Returns:
        How many rows.

    Raises:
        NotFoundError: No such organisation.
    """
    count = 0
    with home.database.reading(org) as session, ZipFile(path, "w", ZIP_DEFLATED) as zipped:
        lines: dict[str, list[str]] = {}
        for table, row in whole.rows(session):
            lines.setdefault(table, []).append(json.dumps(row, default=str, ensure_ascii=False))
            count += 1
        for table, some in lines.items():
            zipped.writestr(f"{table}.jsonl", "\n".join(some) + "\n")
        for key in home.blobs.keys(org):
            with suppress(NotFoundError):
                zipped.writestr(f"{FILES}/{key}", home.blobs.get(key))
    if not count:
        path.unlink()
        raise NotFoundError("organisation", org)
    return count


def forget(home: Home, org: str) -> int:
    """Forget everything of an organisation, for good.

    Returns:
        How many files went with it.

    Raises:
        NotFoundError: No such organisation.
    """
    with home.database.writing(org) as session:
        known = whole.forget(session)
    files = home.blobs.keys(org)
    throw_away(home, org, files)
    if not known and not files:
        raise NotFoundError("organisation", org)
    return len(files)


def prune(home: Home) -> int:
    """Throw away uploads and snapshots older than the settings keep.

    What a store shows, what it is compared with, and what its tasks are verified by stay. Any
    number of programs may do so at once.

    Returns:
        How many snapshots went.
    """
    days = home.config.keep_days
    if days is None:
        return 0
    before = datetime.now(UTC) - timedelta(days=days)
    with home.database.reading(EVERYBODY) as session:
        orgs = whole.organisations(session)
    return sum(_prune(home, org, before) for org in orgs)


def _prune(home: Home, org: str, before: datetime) -> int:
    keys: list[str] = []
    with home.database.writing(org) as session:
        stores.alone(session)
        old = snapshots.outdated(session, before.date(), origins(session))
        for snapshot in old:
            keys += [stock_key(org, snapshot.id)]
            keys += [findings_key(org, each) for each in snapshots.forget(session, snapshot.id)]
        gone = [snapshot.upload_id for snapshot in old] + uploads.failed(session, before)
        for name in gone:
            if (unused := uploads.forget(session, name)) is not None:
                keys.append(bytes_key(org, unused))
    throw_away(home, org, keys)
    return len(old)


def forget_answers(home: Home, now: datetime | None = None) -> None:
    """Forget requests whose Idempotency-Key nobody will send again."""
    with home.database.writing(EVERYBODY) as session:
        tasks.forget_answers(session, (now or datetime.now(UTC)) - _REMEMBERED)


def daily(home: Home) -> Callable[[], None]:
    """What throws old data and leftovers away once a day, however often it is called.

    Where something stood in its way, it tries again after an hour.
    """
    due = datetime.min.replace(tzinfo=UTC)

    def run() -> None:
        nonlocal due
        now = datetime.now(UTC)
        if now < due:
            return
        due = now + _AGAIN
        prune(home)
        forget_answers(home)
        freed = sweep(home)
        due = now + _DAY
        if freed.files:
            log.info("leftovers thrown away", files=freed.files, bytes=freed.size)

    return run
