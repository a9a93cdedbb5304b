"""Objects: files in the storage of a cloud, read through the object-store library."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote

from profit_sentinel.addresses import apart
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.domain.intake import UnusableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RETRIES = 2
_PATIENCE = timedelta(seconds=20)
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_SHOWN = 200
_ENDPOINTS = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT")
_ACCESS = (
    "status code: 401", "status code: 403", "PermissionDenied", "Unauthenticated", "AccessDenied",
    "169.254.169.254", "Account must be specified",
)  # fmt: skip
"""What the library's errors say of missing rights; the address is where it looks for credentials
when the environment has none."""
_PATHS = ("invalid path", "Could not parse path")
_BUCKET = ("NoSuchBucket", "bucket does not exist", "ContainerNotFound")


class Objects(Protocol):
    """Files of one address."""

    @property
    def name(self) -> str:
        """What the address ends with."""

    def is_file(self) -> bool:
        """Whether the address is that of one file, not of a folder."""

    def names(self) -> list[str]:
        """Names of the files of the folder, parted by slashes."""

    def fetch(self, name: str, path: Path) -> None:
        """Write one file of the folder, or the file itself when `name` is empty, to `path`."""


class StoredObjects:
    """Files of an address such as `s3://bucket/key` or `gs://bucket/folder/`.

    Raises:
        WrongUsageError: The address has no bucket.
        UnusableFileError: From every method: nothing is there, no access, no network, no room.
    """

    def __init__(self, url: str) -> None:
        import obstore  # noqa: PLC0415 - files of this machine do not need it
        from obstore import store  # noqa: PLC0415

        parts = apart(url)
        if parts is None or not parts.netloc:
            message = f"{url}: names no bucket; write it as {url.partition(':')[0]}://BUCKET/FILE"
            raise WrongUsageError(message)
        self.url, self.key = url, unquote(parts.path).strip("/")
        self.name = self.key.rsplit("/", 1)[-1] or parts.netloc
        self.library: Any = obstore
        allowed = _may_be_open(url)
        with _worded(url):
            self.store: Any = store.from_url(
                f"{parts.scheme}://{parts.netloc}",
                retry_config={"max_retries": _RETRIES, "retry_timeout": _PATIENCE},
                client_options={
                    "connect_timeout": "5 seconds",
                    "timeout": "10 minutes",
                    "allow_http": allowed,
                },
            )

    def is_file(self) -> bool:
        """Whether the address is that of one file, not of a folder."""
        if self.url.endswith("/") or not self.key:
            return False
        try:
            with _worded(self.url):
                return self.library.head(self.store, self.key) is not None
        except FileNotFoundError:
            return False

    def names(self) -> list[str]:
        """Names of the files of the folder, parted by slashes."""
        prefix = f"{self.key}/" if self.key else ""
        with _worded(self.url):
            pages = self.library.list(self.store, prefix=self.key or None)
            paths = [entry["path"] for page in pages for entry in page if entry["size"]]
        found = [path.removeprefix(prefix) for path in paths if path.startswith(prefix)]
        if not found:
            raise _missing(self.url)
        return found

    def fetch(self, name: str, path: Path) -> None:
        """Write one file of the folder, or the file itself when `name` is empty, to `path`."""
        key = "/".join(filter(None, (self.key, name)))
        url = f"{self.url.rstrip('/')}/{name}" if name else self.url
        try:
            with _worded(url):
                got = self.library.get(self.store, key)
                self._write(got, path)
        except FileNotFoundError as error:
            raise _missing(url) from error
        except OSError as error:
            raise _no_room(url, error) from error

    @staticmethod
    def _write(got: Any, path: Path) -> None:  # noqa: ANN401 - of an optional library
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for part in got:
                file.write(part)
        written = got.meta["last_modified"].timestamp()
        os.utime(path, (written, written))


@contextmanager
def _worded(url: str) -> Iterator[None]:
    """Turn the library's errors into refusals; what is not there stays `FileNotFoundError`."""
    try:
        yield
    except FileNotFoundError:
        raise
    except Exception as error:
        if isinstance(error, ValueError) or type(error).__module__.startswith("obstore"):
            raise _refusal(url, str(error)) from error
        raise


def _may_be_open(url: str) -> bool:
    """Whether the storage that the environment names is spoken to without encryption.

    Raises:
        WrongUsageError: It names no address.
        UnusableFileError: It asks for that, is not on this machine, and nobody said it may.
    """
    endpoint = next(filter(None, map(os.environ.get, _ENDPOINTS)), "")
    parts = apart(endpoint)
    if parts is None:
        message = f"the endpoint {endpoint!r} of the environment is no address of a host"
        raise WrongUsageError(message)
    allowed = os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"true", "1"}
    if parts.scheme != "http" or parts.hostname in _LOCAL or allowed:
        return parts.scheme == "http"
    raise UnusableFileError(
        url,
        f"a storage that speaks without encryption, {endpoint}",
        "an endpoint with encryption (HTTPS)",
        "set AWS_ALLOW_HTTP=true where the network between is your own",
    )


def _refusal(url: str, said: str) -> UnusableFileError:
    if any(mark in said for mark in _BUCKET):
        return _missing(url)
    if any(mark in said for mark in _PATHS):
        return UnusableFileError(
            url,
            f"a key that is no path ({said.splitlines()[0][:_SHOWN]})",
            "keys whose parts are names, not .. or nothing",
            "rename the key, or name the file that is meant",
        )
    if any(mark in said for mark in _ACCESS):
        return UnusableFileError(
            url,
            "no access to it with the credentials of the environment",
            "credentials that may read it",
            "set them as for the cloud's own tools, for instance AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, or AWS_SKIP_SIGNATURE=true for public files",
        )
    return UnusableFileError(
        url,
        f"the storage does not answer ({said.splitlines()[0][:_SHOWN]})",
        "a network connection to the storage",
        "check the connection, the region and the endpoint, or copy the file here first",
    )


def _no_room(url: str, error: OSError) -> UnusableFileError:
    return UnusableFileError(
        url,
        f"it cannot be copied to this machine ({error.strerror or error})",
        "room in the folder for temporary files",
        "free some space, or set TMPDIR to a folder that has some",
    )


def _missing(url: str) -> UnusableFileError:
    return UnusableFileError(
        url, "no such file or folder", "a file that exists", "check the spelling of the address"
    )
