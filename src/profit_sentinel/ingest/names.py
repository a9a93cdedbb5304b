"""Names in a zip or folder: which files are worth reading, and which are read as one."""

from collections.abc import Iterable, Mapping
from enum import Enum, auto
from pathlib import PurePosixPath
from typing import NamedTuple

_PARQUET = frozenset({".parquet", ".pq"})
_READ = _PARQUET | {".csv", ".tsv", ".tab", ".txt", ".psv", ".xlsx", ".xlsm", ".xls", ".zip"}
_OTHERS = frozenset(
    {
        ".pdf", ".doc", ".docx", ".rtf", ".md", ".html", ".htm", ".json", ".xml", ".yaml", ".yml",
        ".toml", ".ini", ".log", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".py", ".sh", ".exe",
        ".dll", ".gz", ".crc", ".sql", ".db", ".sqlite", ".ppt", ".pptx", ".eml", ".msg",
    }
)  # fmt: skip
_OF_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "__macosx", "_success"})
_DEEPEST = 2


class Worth(Enum):
    """What the name of a file in a container tells."""

    READ = auto()
    """It is read."""
    UNKNOWN = auto()
    """It is read when nothing else in the container is."""
    OTHER = auto()
    """It is no table, or hidden; it is told that it is not read."""
    NOTHING = auto()
    """A computer put it there; nothing is told."""


class Sorted(NamedTuple):
    """The files of a folder.

    Attributes:
        files: Names of those that are read one by one.
        datasets: Parquet files that are read as one, by the name of their folder.
        left: Names of those that are not read.
    """

    files: tuple[str, ...]
    datasets: Mapping[str, tuple[str, ...]]
    left: tuple[str, ...]


def worth_of(name: str) -> Worth:
    """Whether a file in a container is read.

    Args:
        name: Its path in the container, parted by slashes.
    """
    path = PurePosixPath(name)
    if any(part.lower() in _OF_SYSTEMS or part.startswith("._") for part in path.parts):
        return Worth.NOTHING
    ending = path.suffix.lower()
    if path.name.startswith((".", "_", "~$")):
        return Worth.OTHER if ending in _READ else Worth.NOTHING
    if ending in _READ:
        return Worth.READ
    return Worth.OTHER if ending in _OTHERS else Worth.UNKNOWN


def sort_folder(names: Iterable[str]) -> Sorted:
    """Say which files of a folder are read, and which of them as one.

    Files in folders below are not, Parquet files that were written as the pieces of one table
    (`stock/store_id=1/part-0.parquet`) apart.

    Args:
        names: Paths in the folder, parted by slashes.
    """
    ordered = sorted(names)
    pieces = {name: root for name in ordered if (root := _dataset(name)) is not None}
    flat = {name: worth_of(name) for name in ordered if "/" not in name and name not in pieces}
    files = _of(flat, Worth.READ)
    if not (files or pieces):
        files = _of(flat, Worth.UNKNOWN)
    taken = {*files, *pieces}
    told = (name for name in ordered if name not in taken and worth_of(name) is not Worth.NOTHING)
    roots = dict.fromkeys(pieces.values())
    datasets = {root: tuple(name for name in pieces if pieces[name] == root) for root in roots}
    return Sorted(files, datasets, tuple(told))


def partitions(name: str) -> dict[str, str]:
    """What the folders of a file say of all of its rows: `store_id=1/` is a column."""
    folders = PurePosixPath(name).parts[:-1]
    return {key: value for key, mark, value in (part.partition("=") for part in folders) if mark}


def _of(flat: Mapping[str, Worth], worth: Worth) -> tuple[str, ...]:
    return tuple(name for name, each in flat.items() if each is worth)


def _dataset(name: str) -> str | None:
    """The folder whose Parquet files are read as one with this; None when it is read alone."""
    path = PurePosixPath(name)
    if path.suffix.lower() not in _PARQUET or worth_of(name) is not Worth.READ:
        return None
    plain = [part for part in path.parts[:-1] if "=" not in part]
    if len(plain) >= _DEEPEST or not (partitions(name) or path.name.startswith("part-")):
        return None
    return "/".join(plain)
