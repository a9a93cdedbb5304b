"""Scratch: a temporary folder that is made only when something is put into it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from tempfile import gettempdir
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def scratch() -> Iterator[Path]:
    """A place for temporary files, which goes with the block; most files need none.

    Whoever writes the first file makes the folder with `made`.
    """
    folder = Path(gettempdir(), f"profit-sentinel-{token_hex(8)}")
    try:
        yield folder
    finally:
        if folder.exists():
            rmtree(folder)


def made(folder: Path) -> Path:
    """A folder that nobody else may read, made if it is not there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
