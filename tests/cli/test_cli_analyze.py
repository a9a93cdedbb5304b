import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result

from builders import LAMPS_BACK
from engines import DATABASES
from profit_sentinel.leaks.catalogue import catalogue

Call = Callable[..., Result]
READERS: dict[str, Callable[[Path], pl.DataFrame]] = {
    ".csv": pl.read_csv,
    ".parquet": pl.read_parquet,
    ".xlsx": pl.read_excel,
}
BACK = f"${LAMPS_BACK:.2f}"
HEADLINE = f"{BACK} recoverable within 12 months: {BACK} once and $0 a year, in 3 issues."


def test_the_digest_goes_to_standard_output_and_nothing_else_does(call: Call, export: Path) -> None:
    result = call("analyze", export)
    assert result.exit_code == 0
    assert HEADLINE in result.stdout
    assert result.stderr == ""


def test_json_is_the_digest(call: Call, export: Path) -> None:
    digest = json.loads(call("analyze", export, "--format", "json").stdout)
    assert digest["summary"]["total_dollar_impact"] == LAMPS_BACK
    assert digest["as_of"] == "2024-03-01"
    assert [issue["dollar_impact"] for issue in digest["issues"]] == [63.00, 65.00, 60.00]


def test_markdown_has_headings_and_lists(call: Call, export: Path) -> None:
    said = call("analyze", export, "--format", "markdown").stdout
    assert said.startswith("## ")
    assert "\n1. **Dead stock: LIGHT, store 1**\n" in said


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_the_headline_does_not_depend_on_the_length(call: Call, export: Path, form: str) -> None:
    for top in (1, 99):
        assert HEADLINE in call("analyze", export, "--top", top, "--format", form).stdout


def test_top_shortens_the_issues(call: Call, export: Path) -> None:
    short = json.loads(call("analyze", export, "--top", 1, "--format", "json").stdout)
    assert len(short["issues"]) == 1
    assert short["summary"]["issue_count"] == 3
    assert short["summary"]["total_dollar_impact"] == LAMPS_BACK


def test_json_without_top_has_every_issue(call: Call, export: Path) -> None:
    assert len(json.loads(call("analyze", export, "--format", "json").stdout)["issues"]) == 3


@pytest.mark.parametrize(
    ("leak", "dollars"), [("negative_inventory", [65.0, 60.0]), ("dead_stock", [63.0])]
)
def test_one_leak_keeps_its_dollars(
    call: Call, export: Path, leak: str, dollars: list[float]
) -> None:
    digest = json.loads(call("analyze", export, "--leak", leak, "--format", "json").stdout)
    assert [issue["dollar_impact"] for issue in digest["issues"]] == dollars


def test_the_day_may_be_given(call: Call, export: Path) -> None:
    said = call("analyze", export, "--as-of", "2024-04-30").stdout
    assert "Stock of April 30, 2024" in said


