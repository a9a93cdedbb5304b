"""The walk of CONTRIBUTING.md that adds a point-of-sale system, step by step as it stands there."""

import json
import re
import shlex
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

Call = Callable[..., Result]

PAGE = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
WALK = PAGE.split("## Add a point-of-sale system", 1)[1].split("\n## ", 1)[0]


def blocks(kind: str) -> list[str]:
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```$", WALK, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(text) for _, text in found]


def lines(text: str) -> Iterator[list[str]]:
    yield from map(shlex.split, text.strip().splitlines())


def step(words: list[str], call: Call) -> str:
    """Run one line of a block as a shell would."""
    if words[0] == "mkdir":
        Path(words[1]).mkdir()
        return ""
    assert words[0] == "profit-sentinel"
    arguments, out = (words[1:-2], words[-1]) if words[-2] == ">" else (words[1:], None)
    result = call(*arguments)
    assert result.exit_code == 0, result.stderr
    if out:
        Path(out).write_text(result.stdout, encoding="utf-8")
    return result.stdout


@pytest.fixture
def walked(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What every step printed, in a folder that holds what the walk made."""
    monkeypatch.chdir(tmp_path)
    Path("acme.csv").write_text(blocks("csv")[0], encoding="utf-8")
    return [step(words, call) for block in blocks("sh") for words in lines(block)]


def test_the_walk_writes_the_file_it_shows(walked: list[str]) -> None:
    assert Path("systems/acme.toml").read_text(encoding="utf-8") == blocks("toml")[0]
    before, after = walked[0], walked[-2]
    assert "no known system" in before
    assert "system acme" in after


def test_after_the_walk_such_exports_are_read_unasked(walked: list[str], call: Call) -> None:
    assert "6 of 6 rows used" in " ".join(walked[-1].split())
    told = json.loads(
        call("columns", "acme.csv", "--systems", "systems", "--format", "json").stdout
    )
    used = {column["header"]: column["canonical"] for column in told["columns"]}
    assert used == {
        "Article": "sku", "Wording": "description", "Physical": "on_hand", "Landed": "unit_cost",
        "Till": "retail_price", "House": "vendor", "Grade": None,
    }  # fmt: skip
    assert not any(column["doubtful"] for column in told["columns"])


def test_a_system_in_the_data_folder_needs_no_option(
    walked: list[str], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert walked
    monkeypatch.setenv("PROFIT_SENTINEL_HOME", str(Path.cwd()))
    assert "system acme" in call("columns", "acme.csv").stdout
