"""The companion files agree with the ledger, and with the stock list beside them."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from profit_sentinel.simulate.chain import Chain, simulate, snapshots
from profit_sentinel.simulate.companions import counts, price_list, purchase_orders, sales
from profit_sentinel.simulate.export import inventory
from profit_sentinel.simulate.truth import truth
from simulated import SMALL, literature_chain, small_chain

ITEM = ["store_id", "sku"]


def stock(chain: Chain) -> pl.DataFrame:
    named = {"Store": "store_id", "SKU": "sku"}
    return inventory(chain).rename(named)


def share(flags: pl.Series) -> float:
    return float(np.mean(flags.to_numpy()))


def average(given: pl.DataFrame) -> float:
    return float(np.mean(given["given"].to_numpy()))


@pytest.fixture(scope="module")
def documents() -> pl.DataFrame:
    return truth(literature_chain()).filter(pl.col("evidence") == "documents")


def test_all_receipts_are_in_the_purchase_orders() -> None:
    chain = small_chain()
    got = purchase_orders(chain, 10_000).group_by(ITEM).agg(pl.col("received").sum())
    booked = stock(chain).select(ITEM).with_columns(booked=pl.Series(chain.stock.booked_receipts))
    both = booked.join(got, on=ITEM, how="left").fill_null(0)
    assert both["received"].sum() > 5_000
    assert both.filter(pl.col("received") != pl.col("booked")).is_empty()


def test_open_orders_are_the_stock_on_order() -> None:
    chain = small_chain()
    orders = purchase_orders(chain, 10_000).filter(pl.col("status") == "OPEN")
    open_ = orders.group_by(ITEM).agg(pl.col("ordered").sum())
    both = stock(chain).join(open_, on=ITEM, how="left").fill_null(0)
    assert both.filter(pl.col("Qty On Order") != pl.col("ordered")).is_empty()


def test_the_sales_lines_are_the_units_sold() -> None:
    chain = small_chain()
    day = chain.as_of - timedelta(days=30)
    recent = sales(chain).filter(pl.col("date") > day)
    both = stock(chain).join(
        recent.group_by(ITEM).agg(pl.col("quantity").sum()), on=ITEM, how="left"
    )
    assert recent.height > 300
    assert both.filter(pl.col("Sold 30 Days") != pl.col("quantity").fill_null(0)).is_empty()


def test_nobody_pays_more_than_the_shelf_says() -> None:
    chain = small_chain()
    lines = sales(chain)
    assert lines.filter(
        (pl.col("quantity") * pl.col("price") - pl.col("amount")).abs() > 0.006
    ).is_empty()
    today = lines.filter(pl.col("date") == chain.as_of).join(stock(chain), on=ITEM)
    assert today.height > 5
    assert today.filter(pl.col("price") > pl.col("Price 1")).is_empty()
    assert lines.join(stock(chain), on=ITEM).filter(pl.col("price") < pl.col("Price 1")).height > 50


def test_the_last_count_is_the_one_in_the_stock_list() -> None:
    chain = small_chain()
    last = counts(chain).group_by(ITEM).agg(pl.col("date").max())
    both = stock(chain).join(last, on=ITEM)
    assert both.height > 300
    assert both.filter(pl.col("Last Phys Inv") != pl.col("date").dt.strftime("%m/%d/%y")).is_empty()


def test_books_follow_from_the_last_count() -> None:
    whole = replace(SMALL, losses=replace(SMALL.losses, written_off=0.0))
    chain = simulate(whole)
    counted = counts(chain).sort("date").group_by(ITEM).last()
    since = counted.select(*ITEM, "date", "counted")
    sold = sales(chain, 180).join(since, on=ITEM, suffix="_counted")
    later = sold.filter(pl.col("date") > pl.col("date_counted")).group_by(ITEM)
    orders = purchase_orders(chain, 10_000).join(since, on=ITEM)
    got = orders.filter(pl.col("receipt_date") > pl.col("date")).group_by(ITEM)
    both = (
        stock(chain)
        .join(since, on=ITEM)
        .join(later.agg(pl.col("quantity").sum()), on=ITEM, how="left")
        .join(got.agg(pl.col("received").sum()), on=ITEM, how="left")
        .with_columns(pl.col("quantity", "received").fill_null(0))
    )
    untouched = both.join(
        sales(chain, 180)
        .rename({"date": "day"})
        .join(since, on=ITEM)
        .filter(pl.col("day") == pl.col("date")),
        on=ITEM,
        how="anti",
    )
    follows = pl.col("counted") - pl.col("quantity") + pl.col("received")
    assert untouched.height > 300
    assert untouched.filter(pl.col("Qty On Hand") != follows).is_empty()


def test_an_earlier_day_does_not_know_the_future() -> None:
    before, _ = snapshots(SMALL, (SMALL.as_of - timedelta(days=30), SMALL.as_of))
    orders = purchase_orders(before)
    assert orders["order_date"].max() <= before.as_of  # type: ignore[operator]
    assert orders["receipt_date"].max() <= before.as_of  # type: ignore[operator]
    unseen = orders.filter(pl.col("status") == "OPEN", pl.col("due_date") > before.as_of)
    assert unseen.height > 10
    assert unseen["received"].sum() == unseen["invoiced"].sum() == 0
    assert sales(before)["date"].max() == before.as_of
    assert counts(before)["date"].max() <= before.as_of  # type: ignore[operator]


def test_vendors_ask_what_the_stores_pay() -> None:
    chain = small_chain()
    asked = stock(chain).join(price_list(chain), on="sku")
    alike = (asked["unit_cost"] - asked["Repl Cost"]).abs() < 0.001
    assert 0.97 < share(alike) < 1


def test_short_shipments_are_billed_and_not_received(documents: pl.DataFrame) -> None:
    short = documents.filter(pl.col("leak") == "vendor_short_ship")
    lines = purchase_orders(literature_chain()).filter(
        pl.col("received") > 0, pl.col("received") < pl.col("invoiced")
    )
    missing = (pl.col("invoiced") - pl.col("received")) * pl.col("unit_cost")
    claims = lines.group_by(ITEM).agg(missing.sum().alias("claim"))
    both = short.join(claims, on=ITEM, how="left")
    assert both.height > 30
    assert both["claim"].null_count() == 0
    assert both.filter(pl.col("dollars") > pl.col("claim") + 0.01).is_empty()
    assert claims.height > short.height, "some receipts are only misread"


def test_receiving_gaps_sell_what_was_never_booked(documents: pl.DataFrame) -> None:
    gaps = documents.filter(pl.col("leak") == "receiving_gap")
    lines = purchase_orders(literature_chain())
    never = lines.filter(pl.col("received") == 0, pl.col("invoiced") > 0)
    assert gaps.height > 20
    assert gaps.join(never, on=ITEM, how="anti").is_empty()
    below = stock(literature_chain()).filter(pl.col("Qty On Hand") < 0)
    assert gaps.join(below, on=ITEM, how="anti").is_empty()


def test_shrinkage_is_what_counts_found_missing(documents: pl.DataFrame) -> None:
    told = documents.filter(pl.col("leak") == "shrinkage_pattern")
    missing = (
        counts(literature_chain())
        .group_by(ITEM)
        .agg((pl.col("expected") - pl.col("counted")).sum().alias("missing"))
    )
    both = told.join(missing, on=ITEM, how="left").join(stock(literature_chain()), on=ITEM)
    assert both.height > 100
    assert both.filter(pl.col("missing") < 1.5).is_empty()
    most = pl.col("missing") * pl.col("Avg Cost").clip(0.0001)
    told_right = both.filter(pl.col("Avg Cost") > 0, pl.col("dollars") <= most * 1.001 + 0.01)
    assert told_right.height > 0.97 * both.height, "records of some costs are wrong"


def test_too_much_is_given_away_where_it_is_said(documents: pl.DataFrame) -> None:
    chain = literature_chain()
    told = documents.filter(pl.col("leak") == "discount_leak", "visible")
    day = chain.as_of - timedelta(days=60)
    lines = sales(chain).filter(pl.col("date") > day).join(stock(chain), on=ITEM)
    paid = 1 - pl.col("amount").sum() / (pl.col("quantity") * pl.col("Price 1")).sum()
    given = lines.filter(pl.col("quantity") > 0).group_by(ITEM).agg(paid.alias("given"))
    generous = average(given.join(told, on=ITEM))
    usual = average(given.join(told, on=ITEM, how="anti"))
    assert told.height >= 5
    assert generous > usual + 0.05


def test_cost_spikes_need_an_earlier_report() -> None:
    days = (SMALL.as_of, SMALL.as_of - timedelta(days=90))
    now, before = snapshots(replace(SMALL, skus=2_600, rows_per_store=2_500), days)
    assert truth(now).filter(pl.col("evidence") == "history").is_empty()
    told = truth(now, before).filter(pl.col("leak") == "cost_spike")
    both = told.join(stock(now), on=ITEM).join(stock(before), on=ITEM, suffix=" before")
    assert both.height > 20
    rose = both["Repl Cost"] / both["Repl Cost before"] - 1
    dearer = both["Price 1"] - both["Price 1 before"]
    right = (rose >= 0.0299) & (
        dearer < 0.35 * (both["Repl Cost"] - both["Repl Cost before"]) + 0.01
    )
    assert share(right) > 0.97, "records of some costs are wrong"


def test_every_leak_of_documents_occurs(documents: pl.DataFrame) -> None:
    assert set(documents["leak"]) == {
        "vendor_short_ship",
        "receiving_gap",
        "shrinkage_pattern",
        "discount_leak",
    }
    assert np.all(documents["dollars"].to_numpy() > 0)
