"""Blobs: files the program keeps, in a folder or in the bucket of a cloud."""

from __future__ import annotations

import errno
import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from profit_sentinel.domain.errors import NotFoundError, UnavailableError, WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_PIECE = 8 * 2**20
_PROBE = ("health/probe", bytes(2**16))
_HALF = re.compile(r"#\d+$")
"""How the object-store library names a file in a folder until it is whole."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})


class Entry(NamedTuple):
    """Something that is kept: its bytes, and when it was written."""

    key: str
    size: int
    changed: datetime


class Blobs:
    """Files under keys such as `org/uploads/HASH`.

    Args:
        place: A folder, or an address such as `s3://bucket/folder`.

    Raises:
        WrongUsageError: An address of no bucket.
        UnavailableError: From every method: no access, no network, no room.
    """

    def __init__(self, place: str | Path) -> None:
        import obstore  # noqa: PLC0415 - commands without state do not need it
        from obstore import store  # noqa: PLC0415

        self.library: Any = obstore
        self.folder = None if "://" in str(place) else Path(place)
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.store: Any = store.LocalStore(self.folder)
        else:
            local = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http:")
            try:
                self.store = store.from_url(str(place), client_options={"allow_http": local})
            except (ValueError, obstore.exceptions.BaseError) as error:
                reason = str(error).strip().splitlines()[0][:200]
                message = f"{place} is no bucket; write it as s3://BUCKET/FOLDER ({reason})"
                raise WrongUsageError(message) from error

    def put(self, key: str, path: Path) -> None:
        """Keep a file; it is there as a whole or not at all."""
        with _worded():
            self.library.put(self.store, key, path)
            self._settle(key)

    def put_bytes(self, key: str, data: bytes) -> None:
        """Keep some bytes."""
        with _worded():
            self.library.put(self.store, key, data)
            self._settle(key)

    def fetch(self, key: str, path: Path) -> None:
        """Write what is kept under a key to `path`.

        Raises:
            NotFoundError: Nothing is.
        """
        with _worded(key):
            got = self.library.get(self.store, key)
            with path.open("wb") as file:
                for piece in got.stream(min_chunk_size=_PIECE):
                    file.write(piece)

    def get(self, key: str) -> bytes:
        """What is kept under a key.

        Raises:
            NotFoundError: Nothing is.
        """
        with _worded(key):
            return bytes(self.library.get(self.store, key).bytes())

    def has(self, key: str) -> bool:
        """Whether something is kept under a key."""
        try:
            with _worded(key):
                self.library.head(self.store, key)
        except NotFoundError:
            return False
        return True

    def keys(self, prefix: str = "") -> list[str]:
        """Every key that begins with the folder `prefix`."""
        with _worded():
            pages = self.library.list(self.store, prefix=prefix or None)
            return [entry["path"] for page in pages for entry in page]

    def entries(self) -> list[Entry]:
        """All that is kept."""
        with _worded():
            pages = self.library.list(self.store)
            return [
                Entry(each["path"], each["size"], each["last_modified"])
                for page in pages for each in page
            ]  # fmt: skip

    def halves(self) -> list[Path]:
        """Files of which a killed program kept only a part; a bucket clears its own."""
        if self.folder is None:
            return []
        found = (Path(at, name) for at, _, names in os.walk(self.folder) for name in names)
        return [path for path in found if _HALF.search(path.name)]

    def delete(self, *keys: str) -> None:
        """Throw away what is kept under some keys; what is gone already is no error."""
        for key in keys:
            with suppress(NotFoundError), _worded(key):
                self.library.delete(self.store, key)

    def answers(self) -> bool:
        """Whether the place is there and has room."""
        try:
            if self.folder is None:
                self.has("health")
            else:
                self.put_bytes(*_PROBE)
        except UnavailableError:
            return False
        return True

    def _settle(self, key: str) -> None:
        """Have the file and its name on the disk before anybody is told that it is kept."""
        if self.folder is None:
            return
        with (self.folder / key).open("rb") as file:
            os.fsync(file.fileno())
        if os.name == "posix":
            folder = os.open((self.folder / key).parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


@contextmanager
def room() -> Iterator[None]:
    """Tell a disk that is full or fails from a file that is wrong.

    Raises:
        UnavailableError: There is no room.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise UnavailableError("storage", error.strerror or str(error)) from error


@contextmanager
def _worded(key: str = "") -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFoundError("file", key) from error
    except OSError as error:
        raise UnavailableError("storage", error.strerror or str(error)) from error
    except Exception as error:
        if not type(error).__module__.startswith("obstore"):
            raise
        if "NotFound" in type(error).__name__:
            raise NotFoundError("file", key) from error
        reason = str(error).strip().splitlines()[0][:200]
        raise UnavailableError("storage", reason) from error
