"""A cluster of its own: Spark's standalone master and two workers, each a process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest

import profit_sentinel
from profit_sentinel.simulate.demo import demo_files
from simulated import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.spark
HERE = "127.0.0.1"
PATIENCE = 120
ON_CLUSTER = """
import json, sys
from pyspark.sql import SparkSession
import profit_sentinel

master, path = sys.argv[1:]
told = {
    "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1",
    "spark.executor.memory": "768m", "spark.log.level": "ERROR", "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false", "spark.scheduler.minRegisteredResourcesRatio": "1.0",
}
spark = SparkSession.builder.master(master).config(map=told).getOrCreate()
digest = profit_sentinel.analyze(path, engine="spark")
machines = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
found = [[each.leak, each.store_id, each.sku, each.dollars] for each in digest.findings]
print(json.dumps({"machines": machines, "found": sorted(found)}))
"""


def test_two_machines_find_what_one_finds(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_bytes(demo_files(SMALL)["inventory.csv"])
    alone = profit_sentinel.analyze(path).findings
    with cluster(tmp_path, machines=2) as master:
        done = subprocess.run(
            [sys.executable, "-c", ON_CLUSTER, master, str(path)],
            capture_output=True, text=True, check=True, timeout=800,
        )  # fmt: skip
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["machines"] == 2
    assert said["found"] == sorted([[x.leak, x.store_id, x.sku, x.dollars] for x in alone])
    assert said["found"]


@contextmanager
def cluster(folder: Path, *, machines: int) -> Iterator[str]:
    """The address of a master with some workers of one core each."""
    with socket.socket() as held:
        held.bind((HERE, 0))
        port = held.getsockname()[1]
    address = f"spark://{HERE}:{port}"
    with ExitStack() as stack:
        stack.enter_context(started(folder / "master", "master.Master", "--port", str(port)))
        waited_for(folder / "master.log", "I have been elected leader")
        for number in range(machines):
            place = folder / f"worker-{number}"
            options = ["--cores", "1", "--memory", "1G", "--work-dir", str(place), address]
            stack.enter_context(started(place, "worker.Worker", *options))
            waited_for(place.with_suffix(".log"), "Successfully registered with master")
        yield address


@contextmanager
def started(place: Path, name: str, *options: str) -> Iterator[Any]:
    """A process of Spark's own that notes what it does in a log."""
    import pyspark  # noqa: PLC0415 - an extra

    spark = Path(pyspark.__file__).parent
    program = str(spark / "bin" / "spark-class")
    command = [program, f"org.apache.spark.deploy.{name}", "--host", HERE]
    told = {"SPARK_HOME": str(spark), "SPARK_LOCAL_IP": HERE, "PYSPARK_PYTHON": sys.executable}
    with place.with_suffix(".log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--webui-port", "0", *options], env=os.environ | told, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def waited_for(log: Path, words: str) -> None:
    """Wait until a log says something."""
    until = monotonic() + PATIENCE
    while words not in log.read_text("utf-8", errors="replace"):
        assert monotonic() < until, log.read_text("utf-8", errors="replace")
        sleep(0.2)
