import re

import polars as pl

from profit_sentinel.simulate.export import inventory
from profit_sentinel.simulate.identifiers import check_digit
from simulated import demo_chain, small_chain


def test_the_demonstration_has_36_000_rows_one_per_store_and_sku() -> None:
    report = inventory(demo_chain())
    assert report.height == 36_000
    assert report.n_unique(["Store", "SKU"]) == 36_000
    assert report.group_by("Store").len()["len"].to_list() == [12_000] * 3


def test_every_barcode_has_its_check_digit() -> None:
    codes = inventory(small_chain())["UPC"].unique().to_list()
    assert all(check_digit(code[:11]) == code[11] for code in codes)


def test_dates_are_written_as_the_system_writes_them() -> None:
    report = inventory(small_chain())
    dates = pl.concat([report["Last Sale"], report["Last Receipt"], report["Last Phys Inv"]])
    assert all(re.fullmatch(r"(\d\d/\d\d/\d\d)?", text) for text in dates.unique())
    assert "" in dates


def test_descriptions_tell_the_goods_of_a_store_apart() -> None:
    report = inventory(demo_chain()).filter(pl.col("Store") == "1")
    repeated = report.filter(pl.col("Desc").is_duplicated())
    assert repeated.group_by("Desc").agg(pl.col("UPC").n_unique())["UPC"].max() == 1


def test_every_status_occurs() -> None:
    statuses = set(inventory(demo_chain())["Status"])
    assert statuses == {"ACTIVE", "CLEARANCE", "DISCONTINUED", "SPECIAL ORDER"}
