"""Archives: the files of a zip as uploads of their own."""

import io
import mmap
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from profit_sentinel.domain.intake import UnusableFileError, Upload
from profit_sentinel.ingest.long import LEAST
from profit_sentinel.ingest.names import Worth, worth_of
from profit_sentinel.ingest.unpacking import too_large

_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_MOST = 1000
_LOCKED = 0x1
_SHOWN = 8
_OF_WORKBOOKS = ("[Content_Types].xml", "mimetype", "xl/workbook.xml")
_PIECE = 2**20
_DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError)
Put = Callable[[Iterator[bytes]], tuple[mmap.mmap, Path]]
"""Puts the pieces of a long file where they take no memory: a view of them, and where they lie."""


class Unpacked(NamedTuple):
    """Files as they are read, and what was left in its container."""

    uploads: tuple[Upload, ...]
    notes: tuple[str, ...] = ()


def unpack(uploads: Iterable[Upload], put: Put | None = None) -> Unpacked:
    """Put the files of every zip in its place; workbooks, which are zips too, stay.

    Args:
        uploads: Files of any kind.
        put: Takes in the long files of zips; without it they are held in memory.

    Raises:
        UnusableFileError: A zip is empty, locked, too large once unpacked, or holds another zip.
        OSError: There is no room to put a file.
    """
    each = [_unpack(upload, put) for upload in uploads]
    return Unpacked(
        tuple(upload for unpacked in each for upload in unpacked.uploads),
        tuple(note for unpacked in each for note in unpacked.notes),
    )


def _unpack(upload: Upload, put: Put | None) -> Unpacked:
    start = upload.data[:4]
    if start == _EMPTY_ZIP:
        raise _empty(upload.name)
    if start != _ZIP:
        return Unpacked((upload,))
    try:
        archive = zipfile.ZipFile(upload.path or io.BytesIO(upload.data))
    except (*_DAMAGES, OSError):
        return Unpacked((upload,))
    try:
        with archive:
            if not _is_workbook(archive):
                return _members(upload, archive, put)
    except _DAMAGES:
        pass
    return Unpacked((upload,))


def _is_workbook(archive: zipfile.ZipFile) -> bool:
    return any(name in _OF_WORKBOOKS for name in archive.namelist())


def _members(upload: Upload, archive: zipfile.ZipFile, put: Put | None) -> Unpacked:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    worth = {entry.filename: worth_of(entry.filename) for entry in entries}
    wanted = [entry for entry in entries if worth[entry.filename] is Worth.READ]
    wanted = wanted or [entry for entry in entries if worth[entry.filename] is Worth.UNKNOWN]
    if not wanted:
        raise _empty(upload.name, [name for name in worth if worth[name] is not Worth.NOTHING])
    _check(upload, wanted)
    taken = {entry.filename for entry in wanted}
    left = [name for name in worth if name not in taken and worth[name] is not Worth.NOTHING]
    members = tuple(_member(upload, archive, entry, put) for entry in wanted)
    return Unpacked(members, left_out(upload.name, left))


def _member(
    upload: Upload, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, put: Put | None
) -> Upload:
    name, pieces = f"{upload.name}/{entry.filename}", _pieces(archive, entry)
    data, path = put(pieces) if put and entry.file_size > LEAST else (b"".join(pieces), None)
    if data[:4] in {_ZIP, _EMPTY_ZIP} and not _holds_workbook(data):
        raise UnusableFileError(
            name,
            "a zip inside a zip",
            "stock lists as CSV, XLSX or Parquet in one zip",
            "unpack the inner zip and give its files",
        )
    return replace(upload, name=name, data=data, path=path, packed=True)


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a file of a zip holds; damage that looks like trouble of the system is damage."""
    try:
        with archive.open(entry) as file:
            while piece := file.read(_PIECE):
                yield piece
    except OSError as error:
        message = f"{entry.filename}: {error}"
        raise zipfile.BadZipFile(message) from error


def _holds_workbook(data: bytes | mmap.mmap) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _is_workbook(archive)
    except (*_DAMAGES, OSError):
        return True


def _check(upload: Upload, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse what must not be unpacked; a zip that lies about its sizes fails when it is read."""
    name = upload.name
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise UnusableFileError(
            name, "a zip locked with a password", "files without a password", "unpack it first"
        )
    size = sum(entry.file_size for entry in entries)
    if size > upload.most:
        raise too_large(name, len(entries), size, upload.most)
    if len(entries) > _MOST:
        raise UnusableFileError(
            name,
            f"{len(entries):,} files",
            f"at most {_MOST:,} files in a zip",
            "unpack it and give the files or their folder",
        )


def left_out(container: str, names: Sequence[str]) -> tuple[str, ...]:
    """What to say about files of a container that are not read."""
    if not names:
        return ()
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return (f"{container}: not read: {', '.join(names[:_SHOWN])}{more}.",)


def _empty(name: str, held: Sequence[str] = ()) -> UnusableFileError:
    return UnusableFileError(
        name,
        f"a zip of {', '.join(held[:_SHOWN])}" if held else "an empty zip file",
        "a stock list as CSV, XLSX or Parquet",
        "export the list again",
    )
