from dataclasses import replace

import polars as pl

from profit_sentinel.simulate.demo import demo_files
from simulated import SMALL


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert demo_files(SMALL) == demo_files(SMALL)


def test_another_seed_gives_another_chain() -> None:
    other = demo_files(replace(SMALL, seed=8))
    assert other["inventory.csv"] != demo_files(SMALL)["inventory.csv"]


def test_the_files_say_what_they_are() -> None:
    files = demo_files(SMALL)
    assert set(files) == {"inventory.csv", "truth.csv", "README.txt"}
    assert pl.read_csv(files["inventory.csv"], infer_schema=False).height == 1740
    assert b"1,740 rows" in files["README.txt"]
    assert b"Monday, November 23, 2026" in files["README.txt"]
