import numpy as np
import polars as pl
import pytest

from profit_sentinel.simulate.export import inventory
from profit_sentinel.simulate.truth import GIVES_WAY, truth
from simulated import demo_chain, small_chain

LEAKS = {
    "negative_inventory",
    "phantom_inventory",
    "dead_stock",
    "overstock",
    "surplus_order",
    "seasonal_leftover",
    "stockout",
    "margin_erosion",
    "price_discrepancy",
    "price_gap",
    "zero_cost",
    "unit_mismatch",
    "purchasing_leakage",
    "sku_twin",
}


@pytest.fixture(scope="module")
def known() -> pl.DataFrame:
    return truth(demo_chain())


@pytest.fixture(scope="module")
def report() -> pl.DataFrame:
    return inventory(demo_chain()).rename({"Store": "store_id", "SKU": "sku"})


def test_every_leak_of_a_single_report_occurs_often(known: pl.DataFrame) -> None:
    one_report = known.filter("visible", pl.col("evidence") == "snapshot")
    counts = dict(one_report.group_by("leak").len().iter_rows())
    assert set(counts) == LEAKS
    assert min(counts.values()) >= 20


def test_truth_is_about_rows_of_the_report(known: pl.DataFrame, report: pl.DataFrame) -> None:
    assert known.join(report, on=["store_id", "sku"], how="anti").is_empty()
    assert not known.select("store_id", "sku", "leak").is_duplicated().any()


def test_a_few_rows_in_a_hundred_leak(known: pl.DataFrame) -> None:
    one_report = known.filter("visible", "primary", pl.col("evidence") == "snapshot")
    leaking = one_report.n_unique(["store_id", "sku"])
    assert 0.03 < leaking / 36_000 < 0.07


def test_stated_facts_are_complete(known: pl.DataFrame, report: pl.DataFrame) -> None:
    below = report.filter(pl.col("Qty On Hand") < 0)
    free = report.filter(pl.col("Repl Cost") == 0)
    assert known.filter(pl.col("leak") == "negative_inventory").height == below.height
    assert known.filter(pl.col("leak") == "zero_cost").height == free.height
    cheap = report.filter(
        pl.col("Price 1") < pl.col("Repl Cost"),
        ~pl.col("Status").is_in(["CLEARANCE", "DISCONTINUED"]),
    )
    told = known.filter(pl.col("leak") == "price_discrepancy")
    assert told.join(cheap, on=["store_id", "sku"], how="anti").is_empty()
    chain = demo_chain()
    rows = np.arange(len(chain.setting))
    promoted = chain.pricing.typed_over.on(chain.day, rows) < 1
    sold_off = chain.upsets.clearance <= chain.day
    ordinary = report.filter(pl.Series(~promoted & ~sold_off))
    untold = cheap.join(told, on=["store_id", "sku"], how="anti")
    worth = untold.filter(pl.col("Qty On Hand") > 0)
    assert worth.join(ordinary, on=["store_id", "sku"], how="semi").is_empty()


def test_dollars_are_positive_and_money_has_a_kind(known: pl.DataFrame) -> None:
    assert known.filter(pl.col("leak") != "negative_inventory", pl.col("dollars") < 0).is_empty()
    assert set(known["money"]) == {"cash", "margin", "capital", "record"}


def test_the_better_story_goes_first(known: pl.DataFrame, report: pl.DataFrame) -> None:
    led = known.filter(~pl.col("primary"))
    assert set(led["leak"]) <= set(GIVES_WAY)
    both = led.join(known.filter("visible"), on=["store_id", "sku"], suffix="_first")
    told = both.filter(
        pl.struct("leak", "leak_first").map_elements(
            lambda pair: pair["leak_first"] in GIVES_WAY[pair["leak"]], return_dtype=pl.Boolean
        )
    )
    untold = led.join(told, on=["store_id", "sku", "leak"], how="anti")
    shelf = untold.join(report, on=["store_id", "sku"])["Qty On Hand"]
    assert (shelf <= 0).all(), "only a story worth nothing is not among the known ones"


def test_negative_stock_has_more_than_one_cause(known: pl.DataFrame) -> None:
    causes = known.filter(pl.col("leak") == "negative_inventory")["cause"].value_counts()
    assert causes.filter(pl.col("count") >= 20).height >= 4


def test_a_small_chain_has_a_truth_too() -> None:
    assert truth(small_chain()).height > 20
