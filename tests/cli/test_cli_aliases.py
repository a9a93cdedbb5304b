import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Call = Callable[..., Result]

STOCK = """\
Store,SKU,Desc,UPC,Qty On Hand,Unit Cost,Retail Price
1,00123,Hammer 16 oz,012345678905,4,5,9
1,00200,Saw blade,036000291452,2,5,9
01,123,HAMMER 16 OZ,012345678905,3,5,9
01,00300,Nail box,041220576920,7,5,9
"""


@pytest.fixture
def twice(tmp_path: Path) -> Path:
    """A store and a SKU under two names each."""
    path = tmp_path / "stock.csv"
    path.write_text(STOCK, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["analyze", "columns"])
def test_two_names_are_shown_with_the_option_that_merges_them(
    call: Call, twice: Path, command: str
) -> None:
    said = " ".join(call(command, twice).stdout.split())
    assert "store '1' may be store '01' (90%)" in said
    assert "SKU '123' may be SKU '00123' (98%): the same barcode and description" in said
    assert '--alias "sku:123=00123"' in said


@pytest.mark.parametrize("command", ["analyze", "columns"])
def test_programs_are_told_of_both(call: Call, twice: Path, command: str) -> None:
    aliases = json.loads(call(command, twice, "--format", "json").stdout)["aliases"]
    assert [(alias["kind"], alias["name"], alias["other"]) for alias in aliases] == [
        ("store", "01", "1"), ("sku", "00123", "123"),
    ]  # fmt: skip
    assert aliases[1]["option"] == "--alias sku:123=00123"
    assert not any(alias["confirmed"] for alias in aliases)


def test_nothing_is_merged_unasked(call: Call, twice: Path) -> None:
    told = json.loads(call("analyze", twice, "--format", "json").stdout)["summary"]
    assert (told["stores"], told["skus"]) == (["01", "1"], 4)


def test_what_is_confirmed_is_merged_and_said(call: Call, twice: Path) -> None:
    options = ("--alias", "store:01=1", "--alias", "sku:123=00123")
    told = json.loads(call("analyze", twice, *options, "--format", "json").stdout)
    assert (told["summary"]["stores"], told["summary"]["skus"]) == (["1"], 3)
    assert [alias["confirmed"] for alias in told["aliases"]] == [True, True]
    said = " ".join(call("analyze", twice, *options).stdout.split())
    assert "store '01' is taken as store '1', as you confirmed" in said
    assert "1 row repeats a SKU of the same store; the quantities are added up." in said


@pytest.mark.parametrize(
    ("alias", "said"),
    [
        ("store:01", "write it as KIND:OTHER=NAME"),
        ("shop:01=1", "write it as store:OTHER=NAME or sku:OTHER=NAME"),
        ("store:7=1", "no store is called '7'; there are: 01, 1"),
    ],
)
def test_an_alias_that_cannot_be_is_named(call: Call, twice: Path, alias: str, said: str) -> None:
    result = call("analyze", twice, "--alias", alias)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_file_that_is_no_stock_list_has_no_aliases(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("SKU,Description\nA1,x\nB2,y\nC3,z\n")
    told = json.loads(call("columns", tmp_path / "a.csv", "--format", "json").stdout)
    assert told["aliases"] == []


def test_all_that_was_proposed_may_be_confirmed_at_once(call: Call, tmp_path: Path) -> None:
    rows = [f"1,0{n},Item number {n},,4,5,9\n1,{n},Item number {n},,3,5,9\n" for n in range(10, 19)]
    path = tmp_path / "stock.csv"
    path.write_text(STOCK.splitlines()[0] + "\n" + "".join(rows), encoding="utf-8")
    before = " ".join(call("analyze", path).stdout.split())
    assert "and 6 more SKUs that may go under two names" in before
    after = " ".join(call("analyze", path, "--alias", "sku=all").stdout.split())
    assert "and 6 more SKUs that you confirmed are merged" in after
    assert "may be" not in after.split("DATA QUALITY")[1]
