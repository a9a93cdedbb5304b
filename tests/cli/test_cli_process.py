import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from builders import LAMPS_BACK

COMMAND = (str(Path(sys.executable).with_name("profit-sentinel")),)
MODULE = (sys.executable, "-m", "profit_sentinel")


def run(
    *arguments: object,
    command: tuple[str, ...] = MODULE,
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own."""
    return subprocess.run(
        [*command, *(str(argument) for argument in arguments)],
        capture_output=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
    )


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("command", [COMMAND, MODULE], ids=["installed", "module"])
def test_the_command_prints_the_digest_and_nothing_else(
    export: Path, command: tuple[str, ...], engine: str
) -> None:
    asked = ("--format", "json", "--engine", engine)
    done = run("analyze", export, *asked, command=command)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["summary"]["total_dollar_impact"] == LAMPS_BACK


def test_a_table_loads_nothing_that_only_other_results_need(export: Path) -> None:
    idle = {"xlsxwriter", "pydantic", "annotated_types", "duckdb", "rich"}
    loaded = run("analyze", export, command=(sys.executable, "-X", "importtime", *MODULE[1:]))
    names = {line.rsplit("|", 1)[-1].strip() for line in loaded.stderr.decode().splitlines()}
    assert "polars" in names
    assert not idle & names


def test_a_refusal_is_exit_code_3_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    done = run("analyze", tmp_path / "empty.csv")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"try:" in done.stderr
    assert b"Traceback" not in done.stderr


def test_wrong_usage_is_exit_code_2(export: Path) -> None:
    done = run("analyze", export, "--leak", "rust")
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_a_terminal_without_unicode_still_shows_the_digest(export: Path, form: str) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("analyze", export, "--format", form, environment=plain)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"HAMMER" in done.stdout


def test_a_reader_that_has_seen_enough_is_no_error(export: Path) -> None:
    with subprocess.Popen(
        [*MODULE, "analyze", str(export)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode in {0, 1}


def test_progress_is_shown_on_a_terminal_beside_the_result(export: Path) -> None:
    ours, theirs = os.openpty()
    done = subprocess.run(
        [*MODULE, "analyze", str(export), "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        check=True,
        timeout=60,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    shown = os.read(ours, 65_536)
    os.close(ours)
    assert json.loads(done.stdout)["issues"]
    assert b"writing the digest" in shown


def test_json_keeps_every_letter_on_a_terminal_without_unicode(export: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("analyze", export, "--format", "json", environment=plain)
    names = [
        sku["description"] for each in json.loads(done.stdout)["issues"] for sku in each["skus"]
    ]
    assert "CAFÉ TABLE" in names


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_behind_standard_output_is_said(export: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "profit_sentinel", "analyze", export],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode != 0
    assert b"Traceback" not in done.stderr
