"""The catalogue of leaks as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.page import page, row
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.leaks.catalogue import calibrations, catalogue
from profit_sentinel.services.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from profit_sentinel.settings import Settings


class UnknownLeakError(WrongUsageError):
    """A leak the catalogue does not have."""

    def __init__(self, leak: str) -> None:
        super().__init__(f"there is no leak {leak!r}; there are {', '.join(sorted(catalogue()))}")


def listing() -> str:
    """One line per leak."""
    leaks = sorted(catalogue().values(), key=lambda leak: leak.id)
    return "\n".join(row(leak) for leak in leaks) + "\n"


def explain(name: str, settings: Settings) -> str:
    """The page of one leak.

    Raises:
        UnknownLeakError: There is no such leak.
    """
    leak = catalogue().get(name)
    if leak is None:
        raise UnknownLeakError(name)
    return page(leak, settings, calibrations().get(name))


def write_pages(folder: Path, settings: Settings) -> int:
    """Write a page per leak and return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in catalogue():
        write_whole(folder / f"{name}.md", explain(name, settings).encode())
    return len(catalogue())
