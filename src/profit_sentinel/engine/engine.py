"""What an engine must do: take in a frame, compute it once, hand results back."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from profit_sentinel.domain.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from profit_sentinel.engine.frame import Frame


class Worked(NamedTuple):
    """What some tables come to, and the seconds the last step took."""

    rows: pl.DataFrame
    last: float


Work: TypeAlias = "Callable[[Mapping[str, Frame]], Frame]"
"""What is made of tables that an engine took in."""
Repeated: TypeAlias = "Callable[[Mapping[str, pl.DataFrame]], Worked]"
"""The same for any number of tables of these names."""


class Engine(Protocol):
    """Runs expressions on some kind of frame."""

    name: str
    language: str
    """Module whose words it understands; see `declaration.words`."""
    part_rows: int
    """Rows judged at a time: many enough that a part's fixed cost is small, few enough to fit."""
    chain_rows: int
    """Rows whose figures across stores are worked out together, about 60 bytes of memory each."""
    parts_at_once: int
    """Parts judged at the same time, so that one computes while another waits for a single core."""

    def load(self, frame: pl.DataFrame) -> Frame:
        """Take in a canonical frame."""

    def materialise(self, frame: Frame) -> Frame:
        """Compute a frame once, so that what follows does not compute it again.

        Frames that were computed before may be gone then.
        """

    def release(self) -> None:
        """Forget everything taken in and computed so far."""

    def collect(self, frames: Sequence[Frame]) -> list[pl.DataFrame]:
        """Compute frames and hand them back as Polars frames."""

    def repeated(self, work: Work) -> Repeated:
        """Work that is done again and again; what was computed is forgotten after each time.

        Args:
            work: Makes of frames what they say, by their names and columns alone: an engine may
                keep how it is done from one time to the next.
        """


def loaded(engine: Engine, tables: Mapping[str, pl.DataFrame]) -> dict[str, Frame]:
    """Tables by name, taken in."""
    return {name: engine.load(table) for name, table in tables.items()}


def anew(engine: Engine, work: Work) -> Repeated:
    """Work that is written anew each time."""

    def once(tables: Mapping[str, pl.DataFrame]) -> Worked:
        frame = work(loaded(engine, tables))
        began = perf_counter()
        (rows,) = engine.collect([frame])
        engine.release()
        return Worked(rows, perf_counter() - began)

    return once


def engine_named(name: str, memory: str | None = None, folder: Path | None = None) -> Engine:
    """The engine of a name, imported only when asked for.

    Args:
        name: `polars`, `duckdb` or `spark`.
        memory: Most memory DuckDB may take, such as `2GB`; the others have no such limit.
        folder: Where DuckDB puts what does not fit.

    Raises:
        ValueError: No such engine, or a limit that cannot be held.
        WrongUsageError: What it needs is not installed.
    """
    if memory is not None and name != "duckdb":
        message = f"the engine {name} holds no memory limit; take duckdb"
        raise WrongUsageError(message)
    if name == "polars":
        from profit_sentinel.engine.on_polars import PolarsEngine  # noqa: PLC0415 - lazy on purpose

        return PolarsEngine()
    if name == "duckdb":
        from profit_sentinel.engine.on_duckdb import DuckDBEngine  # noqa: PLC0415 - lazy on purpose

        return DuckDBEngine(memory, folder)
    if name == "spark":
        from profit_sentinel.engine.on_spark import SparkEngine  # noqa: PLC0415 - lazy on purpose

        return SparkEngine()
    message = f"unknown engine {name!r}; there are polars, duckdb and spark"
    raise ValueError(message)
