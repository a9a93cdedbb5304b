"""The command on damaged files: a digest or a refusal, no traceback, no half findings file."""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import polars as pl
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.mutations import mutated

CASES = max(40, int(os.environ.get("TORTURE", "0")) // 50)
DONE, REFUSED = 0, 3


@settings(
    max_examples=CASES,
    deadline=None,
    derandomize="TORTURE" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**64))
def test_a_damaged_file_gives_a_digest_or_a_refusal(call: Callable[..., Result], seed: int) -> None:
    with TemporaryDirectory() as folder:
        stock, findings = Path(folder, "stock.csv"), Path(folder, "findings.csv")
        stock.write_bytes(mutated(Random(seed)).data)
        result = call("analyze", stock, "--findings", findings)
        assert result.exit_code in (DONE, REFUSED)
        assert "Traceback" not in result.output
        assert findings.exists() is (result.exit_code == DONE)
        left = {path.name for path in Path(folder).iterdir()} - {stock.name, findings.name}
        assert not left
        if findings.exists():
            assert pl.read_csv(findings, infer_schema=False).width > 1
