"""Inputs: files, folders and addresses as the uploads they hold."""

from __future__ import annotations

import mmap
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from profit_sentinel.addresses import apart
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.domain.intake import UnusableFileError, Upload
from profit_sentinel.ingest.archive import Put, Unpacked, left_out, unpack
from profit_sentinel.ingest.long import LEAST
from profit_sentinel.ingest.names import Sorted, partitions, sort_folder
from profit_sentinel.services.scratch import made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from profit_sentinel.adapters.objects import Objects

REMOTE = ("s3", "gs", "az")
"""Beginnings of addresses in the storage of a cloud."""
_PIECE = 2
"""Levels of folders that may hold the pieces of one table."""


class Place(NamedTuple):
    """One file on disk and what it is called."""

    path: Path
    name: str


def arrive(sources: Iterable[str | Path], folder: Path, most: int | None = None) -> Unpacked:
    """All files that some sources hold: those of zips, folders and clouds too.

    Args:
        sources: Paths, or addresses such as `s3://bucket/key`.
        folder: Where files from a cloud and long files of zips are put; made when there are any.
        most: Bytes that a zip or workbook may hold once unpacked; None for the usual.

    Raises:
        UnusableFileError: Something is not there, may not be read, or holds no file to read.
        WrongUsageError: An address of a kind nobody knows, or one that needs an extra.
    """
    each = [_arrived(source, folder / f"{number}") for number, source in enumerate(sources)]
    files = (upload for one in each for upload in one.uploads)
    unpacked = unpack((replace(file, most=most or file.most) for file in files), _put(folder))
    notes = tuple(note for one in each for note in one.notes)
    return Unpacked(unpacked.uploads, (*notes, *unpacked.notes))


def _put(folder: Path) -> Put:
    """Puts long files of zips into a folder, under numbers."""
    numbers = count()

    def put(pieces: Iterator[bytes]) -> tuple[mmap.mmap, Path]:
        path = made(folder) / f"unpacked-{next(numbers)}"
        try:
            with path.open("w+b") as file:
                file.writelines(pieces)
                file.flush()
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), path
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(path)) from error

    return put


def address_of(source: str) -> str | None:
    """The scheme of an address; None for a path.

    Raises:
        WrongUsageError: It is of a kind nobody knows.
    """
    scheme, mark, _ = source.partition("://")
    if not mark or "/" in scheme:
        return None
    if scheme.lower() not in (*REMOTE, "file"):
        kinds = ", ".join(f"{kind}://" for kind in (*REMOTE, "file"))
        message = f"{source}: no such kind of address; there are {kinds}"
        raise WrongUsageError(message)
    return scheme.lower()


def name_of(source: str | Path) -> str:
    """The last part of a path or address."""
    path = path_of(source)
    return path.name if path is not None else str(source).rstrip("/").rsplit("/", 1)[-1]


def path_of(source: str | Path) -> Path | None:
    """The path of a source on this machine; None when it lies in a cloud.

    Raises:
        WrongUsageError: An address nobody can read.
    """
    kind = address_of(source) if isinstance(source, str) else None
    if kind is None:
        return Path(source)
    return _of_address(str(source)) if kind == "file" else None


def _of_address(source: str) -> Path:
    at = apart(source)
    if at is None:
        message = f"{source}: no address of a file; write it as file:///FOLDER/FILE"
        raise WrongUsageError(message)
    return Path(unquote(at.path))


def _arrived(source: str | Path, folder: Path) -> Unpacked:
    path = path_of(source)
    if path is not None:
        return _folder(path) if path.is_dir() else Unpacked((upload(path),))
    from profit_sentinel.adapters.objects import StoredObjects  # noqa: PLC0415 - an extra

    made(folder.parent)
    return _fetched(StoredObjects(str(source)), str(source), folder)


def _fetched(objects: Objects, url: str, folder: Path) -> Unpacked:
    """Files of a cloud, those that are read copied to a folder first."""
    if objects.is_file():
        path = _below(folder, objects.name, url)
        objects.fetch("", path)
        return Unpacked((upload(path),))
    found = _checked(url, sort_folder(objects.names()))
    for name in (*found.files, *(name for names in found.datasets.values() for name in names)):
        objects.fetch(name, _below(folder, name, url))
    return _uploads(folder, objects.name, found)


