from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from profit_sentinel import Digest, analyze


def told(digest: Digest) -> list[tuple[object, ...]]:
    """What a digest says of each issue, but for when it was made."""
    return [
        (each.id, each.title, each.dollars, each.recoverable, each.sku_count, each.context)
        for each in digest.issues
    ]


def written(folder: Path, name: str, frame: pl.DataFrame) -> Path:
    path = folder / name
    frame.write_csv(path)
    return path


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_rows_says_nothing(seed: int, whole: Digest, rows: pl.DataFrame) -> None:
    shuffled = rows.sample(fraction=1.0, shuffle=True, seed=seed)
    assert told(analyze(shuffled)) == told(whole)


def test_the_order_of_the_columns_says_nothing(whole: Digest, rows: pl.DataFrame) -> None:
    assert told(analyze(rows.select(reversed(rows.columns)))) == told(whole)


def test_a_file_and_a_frame_say_the_same(tmp_path: Path, whole: Digest, export: bytes) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(export)
    assert told(analyze(path)) == told(analyze(str(path))) == told(whole)


@pytest.mark.parametrize("name", ["a.csv", "Monday's stock (2).txt", "no-ending"])
def test_the_name_of_the_file_says_nothing(
    tmp_path: Path, name: str, whole: Digest, rows: pl.DataFrame
) -> None:
    assert told(analyze(written(tmp_path, name, rows))) == told(whole)


def test_the_folder_says_nothing(tmp_path: Path, whole: Digest, rows: pl.DataFrame) -> None:
    folder = tmp_path / "deep" / "down"
    folder.mkdir(parents=True)
    assert told(analyze(written(folder, "a.csv", rows))) == told(whole)


def test_files_per_store_are_one_stock_list(
    tmp_path: Path, whole: Digest, rows: pl.DataFrame
) -> None:
    parts = [
        written(tmp_path, f"{store}.csv", part)
        for (store,), part in rows.partition_by("Store", as_dict=True).items()
    ]
    together = analyze(parts)
    assert len(together.sources) == 3
    assert told(together) == told(whole)


def test_the_order_of_the_files_says_nothing(tmp_path: Path, rows: pl.DataFrame) -> None:
    parts = [written(tmp_path, f"{n}.csv", rows[n * 580 : (n + 1) * 580]) for n in range(3)]
    assert told(analyze(parts)) == told(analyze(parts[::-1]))


def test_tomorrow_the_same_issue_has_the_same_id(whole: Digest, rows: pl.DataFrame) -> None:
    today, tomorrow = (
        {(each.store_id, each.leak, each.group): each.id for each in digest.issues}
        for digest in (whole, analyze(rows, as_of=whole.as_of + timedelta(days=1)))
    )
    both = today.keys() & tomorrow.keys()
    assert len(both) > len(today) / 2
    assert all(today[key] == tomorrow[key] for key in both)


def test_the_day_asked_for_is_the_day(rows: pl.DataFrame) -> None:
    digest = analyze(rows, as_of=date(2024, 11, 30))
    assert digest.as_of == date(2024, 11, 30)
    assert digest.sources[0].as_of_reason == "given"


def test_other_goods_change_no_id(whole: Digest, rows: pl.DataFrame) -> None:
    ids = {(each.store_id, each.leak, each.group): each.id for each in whole.issues}
    alone = analyze(rows.filter(pl.col("Store") == "2"))
    shared = [each for each in alone.issues if (each.store_id, each.leak, each.group) in ids]
    assert shared
    assert all(each.id == ids[each.store_id, each.leak, each.group] for each in shared)


def test_a_shop_that_grew_writes_the_same_sentences_about_a_fact(
    whole: Digest, rows: pl.DataFrame
) -> None:
    alone = analyze(rows.filter(pl.col("Store") == "2"), leak="zero_cost")
    reasons = {each.identity: each.reason for each in whole.findings}
    assert all(reasons[each.identity] == each.reason for each in alone.findings)
