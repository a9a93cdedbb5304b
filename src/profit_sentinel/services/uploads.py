"""Uploads: take a file in, have it read, say what its columns mean."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, NamedTuple

from profit_sentinel.adapters.blobs import room
from profit_sentinel.domain.errors import (
    ClashError,
    ConflictError,
    UnavailableError,
    WrongUsageError,
)
from profit_sentinel.ingest.papers import check_columns
from profit_sentinel.store import files, stores, tasks, uploads
from profit_sentinel.store.uploads import UNREAD, Progress

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home
    from profit_sentinel.store.tables import Upload

NOUN = "upload"
_PIECE = 2**20
_NAME = 200
"""Most bytes of a name; a folder takes 255."""


class Received(NamedTuple):
    """An upload, and whether its bytes are new."""

    upload: Upload
    new: bool


class TooLargeError(WrongUsageError):
    """More bytes than the service takes."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(f"the file is larger than {megabytes} MB, the most this service takes")


class SweptError(UnavailableError):
    """Bytes that no row named were thrown away a moment before a row would have."""

    def __init__(self) -> None:
        super().__init__("storage", "the file was thrown away; bring it again")


def receive(  # noqa: PLR0913 - what is known of a file
    home: Home,
    who: Person,
    name: str,
    data: IO[bytes],
    *,
    store: str = "",
    as_of: date | None = None,
) -> Received:
    """Keep a file and accept it for reading; the same bytes again are the same upload.

    The bytes are kept before the upload is accepted, so that what was accepted is never lost.

    Args:
        home: Where it is kept.
        who: Who brings it.
        name: What it was called there.
        data: Its bytes.
        store: The store it is of, where it does not say.
        as_of: The day of the stock, where it does not say.

    Raises:
        ForbiddenError: Somebody who may not upload, or not for this store.
        TooLargeError: It has too many bytes.
        UnavailableError: Database or file store do not answer; nothing was accepted.
    """
    who.check_may_change()
    if store:
        who.check_store(store)
    else:
        who.check_everywhere()
    with room(), NamedTemporaryFile(dir=home.spool) as held:
        digest, size = _spooled(held, data, home.config.upload_megabytes)
        path, key = Path(held.name), bytes_key(who.org, digest)

        def accept() -> Received:
            if not home.blobs.has(key):
                home.blobs.put(key, path)
            return _accept(home, who, digest, plain_name(name), size, store, as_of)

        with suppress(ClashError, SweptError):
            return accept()
        return accept()


def _spooled(held: IO[bytes], data: IO[bytes], most: int) -> tuple[str, int]:
    """Hash and size of what came, now in a file; `most` in megabytes."""
    held_hash, size = sha256(), 0
    while piece := data.read(_PIECE):
        size += len(piece)
        if size > most * 2**20:
            raise TooLargeError(most)
        held_hash.update(piece)
        held.write(piece)
    held.flush()
    return held_hash.hexdigest(), size


def _accept(  # noqa: PLR0913, PLR0917 - what is known of a file
    home: Home, who: Person, digest: str, name: str, size: int, store: str, as_of: date | None
) -> Received:
    with home.database.writing(who.org) as session:
        files.alone(session)
        stores.organisation(session, who.org)
        held = uploads.same(session, digest, store)
        if held is not None:
            if held.status == Progress.FAILED:
                uploads.accept_again(held)
            return Received(held, new=False)
        upload = uploads.add(
            session, sha256=digest, name=name, size=size, store=store, as_of=as_of,
            columns={}, who=who.name,
        )  # fmt: skip
        if not home.blobs.has(bytes_key(who.org, digest)):
            raise SweptError
        return Received(upload, new=True)


def bytes_key(org: str, digest: str) -> str:
    """Where the bytes of an upload are kept."""
    return f"{org}/uploads/{digest}"


def plain_name(name: str) -> str:
    """The last part of a file name, whatever system it comes from, without control characters."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    kept = "".join(letter for letter in last if letter.isprintable())
    kept = kept.encode(errors="ignore")[-_NAME:].decode(errors="ignore")
    return kept if kept.strip(". ") else "upload"


def correct(
    home: Home, who: Person, name: str, columns: Mapping[str, str], *, keep: bool
) -> Upload:
    """Say what columns of an upload mean, and have it read again.

    Args:
        home: Where it is kept.
        who: Who says so.
        name: The upload's id.
        columns: Canonical column to header; an empty mapping confirms what was understood.
        keep: Whether it holds for later files with the same headers too.

    Raises:
        NotFoundError: No such upload.
        ConflictError: It is being read.
        WrongUsageError: A column nobody knows, or a header the file does not have.
    """
    who.check_may_change()
    check_columns(columns)
    with home.database.writing(who.org) as session:
        upload = uploads.get_to_change(session, name)
        who.check_store(upload.store_id)
        if upload.status in UNREAD:
            message = "the upload is being read; wait until it is ready"
            raise ConflictError(message)
        check_headers(upload, columns)
        understood = {**understood_columns(upload), **columns}
        if keep and upload.signature:
            uploads.remember(session, upload.signature, upload.store_id, understood, who.name)
        tasks.note(session, NOUN, name, "columns", ", ".join(sorted(columns)), who.name)
        if columns:
            upload.columns = {**upload.columns, **columns}
            uploads.accept_again(upload)
        return upload


def understood_columns(upload: Upload) -> dict[str, str]:
    """Canonical column to header, as the file was understood."""
    return {
        use["canonical"]: use["header"]
        for source in upload.recognition
        for use in source["columns"]
        if use["canonical"] and not use["store"]
    }


def check_headers(upload: Upload, columns: Mapping[str, str]) -> None:
    """Refuse headers that a file does not have.

    Raises:
        WrongUsageError: Naming them and those it has.
    """
    headers = {use["header"] for source in upload.recognition for use in source["columns"]}
    odd = sorted(set(columns.values()) - headers)
    if headers and odd:
        message = f"the file has no column {', '.join(odd)}; it has {', '.join(sorted(headers))}"
        raise WrongUsageError(message)


def get(home: Home, who: Person, name: str) -> Upload:
    """How far an upload is.

    Raises:
        NotFoundError: No such upload.
        ForbiddenError: Of a store out of sight.
    """
    with home.database.reading(who.org) as session:
        upload = uploads.get(session, name)
    who.check_store(upload.store_id)
    return upload


def listed(home: Home, who: Person, offset: int, limit: int) -> tuple[list[Upload], int]:
    """Uploads in sight, the newest first, and how many there are."""
    with home.database.reading(who.org) as session:
        found, total = uploads.listed(session, who.scope, offset, limit)
    return list(found), total


def waiting(upload: Upload) -> bool:
    """Whether an upload has not been read to its end."""
    return upload.status in UNREAD
