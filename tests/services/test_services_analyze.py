from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from engines import DATABASES, SPARK
from profit_sentinel import Digest, Finding, Issue, UnusableFileError, analyze
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.engine.engine import engine_named

TWO = {"SKU": ["A1", "B2", "C3"], "Qty On Hand": ["-1", "2", "3"], "Unit Cost": ["5", "5", "5"]}


def dollars(digest: Digest) -> dict[str, float]:
    return {issue.id: issue.dollars for issue in digest.issues}


def test_the_digest_is_made_of_typed_objects(whole: Digest) -> None:
    assert isinstance(whole, Digest)
    assert isinstance(whole.issues[0], Issue)
    assert isinstance(whole.findings[0], Finding)


FRAMES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "lazy polars": lambda frame: frame.lazy(),
    "pandas": lambda frame: frame.to_pandas(),
    "arrow": lambda frame: frame.to_arrow(),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
    "spark": lambda frame: engine_named("spark").load(frame).to_native(),
}


@pytest.mark.parametrize("kind", [*(kind for kind in FRAMES if kind != "spark"), SPARK])
def test_any_frame_will_do(kind: str) -> None:
    assert list(dollars(analyze(FRAMES[kind](pl.DataFrame(TWO)))).values()) == [1 * 5.00]


def test_a_typed_frame_says_what_its_text_says(whole: Digest, rows: pl.DataFrame) -> None:
    numbers = rows.with_columns(
        pl.col("Qty On Hand", "Avg Cost", "Repl Cost", "Price 1").cast(pl.Float64),
        pl.col("Last Sale", "Last Receipt").replace("", None).str.to_date("%m/%d/%y"),
    )
    assert dollars(analyze(numbers)) == dollars(whole)


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "parquet"])
def test_every_kind_of_file_says_the_same(
    tmp_path: Path, ending: str, whole: Digest, rows: pl.DataFrame
) -> None:
    path = tmp_path / f"stock.{ending}"
    if ending == "xlsx":
        rows.write_excel(path, autofit=False)
    elif ending == "parquet":
        rows.write_parquet(path)
    else:
        rows.write_csv(path, separator="\t" if ending == "tsv" else ",")
    assert dollars(analyze(path)) == dollars(whole)


@pytest.mark.parametrize("engine", DATABASES)
def test_every_engine_says_the_same(whole: Digest, rows: pl.DataFrame, engine: str) -> None:
    assert dollars(analyze(rows, engine=engine)) == dollars(whole)


def test_a_store_is_named_where_no_column_does() -> None:
    assert analyze(pl.DataFrame(TWO), store="Main St").summary.stores == ("Main St",)


def test_a_column_chosen_goes_before_recognition() -> None:
    odd = pl.DataFrame({**TWO, "Zed": ["-1", "-2", "-3"]})
    digest = analyze(odd, columns={"on_hand": "Zed"})
    used = {use.canonical: use.header for use in digest.sources[0].recognition.columns}
    assert used["on_hand"] == "Zed"


def test_what_is_done_is_told() -> None:
    stages: list[str] = []
    analyze(pl.DataFrame(TWO), on_stage=stages.append)
    assert stages == ["looking for leaks", "writing the digest"]


def test_reading_a_file_names_it(tmp_path: Path) -> None:
    stages: list[str] = []
    pl.DataFrame(TWO).write_csv(tmp_path / "a.csv")
    analyze(tmp_path / "a.csv", on_stage=stages.append)
    assert stages[0] == "reading a.csv"


def test_an_unknown_leak_hears_which_there_are() -> None:
    with pytest.raises(WrongUsageError, match=r"rust.*dead_stock, .*, zero_cost"):
        analyze(pl.DataFrame(TWO), leak="rust")


def test_an_unknown_leak_is_refused_before_anything_is_read() -> None:
    with pytest.raises(WrongUsageError):
        analyze("no such file.csv", leak="rust")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFileError, match=r"a\.csv: no such file"):
        analyze(tmp_path / "a.csv")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFileError, match="an empty folder"):
        analyze(tmp_path)


def test_an_unknown_column_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="colour"):
        analyze(pl.DataFrame(TWO), columns={"colour": "SKU"})


def test_an_unknown_header_hears_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"Nope.*SKU, Qty On Hand"):
        analyze(pl.DataFrame(TWO), columns={"sku": "Nope"})


def test_a_frame_without_quantity_is_refused() -> None:
    with pytest.raises(UnusableFileError, match="quantity on hand"):
        analyze(pl.DataFrame({"SKU": ["A", "B"], "Description": ["x", "y"]}))


def test_the_summary_counts_what_was_read(whole: Digest, rows: pl.DataFrame) -> None:
    summary = whole.summary
    assert summary.rows_read == summary.rows_used == 3 * 580
    assert summary.stores == ("1", "2", "3")
    assert summary.skus == rows["SKU"].n_unique()


def test_leaks_are_judged_or_switched_off_with_a_reason() -> None:
    summary = analyze(pl.DataFrame(TWO)).summary
    assert summary.leaks_evaluated == ("negative_inventory",)
    assert summary.leaks_switched_off["stockout"].startswith("needs ")


def test_time_is_told_per_stage(whole: Digest) -> None:
    times = whole.summary.milliseconds
    assert {"reading", "facts", "leaks"} <= set(times)
    assert all(spent >= 0 for spent in times.values())


def test_the_digest_is_made_now(whole: Digest) -> None:
    assert whole.generated_at.tzinfo is not None


def test_an_unknown_engine_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="abacus"):
        analyze(pl.DataFrame(TWO), engine="abacus")


def test_what_is_no_frame_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        analyze(42)
