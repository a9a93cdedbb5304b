"""The demo chain on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.services.files import write_whole
from profit_sentinel.simulate.demo import demo_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write_demo(
    folder: Path,
    advance: Callable[[float], None],
    *,
    system: str = "epicor_eagle",
    companions: bool = False,
    history: bool = False,
) -> list[Path]:
    """Write the demo chain's files and return their paths.

    Args:
        folder: Made if it is not there; files of the same names are replaced.
        advance: Called with the share done, 0 to 1.
        system: Id of the point-of-sale system that writes the stock.
        companions: Also purchase orders, sales, counts and prices.
        history: Also the reports of 30 and 90 days before.

    Raises:
        WrongUsageError: For a system the simulator does not know.
    """
    files = demo_files(
        progress=advance, system=system, with_companions=companions, with_history=history
    )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in files.items():
        path = folder / name
        write_whole(path, data)
        written.append(path)
    return written
