from dataclasses import replace

import polars as pl

from profit_sentinel.simulate.demo import demo_files
from simulated import SMALL


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert demo_files(SMALL) == demo_files(SMALL)


def test_another_seed_gives_another_chain() -> None:
    other = demo_files(replace(SMALL, seed=8))
    assert other["inventory.csv"] != demo_files(SMALL)["inventory.csv"]


def test_companions_and_history_are_written_when_asked_for() -> None:
    files = demo_files(SMALL, with_companions=True, with_history=True)
    earlier = {"inventory_2026-10-24.csv", "inventory_2026-08-25.csv"}
    beside = {"purchase_orders.csv", "sales.csv", "counts.csv", "price_list.csv"}
    assert set(files) == {"inventory.csv", "truth.csv", "README.txt"} | earlier | beside
    assert all(name.encode() in files["README.txt"] for name in earlier | beside)
    evidence = set(pl.read_csv(files["truth.csv"])["evidence"])
    assert evidence == {"snapshot", "history", "documents"}
    assert files["inventory.csv"] == demo_files(SMALL)["inventory.csv"]


def test_another_system_writes_another_file() -> None:
    files = demo_files(SMALL, system="paladin_report")
    assert {name for name in files if name.startswith("inventory")} == {
        f"inventory_store_{store}.csv" for store in (1, 2, 3)
    }
    assert files["truth.csv"] == demo_files(SMALL)["truth.csv"]


def test_the_files_say_what_they_are() -> None:
    files = demo_files(SMALL)
    assert set(files) == {"inventory.csv", "truth.csv", "README.txt"}
    assert pl.read_csv(files["inventory.csv"], infer_schema=False).height == 1740
    assert b"1,740 rows" in files["README.txt"]
    assert b"Monday, November 23, 2026" in files["README.txt"]