def _below(folder: Path, name: str, url: str) -> Path:
    """Where a file of a cloud is put, which is never outside its folder."""
    path = folder / name
    if ".." in path.parts or not path.is_relative_to(folder):
        raise UnusableFileError(
            url,
            f"a key that leads out of its folder: {name}",
            "keys whose parts are names",
            "rename the key, or name the file that is meant",
        )
    return path


def _folder(path: Path) -> Unpacked:
    try:
        names = list(_names(path))
    except OSError as error:
        raise _unreadable(path.name, error) from error
    return _uploads(path, path.resolve().name, _checked(path.name, sort_folder(names)))


def _names(folder: Path, prefix: str = "", depth: int = 0) -> Iterator[str]:
    """Files of a folder, and of those below that may hold the pieces of one table."""
    for entry in sorted(folder.iterdir()):
        if not entry.is_dir():
            yield f"{prefix}{entry.name}"
        elif not entry.name.startswith(".") and ("=" in entry.name or depth + 1 < _PIECE):
            below = depth + ("=" not in entry.name)
            yield from _names(entry, f"{prefix}{entry.name}/", below)


def _checked(name: str, found: Sorted) -> Sorted:
    if found.files or found.datasets:
        return found
    held = f"a folder of {', '.join(found.left[:3])}" if found.left else "an empty folder"
    raise UnusableFileError(
        name, held, "stock lists as CSV, XLSX or Parquet in it", "name the folder of the exports"
    )


def _uploads(folder: Path, name: str, found: Sorted) -> Unpacked:
    """The files and datasets of a folder on disk."""
    files = [upload(folder / file, f"{name}/{file}", packed=True) for file in found.files]
    datasets = [
        _dataset(folder, "/".join(filter(None, (name, root))), pieces)
        for root, pieces in found.datasets.items()
    ]
    return Unpacked((*files, *datasets), left_out(name, found.left))


def _dataset(folder: Path, name: str, pieces: Sequence[str]) -> Upload:
    """Parquet files that are the pieces of one table; what their folders say is kept as text."""
    import polars as pl  # noqa: PLC0415 - one file needs no frame here

    paths = [folder / piece for piece in pieces]
    columns = dict.fromkeys((key for piece in pieces for key in partitions(piece)), pl.String)
    _check_schemas(name, paths)
    scan = pl.scan_parquet(paths, hive_partitioning=bool(columns), hive_schema=columns or None)
    return Upload(name, b"", max(map(_modified, paths)), scan=scan, packed=True)


def _check_schemas(name: str, paths: Sequence[Path]) -> None:
    import polars as pl  # noqa: PLC0415 - one file needs no frame here

    try:
        schemas = [pl.read_parquet_schema(path) for path in paths]
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnusableFileError(
            name,
            "a Parquet file that cannot be read, perhaps cut short",
            "whole Parquet files",
            "write or copy the folder again",
        ) from error
    odd = next((path for path, own in zip(paths, schemas, strict=True) if own != schemas[0]), None)
    if odd is not None:
        raise UnusableFileError(
            name,
            f"Parquet files that are no pieces of one table: {odd.name} has other columns",
            "Parquet files with the same columns",
            "write the folder again, or give its files one by one",
        )


def _modified(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def upload(path: Path, name: str | None = None, *, packed: bool = False) -> Upload:
    """A file from disk.

    Args:
        path: Where it is.
        name: What it is called; None for its own name.
        packed: Whether it lies with others in a folder that was given.

    Raises:
        UnusableFileError: It is not there, is a folder, or may not be read.
    """
    name = name or path.name
    try:
        return Upload(name, _contents(path), _modified(path), path, packed=packed)
    except OSError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: OSError) -> UnusableFileError:
    return UnusableFileError(
        name,
        found=(error.strerror or "it cannot be opened").lower(),
        needed="a file that exists and may be read",
        attempt="check the spelling of the path and the rights on the file",
    )


def _contents(path: Path) -> bytes | mmap.mmap:
    """All bytes of a file; of a long one a view that reads it where it is looked at.

    Raises:
        OSError: It may not be read.
    """
    if path.stat().st_size <= LEAST:
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
