import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Call = Callable[..., Result]
FIELDS = {"header", "canonical", "store", "confidence", "reason"}


def test_json_says_how_the_file_was_understood(call: Call, export: Path) -> None:
    told = json.loads(call("columns", export, "--format", "json").stdout)
    assert {"system", "kind", "encoding", "delimiter", "header_row", "columns"} <= set(told)
    assert told["kind"] == "inventory"
    assert (told["encoding"], told["delimiter"], told["header_row"]) == ("utf-8", ",", 1)


def test_json_says_what_every_column_is(call: Call, export: Path, stock: str) -> None:
    columns = json.loads(call("columns", export, "--format", "json").stdout)["columns"]
    assert [column["header"] for column in columns] == stock.splitlines()[0].split(",")
    assert all(set(column) >= FIELDS for column in columns)
    assert all(0 <= column["confidence"] <= 1 for column in columns)


def test_a_column_not_used_is_null(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("SKU,Qty On Hand,Zodiac\nA1,1,lion\nB2,2,fish\nC3,3,twins\n")
    columns = json.loads(call("columns", path, "--format", "json").stdout)["columns"]
    used = {column["header"]: column["canonical"] for column in columns}
    assert used == {"SKU": "sku", "Qty On Hand": "on_hand", "Zodiac": None}


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_people_see_header_use_and_reason(call: Call, export: Path, form: str) -> None:
    said = call("columns", export, "--format", form).stdout
    for word in ("Qty On Hand", "on_hand", "used as", "why", "--column"):
        assert word in said


def test_a_column_named_by_hand_is_taken(call: Call, export: Path) -> None:
    options = ("--column", "maker_part=SKU", "--column", "sku=Desc", "--format", "json")
    columns = json.loads(call("columns", export, *options).stdout)["columns"]
    used = {column["header"]: column["canonical"] for column in columns}
    assert (used["SKU"], used["Desc"]) == ("maker_part", "sku")


@pytest.mark.parametrize(
    ("option", "named"),
    [("colour=SKU", "colour"), ("sku=Nope", "Nope"), ("sku", "CANONICAL=HEADER")],
)
def test_wrong_usage_is_named(call: Call, export: Path, option: str, named: str) -> None:
    for command in ("columns", "analyze"):
        result = call(command, export, "--column", option)
        assert result.exit_code == 2
        assert named in result.stderr


def test_a_file_without_a_table_is_refused(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    result = call("columns", tmp_path / "a.csv")
    assert result.exit_code == 3
    assert "empty" in result.stderr


def test_a_file_that_is_no_stock_list_is_still_told(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("SKU,Description\nA1,x\nB2,y\nC3,z\n")
    assert call("columns", tmp_path / "a.csv").exit_code == 0