def test_the_store_may_be_named(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("SKU,Qty On Hand,Unit Cost\nA1,-1,5\nB2,2,5\nC3,4,5\n")
    digest = json.loads(call("analyze", path, "--store", "Main St", "--format", "json").stdout)
    assert digest["summary"]["stores"] == ["Main St"]


def test_a_column_may_be_named(call: Call, export: Path) -> None:
    options = ("--column", "unit_cost=Retail Price", "--column", "retail_price=Unit Cost")
    digest = json.loads(call("analyze", export, *options, "--format", "json").stdout)
    told = {use["canonical"]: use["header"] for use in digest["sources"][0]["columns"]}
    assert (told["unit_cost"], told["retail_price"]) == ("Retail Price", "Unit Cost")


def test_several_files_are_parts_of_one_stock_list(
    call: Call, tmp_path: Path, stock: str, export: Path
) -> None:
    header, *lines = stock.splitlines()
    for name, part in (("a.csv", lines[:3]), ("b.csv", lines[3:])):
        (tmp_path / name).write_text("\n".join((header, *part, "")), encoding="utf-8")
    parts = call("analyze", tmp_path / "a.csv", tmp_path / "b.csv", "--format", "json")
    whole = call("analyze", export, "--format", "json")
    dollars = [
        [issue["dollar_impact"] for issue in json.loads(result.stdout)["issues"]]
        for result in (parts, whole)
    ]
    assert dollars[0] == dollars[1]


def test_false_alarms_may_be_limited(call: Call, export: Path) -> None:
    digest = json.loads(call("analyze", export, "--false-alarms", 0, "--format", "json").stdout)
    assert digest["summary"]["expected_false_alarms"] == 0


def test_a_preset_is_taken(call: Call, export: Path) -> None:
    digest = json.loads(call("analyze", export, "--preset", "garden", "--format", "json").stdout)
    assert digest["summary"]["preset"] == "garden"


def test_settings_are_taken(call: Call, export: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[dead_stock]\nsalvage = 0.25\n")
    options = ("--settings", tmp_path / "own.toml", "--format", "json")
    digest = json.loads(call("analyze", export, *options).stdout)
    assert digest["summary"]["total_dollar_impact"] == round(LAMPS_BACK / 2, 2)


def test_an_option_goes_before_the_settings_file(call: Call, export: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('preset = "lumber"\n[list]\ntop = 1\n')
    settings = ("--settings", tmp_path / "own.toml")
    assert "... and 1 more" in call("analyze", export, *settings).stdout
    assert "... and" not in call("analyze", export, *settings, "--top", 9).stdout


@pytest.mark.parametrize("engine", DATABASES)
def test_every_engine_prints_the_same(call: Call, export: Path, engine: str) -> None:
    assert call("analyze", export, "--engine", engine).stdout == call("analyze", export).stdout


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx", ".CSV"])
def test_findings_are_written(call: Call, export: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"found{ending}"
    assert call("analyze", export, "--findings", path).exit_code == 0
    assert sorted(READERS[ending.lower()](path)["dollars"]) == [
        2 * 12.50,
        4 * 10.00,
        1 * 60.00,
        7 * 9.00,
    ]


@pytest.mark.parametrize("ending", READERS)
def test_the_count_sheet_is_written_beside(
    call: Call, export: Path, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"walk{ending}"
    assert call("analyze", export, "--count-sheet", path).exit_code == 0
    assert READERS[ending](path).columns[:4] == ["store_id", "department", "bin", "sku"]


def test_a_count_sheet_nobody_writes_is_refused(call: Call, export: Path) -> None:
    result = call("analyze", export, "--count-sheet", "walk.pdf")
    assert result.exit_code == 2
    assert (
        "--count-sheet walk.pdf: the ending must be one of .csv, .parquet, .xlsx" in result.stderr
    )


def test_findings_of_an_earlier_run_are_replaced(call: Call, export: Path, tmp_path: Path) -> None:
    path = tmp_path / "found.csv"
    call("analyze", export, "--findings", path)
    call("analyze", export, "--findings", path, "--leak", "dead_stock")
    assert pl.read_csv(path)["leak"].to_list() == ["dead_stock"]


def test_findings_hold_no_formula(call: Call, export: Path, tmp_path: Path) -> None:
    call("analyze", export, "--findings", tmp_path / "found.csv")
    assert "'=LADDER 8FT" in pl.read_csv(tmp_path / "found.csv")["description"]


def test_findings_and_digest_agree(call: Call, export: Path, tmp_path: Path) -> None:
    options = ("--findings", tmp_path / "found.parquet", "--format", "json")
    digest = json.loads(call("analyze", export, *options).stdout)
    kept = pl.read_parquet(tmp_path / "found.parquet").filter("kept")
    assert kept.height == digest["summary"]["findings_kept"]
    assert round(kept["dollars"].sum(), 2) == sum(digest["summary"]["dollars"].values())


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--leak", "rust"), "rust"),
        (("--preset", "bakery"), "bakery"),
        (("--column", "sku"), "CANONICAL=HEADER"),
        (("--column", "=SKU"), "CANONICAL=HEADER"),
        (("--column", "sku="), "CANONICAL=HEADER"),
        (("--false-alarms", "2"), "--false-alarms"),
        (("--false-alarms", "-0.1"), "--false-alarms"),
        (("--top", "0"), "--top"),
        (("--as-of", "23.11.2024"), "--as-of"),
        (("--as-of", "2024-02-30"), "--as-of"),
        (("--format", "xml"), "--format"),
        (("--engine", "abacus"), "--engine"),
        (("--findings", "found.txt"), ".csv, .parquet, .xlsx"),
        (("--findings", "found"), ".csv, .parquet, .xlsx"),
        (("--findings", "no such folder/found.csv"), "no such folder"),
        (("--settings", "no such.toml"), "no such.toml"),
        (("--colour",), "--colour"),
    ],
)
def test_wrong_usage_is_named(
    call: Call, export: Path, options: tuple[str, ...], named: str
) -> None:
    result = call("analyze", export, *options)
    assert result.exit_code == 2
    assert named in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        (b"[list]\ntopp = 1", "list.topp"),
        (b"[list]\nfalse_alarms = 7", "list.false_alarms"),
        (b"[list", "TOML"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"preset = 'bakery'", "bakery"),
    ],
)
def test_wrong_settings_are_named(
    call: Call, export: Path, tmp_path: Path, toml: bytes, named: str
) -> None:
    (tmp_path / "own.toml").write_bytes(toml)
    result = call("analyze", export, "--settings", tmp_path / "own.toml")
    assert result.exit_code == 2
    assert named in result.stderr


def test_wrong_usage_is_refused_before_work_begins(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    assert call("analyze", tmp_path / "empty.csv", "--findings", "found.txt").exit_code == 2


def test_without_a_file_there_is_nothing_to_do(call: Call) -> None:
    assert call("analyze").exit_code == 2


def test_a_file_that_is_not_there_is_wrong_usage(call: Call, tmp_path: Path) -> None:
    result = call("analyze", tmp_path / "none.csv")
    assert result.exit_code == 2
    assert "none.csv" in result.stderr


def test_a_full_disk_is_said_without_a_traceback(
    call: Call, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    result = call("analyze", export, "--findings", tmp_path / "found.csv")
    assert result.exit_code == 3
    assert f"{tmp_path / 'found.csv'}: No space left on device" in result.stderr
    assert not list(tmp_path.glob(".found*"))
    assert result.stdout == ""


def test_a_reason_names_every_leak_that_was_not_checked(call: Call, export: Path) -> None:
    summary = json.loads(call("analyze", export, "--format", "json").stdout)["summary"]
    off = {item["leak"] for item in summary["leaks_switched_off"]}
    assert off | set(summary["leaks_evaluated"]) == set(catalogue())
    assert all(item["reason"] for item in summary["leaks_switched_off"])


def test_one_file_for_two_outputs_is_refused_before_work(call: Call, export: Path) -> None:
    out = export.parent / "out.csv"
    again = export.parent / "nowhere" / ".." / "out.csv"
    (export.parent / "nowhere").mkdir()
    result = call("analyze", export, "--findings", out, "--count-sheet", again)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--findings writes that file; name another one" in result.stderr
    assert not out.exists()


def test_a_file_of_a_folder_that_is_read_is_not_overwritten(call: Call, export: Path) -> None:
    before = export.read_bytes()
    result = call("analyze", export.parent, "--count-sheet", export)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the export itself" in result.stderr
    assert export.read_bytes() == before


def test_findings_never_overwrite_the_export(call: Call, export: Path) -> None:
    before = export.read_bytes()
    result = call("analyze", export, "--findings", export)
    assert result.exit_code == 2
    assert "the export itself" in result.stderr
    assert export.read_bytes() == before


def test_a_sku_and_a_quantity_are_enough(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    path.write_text("SKU,Qty On Hand\nA1,-1\nB2,2\nC3,3\n", encoding="utf-8")
    issues = json.loads(call("analyze", path, "--format", "json").stdout)["issues"]
    assert [issue["issue_type"] for issue in issues] == ["negative_inventory"]
    assert issues[0]["dollar_impact"] == 0
    assert "unknown cost" in issues[0]["context"]
