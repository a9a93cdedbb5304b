import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from profit_sentinel.ingest.system_file import built_in

Call = Callable[..., Result]

EXPORT = "Article,Physical,Landed,Till\n00100,4,5.50,9.99\n00101,-3,6.50,12.99\n00102,8,1,2\n"
ACME = """\
name = "Acme"
fingerprint = ["Article", "Physical"]
[columns]
sku = ["Article"]
on_hand = ["Physical"]
unit_cost = ["Landed"]
retail_price = ["Till"]
"""


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """An export nobody knows."""
    path = tmp_path / "acme.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a system file for it."""
    path = tmp_path / "own"
    path.mkdir()
    (path / "acme.toml").write_text(ACME, encoding="utf-8")
    return path


def test_the_known_systems_are_listed(call: Call) -> None:
    said = call("systems").stdout.splitlines()
    assert len(said) == 1 + len(built_in())
    square = next(line for line in said if line.startswith("square"))
    for words in ("Square", "item name, sku, token, variation name", "built in", "verified"):
        assert words in square
    assert "unverified" in next(line for line in said if line.startswith("paladin "))


def test_the_list_is_markdown_or_json_too(call: Call) -> None:
    assert call("systems", "--format", "markdown").stdout.startswith("| id | name |")
    told = json.loads(call("systems", "--format", "json").stdout)
    assert {system["id"] for system in told} == {system.id for system in built_in()}
    assert all(system["origin"] == "built in" for system in told)


def test_one_system_is_told_in_full(call: Call) -> None:
    said = call("systems", "square").stdout
    for words in ("Square (square): inventory", "sku = sku", "current quantity", "not used: token"):
        assert words in said.lower() or words in said
    told = json.loads(call("systems", "square", "--format", "json").stdout)
    assert told["columns"]["barcode"] == ["gtin"]
    assert {family["canonical"] for family in told["wide"]} >= {"on_hand", "reorder_point"}


def test_a_system_nobody_added_is_named(call: Call) -> None:
    result = call("systems", "squar")
    assert result.exit_code == 2
    assert "no system 'squar'" in result.stderr
    assert "square" in result.stderr


def test_ones_own_systems_are_known_where_the_folder_is_given(
    call: Call, acme: Path, folder: Path
) -> None:
    told = json.loads(call("columns", acme, "--systems", folder, "--format", "json").stdout)
    assert (told["system"], told["kind"]) == ("acme", "inventory")
    assert str(folder / "acme.toml") in call("systems", "--systems", folder).stdout
    result = call("analyze", acme, "--systems", folder, "--format", "json")
    assert json.loads(result.stdout)["sources"][0]["system"] == "acme"


def test_folders_may_be_several(call: Call, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "beta.toml").write_text(ACME.replace("Acme", "Beta"), encoding="utf-8")
    said = call("systems", "--systems", folder, "--systems", other).stdout
    assert "Acme" in said
    assert "Beta" in said


@pytest.mark.parametrize("command", ["analyze", "columns", "systems"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("on_hand =", "on_hnd ="), "columns: 'on_hnd' is not known; allowed: store_id"),
        (('fingerprint = ["Article", "Physical"]', ""), "fingerprint: is missing; allowed:"),
        (('name = "Acme"', "name: Acme"), "not TOML"),
    ],
)
def test_a_mistake_in_a_system_file_is_named(  # noqa: PLR0913, PLR0917 - fixtures and cases
    call: Call, acme: Path, folder: Path, command: str, change: tuple[str, str], said: str
) -> None:
    path = folder / "acme.toml"
    path.write_text(ACME.replace(*change), encoding="utf-8")
    files = [] if command == "systems" else [acme]
    result = call(command, *files, "--systems", folder)
    assert result.exit_code == 2
    assert f"{path}: {said}" in result.stderr


def test_two_files_of_one_name_are_refused(call: Call, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "acme.toml").write_text(ACME, encoding="utf-8")
    result = call("systems", "--systems", folder, "--systems", other)
    assert result.exit_code == 2
    assert (
        f"{other / 'acme.toml'}: the id 'acme' is taken by {folder / 'acme.toml'}" in result.stderr
    )


def test_a_folder_without_system_files_is_refused(call: Call, tmp_path: Path) -> None:
    assert call("systems", "--systems", tmp_path / "none").exit_code == 2
    result = call("systems", "--systems", tmp_path)
    assert result.exit_code == 2
    assert "no system file" in result.stderr


def test_what_was_chosen_is_written_down(call: Call, acme: Path) -> None:
    options = ("--column", "on_hand=Physical", "--as-system", "Acme")
    written = call("columns", acme, *options).stdout
    assert 'name = "Acme"' in written
    assert 'on_hand = ["Physical"]' in written
