from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import profit_sentinel
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.settings import load
from profit_sentinel.simulate.systems import systems

Call = Callable[..., Result]


def test_every_leak_is_listed_with_its_money(call: Call) -> None:
    lines = call("leaks").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [name, catalogue()[name].money.value] for name in sorted(catalogue())
    ]


@pytest.mark.parametrize("leak", sorted(catalogue()))
def test_a_leak_is_explained(call: Call, leak: str) -> None:
    said = call("leaks", leak).stdout
    assert said.startswith(f"# {catalogue()[leak].title} (`{leak}`)\n")
    assert catalogue()[leak].action in said


def test_an_unknown_leak_is_wrong_usage(call: Call) -> None:
    result = call("leaks", "rust")
    assert result.exit_code == 2
    assert "dead_stock" in result.stderr


def test_an_explanation_shows_the_constants_in_force(call: Call) -> None:
    assert "`dead_stock.limit_days` = 180" in call("leaks", "dead_stock").stdout


def test_a_settings_file_changes_the_explanation(call: Call, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[dead_stock]\nlimit_days = 123\n")
    said = call("leaks", "dead_stock", "--settings", tmp_path / "own.toml").stdout
    assert "`dead_stock.limit_days` = 123" in said


def test_pages_are_written(call: Call, tmp_path: Path) -> None:
    result = call("leaks", "--out", tmp_path / "pages")
    assert result.stdout == ""
    assert {page.stem for page in (tmp_path / "pages").iterdir()} == set(catalogue())


def test_the_demo_is_written(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"inventory.csv": b"SKU\n", "README.txt": b"A chain.\n"}
    asked: dict[str, object] = {}
    monkeypatch.setattr(
        "profit_sentinel.services.demo.demo_files", lambda **given: asked.update(given) or files
    )
    out = tmp_path / "new" / "demo"
    result = call("demo", "--out", out, "--system", "do_it_best", "--companions")
    assert asked["system"] == "do_it_best"
    assert (asked["with_companions"], asked["with_history"]) == (True, False)
    assert result.exit_code == 0
    assert result.stdout == ""
    written = {path.name: path.read_bytes() for path in (tmp_path / "new" / "demo").iterdir()}
    assert written == files


def test_a_system_the_simulator_does_not_know_is_wrong_usage(call: Call, tmp_path: Path) -> None:
    result = call("demo", "--out", tmp_path / "demo", "--system", "abacus")
    assert result.exit_code == 2
    assert "no system is called abacus; use epicor_eagle" in result.stderr
    assert not (tmp_path / "demo").exists()


def test_the_help_names_every_system_of_the_simulator(call: Call) -> None:
    said = call("demo", "--help").stdout
    assert all(system in said for system in systems())


def test_a_folder_that_is_a_file_is_wrong_usage(call: Call, tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("")
    assert call("demo", "--out", tmp_path / "demo").exit_code == 2


def test_the_version_is_printed(call: Call) -> None:
    assert call("--version").stdout == f"profit-sentinel {profit_sentinel.__version__}\n"


@pytest.mark.parametrize("command", ["analyze", "columns", "leaks", "demo"])
def test_every_command_explains_itself(call: Call, command: str) -> None:
    assert command in call("--help").stdout
    assert call(command, "--help").exit_code == 0


def test_no_command_is_a_question_for_help(call: Call) -> None:
    result = call()
    assert "analyze" in result.stdout + result.stderr


def test_one_leak_and_a_folder_for_all_is_wrong_usage(call: Call, tmp_path: Path) -> None:
    assert call("leaks", "dead_stock", "--out", tmp_path / "pages").exit_code == 2
    assert not (tmp_path / "pages").exists()


@pytest.mark.parametrize("preset", ["hardware", "garden", "lumber", "convenience"])
def test_printed_settings_are_settings(call: Call, tmp_path: Path, preset: str) -> None:
    printed = call("settings", "--preset", preset).stdout
    path = tmp_path / "mine.toml"
    path.write_text(printed, encoding="utf-8")
    assert call("settings", "--settings", path).stdout == printed
    assert load(preset) == load(None, printed)
