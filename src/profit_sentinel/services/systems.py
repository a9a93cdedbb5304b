"""Known systems: the built-in ones and those a person added."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from profit_sentinel.digest.systems import system_text, systems_json, systems_text
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.ingest.papers import recognised
from profit_sentinel.ingest.starter import starter
from profit_sentinel.ingest.system_file import SystemFileError, joined, read_system
from profit_sentinel.services.inputs import arrive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from profit_sentinel.ingest.systems import System

HOME = "PROFIT_SENTINEL_HOME"
"""The variable that names the data folder."""
FOLDER = "systems"
"""The folder in the data folder whose system files are always known."""


class UnknownSystemError(WrongUsageError):
    """A system nobody added."""

    def __init__(self, name: str, known: Sequence[System]) -> None:
        ids = ", ".join(system.id for system in known)
        super().__init__(f"there is no system {name!r}; there are {ids}")


def data_folder() -> Path:
    """Where a person's own files are kept: `PROFIT_SENTINEL_HOME`, else the platform's place."""
    if given := os.environ.get(HOME):
        return Path(given).expanduser()
    return _places().get(sys.platform, _xdg()) / "profit-sentinel"


def _places() -> Mapping[str, Path]:
    local = os.environ.get("LOCALAPPDATA")
    return {
        "darwin": Path.home() / "Library" / "Application Support",
        "win32": Path(local) if local else Path.home() / "AppData" / "Local",
    }


def _xdg() -> Path:
    given = os.environ.get("XDG_DATA_HOME")
    return Path(given) if given else Path.home() / ".local" / "share"


def known_systems(folders: Iterable[str | Path] = ()) -> tuple[System, ...]:
    """The built-in systems, those of the data folder, and those of some folders.

    Raises:
        SystemFileError: A system file that cannot be used, or a folder without any.
    """
    return joined(_own(folders))


def _own(folders: Iterable[str | Path]) -> Iterator[System]:
    kept = data_folder() / FOLDER
    if kept.is_dir():
        yield from map(_read, _files(kept))
    for folder in map(Path, folders):
        if not (found := _files(folder)):
            message = f"{folder}: no system file; a system file ends with .toml"
            raise SystemFileError(message)
        if not (kept.is_dir() and folder.samefile(kept)):
            yield from map(_read, found)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if path.is_file())


def _read(path: Path) -> System:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path}: not TOML: not UTF-8 text"
        raise SystemFileError(message) from error
    return read_system(path.name, text, str(path))


def shown(name: str | None, folders: Iterable[str | Path], form: str) -> str:
    """All known systems, or one, as `table`, `markdown` or `json`.

    Raises:
        UnknownSystemError: There is no such system.
        SystemFileError: A system file that cannot be used.
    """
    known = known_systems(folders)
    if name is not None:
        known = tuple(system for system in known if system.id == name) or _missing(name, known)
    if form == "json":
        each = [systems_json(system) for system in known]
        whole = each if name is None else each[0]
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    if name is not None:
        return system_text(known[0])
    return systems_text(known, markdown=form == "markdown")


def _missing(name: str, known: Sequence[System]) -> tuple[System, ...]:
    raise UnknownSystemError(name, known)


def written_as(
    name: str, source: str | Path, columns: Mapping[str, str], folders: Iterable[str | Path]
) -> str:
    """A system file for an export, to look over and keep.

    Args:
        name: What people call the system.
        source: The export.
        columns: Canonical column to header, where a person chose.
        folders: Folders of system files.

    Raises:
        UnusableFileError: The file holds no table.
        WrongUsageError: `columns` names a column or header that does not exist.
    """
    known = known_systems(folders)
    with TemporaryDirectory(prefix="profit-sentinel-") as folder:
        arrived = arrive([source], Path(folder))
        found = recognised(arrived.uploads, columns=columns)
    return starter(name, found[0][1], known)
