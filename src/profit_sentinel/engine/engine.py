"""What an engine must do: take in a frame, compute it once, hand results back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from profit_sentinel.engine.frame import Frame


class Engine(Protocol):
    """Runs expressions on some kind of frame."""

    name: str
    language: str
    """Module whose words it understands; see `declaration.words`."""

    def load(self, frame: pl.DataFrame) -> Frame:
        """Take in a canonical frame."""

    def materialise(self, frame: Frame) -> Frame:
        """Compute a frame once, so that what follows does not compute it again."""

    def release(self) -> None:
        """Forget everything taken in and computed so far."""

    def collect(self, frames: Sequence[Frame]) -> list[pl.DataFrame]:
        """Compute frames and hand them back as Polars frames."""


def engine_named(name: str) -> Engine:
    """The engine of a name, imported only when asked for.

    Raises:
        ValueError: No such engine.
        RuntimeError: Its package is not installed.
    """
    if name == "polars":
        from profit_sentinel.engine.on_polars import PolarsEngine  # noqa: PLC0415 - lazy on purpose

        return PolarsEngine()
    if name == "duckdb":
        from profit_sentinel.engine.on_duckdb import DuckDBEngine  # noqa: PLC0415 - lazy on purpose

        return DuckDBEngine()
    message = f"unknown engine {name!r}; there are polars and duckdb"
    raise ValueError(message)
