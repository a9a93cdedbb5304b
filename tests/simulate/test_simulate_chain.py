from dataclasses import replace

import numpy as np
from simulated import SMALL, demo_chain, small_chain

from profit_sentinel.simulate.chain import simulate


def test_books_are_start_plus_receipts_minus_sales_plus_adjustments() -> None:
    stock = small_chain().stock
    booked = stock.start + stock.booked_receipts - stock.booked_sales + stock.adjustments
    assert np.allclose(booked, stock.book)


def test_the_shelf_never_holds_less_than_nothing() -> None:
    stock = demo_chain().stock
    assert stock.true.min() == 0
    assert stock.on_order.min() == 0


def test_last_sales_lie_within_their_windows() -> None:
    chain = small_chain()
    silence = chain.last_day - chain.stock.last_sale
    for window, sold in chain.stock.sold.items():
        assert np.array_equal(sold > 0, silence < window)


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
    silence = demo_chain().last_day - stock.last_sale
    assert 1.5 < (sold * stock.cost).sum() / (held * stock.average).sum() < 3
    assert 0.40 < 1 - (sold * stock.cost).sum() / (sold * prices.price).sum() < 0.45
    assert 0.01 < (stock.book < 0).mean() < 0.03
    assert 0.10 < (silence >= 180).mean() < 0.20
    assert 0.10 < (stock.book != stock.true).mean() < 0.25
