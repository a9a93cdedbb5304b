"""Large chains: judged in parts from disk, they give the digest of a chain that fits in memory."""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING

import pytest

from profit_sentinel import Digest, analyze
from profit_sentinel.digest.serialise import digest_json
from profit_sentinel.engine.on_polars import PolarsEngine
from profit_sentinel.simulate.demo import demo_files
from profit_sentinel.simulate.parameters import ChainParameters

if TYPE_CHECKING:
    from pathlib import Path

CLOCK = {"generated_at", "pipeline_ms", "milliseconds", "detection_timestamp"}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of three small stores."""
    path = tmp_path_factory.mktemp("chain") / "inventory.csv"
    path.write_bytes(demo_files(ChainParameters(stores=3, rows_per_store=400))["inventory.csv"])
    return path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Have next to nothing fit in memory; the folder where the rest goes."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(PolarsEngine, "part_rows", 1)
    for limit in ("MOST_FOUND", "MOST_IN_MEMORY"):
        monkeypatch.setattr(f"profit_sentinel.services.analysis.{limit}", 0)
    monkeypatch.setattr(PolarsEngine, "chain_rows", 100)
    monkeypatch.setattr("profit_sentinel.ingest.duplicates.AT_ONCE", 100)
    return tmp_path


def told(digest: Digest) -> object:
    """All that a digest says but for the clock."""
    return json.loads(
        json.dumps(digest_json(digest)),
        object_hook=lambda said: {key: value for key, value in said.items() if key not in CLOCK},
    )


def test_a_chain_on_disk_gives_the_digest_of_one_in_memory(
    report: Path, request: pytest.FixtureRequest
) -> None:
    whole = analyze(report)
    folder = request.getfixturevalue("small")
    parts = analyze(report)
    assert list(folder.rglob("*.parquet"))
    assert told(parts) == told(whole)
    assert parts.findings.table.equals(whole.findings.table)
    assert list(parts.findings[:5]) == list(whole.findings[:5])


def test_many_issues_are_the_same_as_each_alone(report: Path, small: Path) -> None:
    digest = analyze(report)
    alone = [digest.issues[place] for place in range(len(digest.issues))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("profit_sentinel.digest.issue_list.FEW", 0)
        together = list(digest.issues)
    assert [issue.id for issue in together] == [issue.id for issue in alone]
    assert [list(issue.findings) for issue in together] == [list(each.findings) for each in alone]
    assert list(small.iterdir())


def test_findings_on_disk_are_deleted_with_the_last_who_holds_them(
    report: Path, small: Path
) -> None:
    digest = analyze(report)
    issue = digest.issues[0]
    del digest
    gc.collect()
    assert list(small.glob("*/*.parquet"))
    assert len(list(issue.findings)) == len(issue.findings)
    del issue
    gc.collect()
    assert list(small.iterdir()) == []
