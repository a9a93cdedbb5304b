"""What only Spark does: a session that runs already, its tables, and the command."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import profit_sentinel

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.spark
ROWS = 40
STOCK = pl.DataFrame({
    "SKU": [f"{1000 + row}" for row in range(ROWS)],
    "Qty On Hand": [-3.0 if row % 5 == 0 else 4.0 for row in range(ROWS)],
    "Unit Cost": [2.5] * ROWS,
    "Retail Price": [4.99] * ROWS,
    "As Of": ["2026-06-30"] * ROWS,
})  # fmt: skip
NEGATIVE = 8
"""SKUs of the stock that stand below nought: every fifth of forty."""


@pytest.fixture
def running() -> Any:
    """A session that was there before, with numbers that must not be unknown."""
    from profit_sentinel.engine.on_spark import session  # noqa: PLC0415 - needs PySpark

    session()
    from pyspark.sql import SparkSession  # noqa: PLC0415

    held = SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()
    held.conf.set("spark.sql.ansi.enabled", "true")
    return held


def found(digest: profit_sentinel.Digest) -> list[tuple[str, str, float]]:
    """What a digest lists, in one order."""
    return sorted((each.leak, each.sku, each.dollars) for each in digest.findings)


def test_a_table_of_a_running_spark_is_judged_there(running: Any) -> None:
    table = running.createDataFrame(STOCK.to_arrow())
    digest = profit_sentinel.analyze(table, engine="spark")
    assert found(digest) == found(profit_sentinel.analyze(STOCK))
    assert sum(each.leak == "negative_inventory" for each in digest.findings) == NEGATIVE


def test_the_settings_of_a_running_spark_stay(running: Any) -> None:
    before = dict(running.conf.getAll)
    profit_sentinel.analyze(STOCK, engine="spark")
    assert dict(running.conf.getAll) == before


def test_the_command_says_the_same_on_spark(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    STOCK.write_csv(path)
    said = [_digest(path, engine) for engine in ("polars", "spark")]
    assert said[0]["issues"]
    assert said[0] == said[1]


def _digest(path: Path, engine: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "profit_sentinel", "analyze", str(path), "--engine", engine]
    done = subprocess.run(
        [*command, "--format", "json"], capture_output=True, text=True, check=True, timeout=280
    )
    digest: dict[str, Any] = json.loads(done.stdout)
    del digest["summary"]["milliseconds"]
    for issue in digest["issues"]:
        del issue["detection_timestamp"]
    return {name: digest[name] for name in ("summary", "issues")}
