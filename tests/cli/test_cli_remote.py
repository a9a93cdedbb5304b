"""The command on files in a cloud."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from storage import Storage

Call = Callable[..., Result]


def test_a_file_of_a_cloud_is_analysed_as_one_here(
    call: Call, storage: Storage, stock: str, export: Path
) -> None:
    far = call("analyze", storage.put("night/export.csv", stock))
    near = call("analyze", export)
    assert far.exit_code == near.exit_code == 0
    assert _headline(far) == _headline(near)
    assert "export.csv" in far.stdout


def _headline(result: Result) -> str:
    return result.stdout.splitlines()[1]


def test_the_columns_of_a_file_of_a_cloud_are_shown(
    call: Call, storage: Storage, stock: str
) -> None:
    result = call("columns", storage.put("night/export.csv", stock))
    assert result.exit_code == 0
    assert result.stdout.startswith("export.csv: inventory")


@pytest.mark.parametrize("command", ["analyze", "columns"])
@pytest.mark.usefixtures("storage")
def test_what_is_not_there_is_an_unusable_file(command: str, call: Call) -> None:
    result = call(command, "s3://exports/none.csv")
    assert result.exit_code == 3
    assert "s3://exports/none.csv: no such file or folder" in result.stderr
    assert not result.stdout
