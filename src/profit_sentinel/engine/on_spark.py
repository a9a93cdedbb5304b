"""Spark: an engine for chains whose rules are to run on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import narwhals as nw
import polars as pl
from polars import selectors as cs

from profit_sentinel.declaration.words import NARWHALS
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.engine.engine import anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profit_sentinel.engine.engine import Repeated, Work
    from profit_sentinel.engine.frame import Frame

ALONE = {
    "spark.app.name": "profit-sentinel",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.master": "local[*]",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""How Spark is started where none is running: on this machine, unheard, silent."""
UNFOLDING = ("CollapseProject", "PushDownPredicates", "PushPredicateThroughNonJoin")
"""Steps of Spark's planner that write a column out as what it is made of, wherever it is named.

A column of ours rests on a hundred others, so that the plan outgrows any memory.
"""
RULES = {
    "spark.sql.ansi.enabled": "false",  # no number is an unknown one, not the end of the run
    "spark.sql.codegen.wholeStage": "false",  # a stage is more code than a method may hold
    "spark.sql.constraintPropagation.enabled": "false",  # see UNFOLDING
    "spark.sql.optimizer.excludedRules": ",".join(
        f"org.apache.spark.sql.catalyst.optimizer.{rule}" for rule in UNFOLDING
    ),
}
"""What the rules need, set in a session of our own so that nobody else's changes."""


class SparkEngine:
    """Runs declarations in a session of its own, of the Spark that runs or else of a local one."""

    name = "spark"
    language = NARWHALS
    part_rows = 2_000_000
    chain_rows = 4_000_000
    parts_at_once = 1

    def __init__(self) -> None:
        """Open the session.

        Raises:
            WrongUsageError: PySpark or Java is missing, or Spark does not start.
        """
        self.session = session()

    def load(self, frame: pl.DataFrame) -> Frame:
        """Take in a canonical frame."""
        signed = frame.with_columns(cs.unsigned_integer().cast(pl.Int64))
        return cast("Frame", nw.from_native(self.session.createDataFrame(signed.to_arrow())))

    def materialise(self, frame: Frame) -> Frame:
        """Compute a frame once and forget how: a cached frame's plan would grow with every join."""
        return cast("Frame", nw.from_native(frame.to_native().localCheckpoint()))

    def release(self) -> None:
        """Forget what was computed; Spark itself keeps nothing that nobody holds."""

    def collect(self, frames: Sequence[Frame]) -> list[pl.DataFrame]:
        """Compute several frames, one after the other."""
        return [pl.DataFrame(frame.to_native().toArrow()) for frame in frames]

    def repeated(self, work: Work) -> Repeated:
        """Work that is written anew each time."""
        return anew(self, work)


def session() -> Any:  # noqa: ANN401 - PySpark is an extra
    """A session with the settings of the rules.

    Raises:
        WrongUsageError: PySpark or Java is missing, or Spark does not start.
    """
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - imported when asked for
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        message = "the spark engine is not installed: pip install 'profit-sentinel[spark]'"
        raise WrongUsageError(message) from error
    try:
        running = (
            SparkSession.getActiveSession() or SparkSession.builder.config(map=ALONE).getOrCreate()
        )
    except (PySparkException, OSError) as error:
        message = f"Spark does not start; it needs Java 17 or newer (JAVA_HOME): {error}"
        raise WrongUsageError(message) from error
    own = running.newSession()
    for name, value in RULES.items():
        own.conf.set(name, value)
    own.conf.set("spark.sql.shuffle.partitions", str(own.sparkContext.defaultParallelism))
    return own
