from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from profit_sentinel.simulate.chain import simulate, snapshots
from profit_sentinel.simulate.export import inventory
from profit_sentinel.simulate.ledger import within
from profit_sentinel.simulate.truth import truth
from simulated import SMALL, demo_chain, literature_chain, small_chain


def test_books_are_start_plus_receipts_minus_sales_plus_adjustments() -> None:
    stock = small_chain().stock
    booked = stock.start + stock.booked_receipts - stock.booked_sales + stock.adjustments
    assert np.allclose(booked, stock.book)


def test_what_parts_books_and_shelf_has_a_cause() -> None:
    for chain in (small_chain(), literature_chain()):
        stock = chain.stock
        assert np.allclose(stock.gaps.sum(axis=0), stock.book - stock.true)
        assert np.all((stock.gaps != 0) <= (stock.since <= chain.day))


def test_the_ledger_adds_up_to_the_books() -> None:
    chain, rows = small_chain(), len(small_chain().setting)
    always = chain.setting.parameters.days
    ledger, stock = chain.ledger, chain.stock
    assert np.allclose(within(ledger.sales, chain.day, always, rows), stock.booked_sales)
    assert np.allclose(within(ledger.receipts, chain.day, always, rows), stock.booked_receipts)
    booked = np.zeros(rows)
    for lines in ledger.deliveries:
        np.add.at(booked, lines.booked_on, lines.booked)
    assert np.allclose(booked, stock.booked_receipts)


def test_the_shelf_never_holds_less_than_nothing() -> None:
    stock = demo_chain().stock
    assert stock.true.min() == 0
    assert stock.on_order.min() == 0


def test_last_sales_lie_within_their_windows() -> None:
    chain = small_chain()
    silence = chain.day - chain.stock.last_sale
    for window in chain.stock.sold:
        rung = np.zeros(len(silence), dtype=np.bool_)
        for day, rows, units in chain.ledger.sales:
            rung[rows[(units > 0) & (day > chain.day - window)]] = True
        assert np.array_equal(rung, silence < window)


def test_a_mishap_with_prices_leaves_the_stock_alone() -> None:
    calm = replace(SMALL, leaks=replace(SMALL.leaks, mis_keyed=0.0))
    assert np.array_equal(simulate(calm).stock.book, small_chain().stock.book)


def test_progress_runs_from_nothing_towards_one() -> None:
    heard: list[float] = []
    simulate(replace(SMALL, skus=60, rows_per_store=50, days=400), heard.append)
    assert heard == sorted(heard)
    assert heard[0] == 0
    assert 0.9 < heard[-1] <= 1


def test_the_demonstration_looks_like_a_hardware_store() -> None:
    stock, prices = demo_chain().stock, demo_chain().prices
    sold, held = stock.sold[365], np.maximum(stock.book, 0)
    silence = demo_chain().day - stock.last_sale
    assert 1.5 < (sold * stock.cost).sum() / (held * stock.average).sum() < 3
    assert 0.40 < 1 - (sold * stock.cost).sum() / (sold * prices.price).sum() < 0.45
    assert 0.01 < (stock.book < 0).mean() < 0.03
    assert 0.10 < (silence >= 180).mean() < 0.20
    assert 0.10 < (stock.book != stock.true).mean() < 0.25


def test_an_earlier_day_of_the_same_run_leads_to_the_last() -> None:
    before, after = snapshots(SMALL, (date(2026, 11, 16), date(2026, 11, 23)))
    assert np.array_equal(after.stock.book, small_chain().stock.book)
    assert before.as_of == date(2026, 11, 16)
    assert before.stock.booked_sales.sum() < after.stock.booked_sales.sum()
    silent = after.stock.last_sale <= before.day
    assert np.array_equal(before.stock.last_sale[silent], after.stock.last_sale[silent])


def test_an_earlier_day_can_be_reported_too() -> None:
    (before,) = snapshots(SMALL, (date(2026, 8, 25),))
    report, known = inventory(before), truth(before)
    assert report.height == 1740
    assert known.filter(pl.col("leak") == "negative_inventory").height == (
        report.filter(pl.col("Qty On Hand") < 0).height
    )
    assert known["started"].max() <= date(2026, 8, 25)  # type: ignore[operator]


def test_a_day_outside_the_run_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-11-24 is not among the simulated days"):
        snapshots(SMALL, (date(2026, 11, 24),))
