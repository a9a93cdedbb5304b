"""Each process happens as often as the parameters say, and alone."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, SupportsFloat

import numpy as np
import pytest

from profit_sentinel.simulate import demand, discounts, errors, losses, promotions, setting, upsets
from profit_sentinel.simulate.causes import Cause, Picker
from profit_sentinel.simulate.chain import simulate
from profit_sentinel.simulate.chains import literature
from profit_sentinel.simulate.ledger import within
from profit_sentinel.simulate.receiving import Receiving
from profit_sentinel.simulate.shelf import Shelf
from profit_sentinel.simulate.streams import stream
from simulated import SMALL, demo_chain, literature_chain, small_chain

if TYPE_CHECKING:
    from profit_sentinel.simulate.arrays import Daily, Floats
    from profit_sentinel.simulate.chain import Chain
    from profit_sentinel.simulate.parameters import ChainParameters


def agrees(hits: SupportsFloat, trials: SupportsFloat, share: float) -> bool:
    """Whether so many hits lie within five standard deviations of a binomial's mean."""
    mean = float(trials) * share
    return abs(float(hits) - mean) < 5 * math.sqrt(mean * (1 - share)) + 1


def arrived(chain: Chain) -> dict[str, Floats]:
    """Order lines that were received in the books, as one array per field."""
    lines = [each for each in chain.ledger.deliveries if len(each.rows)]
    names = ("rows", "booked_on", "ordered", "shipped", "invoiced", "booked", "received", "due")
    whole = {name: np.concatenate([getattr(each, name) for each in lines]) for name in names}
    return {name: values[whole["received"] <= chain.day] for name, values in whole.items()}


def test_theft_comes_to_its_share_of_the_sales() -> None:
    ground = setting.build(literature_chain().setting.parameters)
    habits, rates, goods = ground.parameters.losses, ground.rates, ground.catalogue
    price = ground.cost / (1 - goods.margin[ground.assortment.sku])
    stolen = losses.draw(ground).stolen
    years = ground.parameters.days / 365
    dollars = (stolen.amounts * price[stolen.rows]).sum()
    spread = np.sqrt((stolen.amounts**2 * price[stolen.rows] ** 2).sum())
    assert abs(dollars - habits.theft * (rates.annual * price).sum() * years) < 5 * spread


def test_breakage_is_a_share_of_the_units_and_half_of_it_is_written_off() -> None:
    ground = demo_chain().setting
    drawn, years = losses.draw(ground), ground.parameters.days / 365
    broken, noted = drawn.broken.amounts.sum(), drawn.written_off.amounts.sum()
    units = ground.rates.annual.sum() * years * ground.parameters.losses.damage
    assert abs(broken + noted - units) < 5 * np.sqrt(units * 6)
    assert abs(broken - noted) < 5 * np.sqrt(units * 6)


def test_shelves_are_cleared_out_as_often_as_said() -> None:
    ground = demo_chain().setting
    events = len(losses.draw(ground).cleared_out.rows)
    wanted = ground.parameters.losses.bulk_thefts * len(ground) * ground.parameters.days / 365
    assert abs(events - wanted) < 5 * np.sqrt(wanted)


def test_returns_are_a_share_of_the_sales() -> None:
    chain = demo_chain()
    sold = sum(np.count_nonzero(units > 0) for _, _, units in chain.ledger.sales)
    back = sum(np.count_nonzero(units < 0) for _, _, units in chain.ledger.sales)
    books = chain.setting.parameters.books
    noted = books.returns * (1 - books.returns_unbooked)
    late = books.returns * sold / chain.setting.parameters.days * 25
    assert back < sold * noted + 5 * np.sqrt(sold * noted)
    assert back > sold * noted - late - 5 * np.sqrt(sold * noted)


def test_deliveries_come_late_short_and_less_as_often_as_said() -> None:
    chain = demo_chain()
    habits, lines = chain.setting.parameters.buying, arrived(chain)
    several = lines["ordered"] > 1
    less = (lines["invoiced"] < lines["ordered"]) & several
    assert agrees(less.sum(), several.sum(), habits.sent_less)
    late = lines["received"] > lines["due"]
    assert agrees(late.sum(), len(late), habits.late_share)
    upset = chain.upsets
    shelf = Shelf(chain.setting, upset, chain.stock.true.copy())
    chances = Receiving(chain.setting, chain.policy, upset, shelf).short
    expected = chances[lines["rows"][several]].sum()
    short = (lines["shipped"] < lines["invoiced"]) & several
    assert abs(short.sum() - expected) < 5 * np.sqrt(expected)
    assert 0.5 * habits.short_shipped < chances.mean() < 2 * habits.short_shipped


def test_short_lines_are_noticed_as_often_as_said() -> None:
    chain = literature_chain()
    lines = arrived(chain)
    short = (lines["shipped"] < lines["invoiced"]) & (lines["booked"] <= lines["invoiced"])
    seen = lines["booked"][short] == lines["shipped"][short]
    books = chain.setting.parameters.books
    apart = books.misread + books.case_receipts
    assert abs(seen.mean() - books.short_noticed * (1 - apart)) < 5 * np.sqrt(0.25 / short.sum())


def test_receipts_are_misread_both_ways_alike() -> None:
    chain = literature_chain()
    lines, rate = arrived(chain), chain.setting.parameters.books.misread
    pack = chain.setting.catalogue.pack[chain.setting.assortment.sku][lines["rows"]]
    plain = (lines["shipped"] == lines["invoiced"]) & (pack == 1)
    high = (lines["booked"] > lines["shipped"])[plain]
    low = (lines["booked"] < lines["shipped"])[plain]
    several = (lines["shipped"] > 3)[plain]
    assert agrees(high.sum(), plain.sum(), rate / 2)
    assert agrees(low[several].sum(), several.sum(), rate / 2)


def test_cases_are_booked_as_pieces_and_pieces_as_cases() -> None:
    books = replace(SMALL.books, case_receipts=0.2, misread=0.0, short_noticed=1.0)
    chain = simulate(replace(SMALL, books=books))
    lines = arrived(chain)
    pack = chain.setting.catalogue.pack[chain.setting.assortment.sku][lines["rows"]]
    cased = (pack > 1) & (lines["shipped"] % pack == 0)
    fewer = cased & (lines["booked"] * pack == lines["shipped"])
    more = cased & (lines["booked"] == lines["shipped"] * pack)
    believed = cased & (lines["shipped"] * pack <= 1_000)
    assert agrees(fewer.sum(), cased.sum(), 0.1)
    assert agrees(more.sum(), believed.sum(), 0.1)


def test_counts_err_as_often_as_said() -> None:
    chain = literature_chain()
    drawn = errors.draw(chain.setting, chain.upsets).counts
    rate = chain.setting.parameters.books.count_errors
    assert agrees(np.count_nonzero(drawn.amounts), len(drawn.rows), rate)
    assert agrees(np.count_nonzero(drawn.amounts > 0), np.count_nonzero(drawn.amounts), 0.5)


def test_cost_rises_pass_through_and_stores_skip_some() -> None:
    chain = literature_chain()
    rises, habits = chain.pricing.rises, chain.setting.parameters.repricing
    assert habits.pass_through == 0.70
    assert agrees(rises.at_once.sum(), rises.at_once.size, 0.70)
    groups = np.unique(chain.setting.delivery, return_index=True)[1]
    lots = rises.skipped[:, groups]
    assert agrees(lots.sum(), lots.size, habits.skipped)


def test_a_promotion_cuts_the_price_and_lifts_demand() -> None:
    chain = demo_chain()
    flyers, pricing = chain.pricing.promotions, chain.pricing
    day = int(flyers.first[flyers.first > 100][0])
    running = flyers.only(np.flatnonzero(flyers.first == day))
    right = pricing.right(day, running.rows)
    calm = (pricing.wrong.since[running.rows] > day) & (pricing.clearance[running.rows] > day)
    shelf = pricing.till(day, running.rows)
    kept = pricing.recorded(day, running.rows)
    assert np.array_equal(kept[calm & running.typed], shelf[calm & running.typed])
    assert np.all(kept[calm & ~running.typed] >= right[calm & ~running.typed])
    skus = np.unique(
        chain.setting.assortment.sku[flyers.rows] * 1_000 + flyers.first, return_index=True
    )[1]
    assert agrees(flyers.typed[skus].sum(), len(skus), 0.15)
    assert np.all(shelf[calm] <= np.round(right * (1 - running.cut), 2)[calm])
    assert 0.10 <= running.cut.min() <= running.cut.max() <= 0.30
    lives = np.zeros(len(chain.setting), np.int64), np.full(len(chain.setting), 10_000)
    extra = promotions.purchases(chain.setting, flyers, lives)
    days = np.repeat(np.arange(500), np.diff(extra.starts))
    rows, units = extra.rows[days == day], extra.amounts[days == day]
    rates, season = chain.setting.rates, chain.setting.seasons.smooth
    now = flyers.only(np.flatnonzero((flyers.first <= day) & (day <= flyers.last)))
    weight = season[chain.setting.department[now.rows], np.maximum(now.first, 0)]
    expected = (rates.annual[now.rows] / 365 * weight * (now.lift - 1)).sum()
    spread = rates.annual[now.rows] / 365 * weight * (now.lift - 1) * 2 * rates.clump[now.rows]
    assert set(rows) <= set(now.rows)
    assert abs(units.sum() - expected) < 5 * np.sqrt(spread.sum())


def test_some_promotions_are_left_on() -> None:
    chain = demo_chain()
    began = chain.started[Cause.PROMOTION_LEFT_ON]
    left = np.flatnonzero(began <= chain.day)
    flyers = chain.pricing.typed_over.ended(chain.day, 15, 200).of(left)
    assert len(left) == round(0.002 * 36_000)
    assert np.array_equal(began[left], flyers.last + 1)
    assert np.array_equal(flyers.rows, left)


def test_the_literature_holds() -> None:
    chains = [literature_chain(), *(simulate(literature(seed)) for seed in (4, 5))]
    gaps = np.concatenate([chain.stock.book - chain.stock.true for chain in chains])
    assert 0.63 < (gaps != 0).mean() < 0.67, "DeHoratius and Raman (2008): 65 %"
    assert 0.4 < (gaps > 0).sum() / (gaps != 0).sum() < 0.6, "errors both ways alike"
    lost, sold = np.array([lost_and_sold(chain) for chain in chains]).sum(axis=0)
    assert 0.014 < lost / sold < 0.016, "National Retail Security Survey, 2022 and 2023"


def lost_and_sold(chain: Chain) -> tuple[float, float]:
    """Dollars of the last year at retail: gone without a sale, and sold."""
    units = within(chain.ledger.losses, chain.day, 365, len(chain.setting))
    return (units * chain.prices.price).sum(), (chain.stock.sold[365] * chain.prices.price).sum()


def drawn(parameters: ChainParameters) -> dict[str, Daily]:
    """Everything chance decides before the first day, by process."""
    ground = setting.build(parameters)
    picker = Picker(parameters.seed, len(ground), parameters.last_day)
    planned = upsets.plan(ground, picker)
    lives = np.zeros(len(ground), np.int64), np.full(len(ground), 10_000)
    gone, wrong = losses.draw(ground), errors.draw(ground, planned)
    return {
        "purchases": demand.purchases(ground, lives, stream(parameters.seed, "demand")),
        "promotions": promotions.purchases(ground, promotions.plan(ground), lives),
        "theft": gone.stolen,
        "bulk theft": gone.cleared_out,
        "damage": gone.broken,
        "written off": gone.written_off,
        "misrung": wrong.misrung,
        "counts": wrong.counts,
    }


OFF = {
    "theft": replace(SMALL, losses=replace(SMALL.losses, theft=0.0)),
    "bulk theft": replace(SMALL, losses=replace(SMALL.losses, bulk_thefts=0.0)),
    "misrung": replace(SMALL, books=replace(SMALL.books, misrung=0.0)),
    "promotions": replace(SMALL, promotions=replace(SMALL.promotions, share=0.0)),
}


@pytest.mark.parametrize("process", OFF)
def test_a_process_that_is_off_leaves_the_others_alone(process: str) -> None:
    before, after = drawn(SMALL), drawn(OFF[process])
    assert len(after[process].rows) == 0 < len(before[process].rows)
    for other in before.keys() - {process}:
        assert np.array_equal(before[other].rows, after[other].rows)
        assert np.array_equal(before[other].amounts, after[other].amounts)


def test_a_cause_that_is_off_frees_its_rows_and_no_more() -> None:
    calm = replace(SMALL, leaks=replace(SMALL.leaks, receipts_unbooked=0.0))
    before, after = small_chain(), simulate(calm)
    freed = before.started[Cause.RECEIPT_UNBOOKED] <= before.day
    for cause in (Cause.DEMAND_ENDED, Cause.SHELF_EMPTY, Cause.ORDERING_STOPPED, Cause.OVER_BOUGHT):
        was, now = before.started[cause], after.started[cause]
        both = (was < 10_000) & (now < 10_000)
        assert np.array_equal(was[both], now[both])
        assert np.count_nonzero(both) >= np.count_nonzero(was < 10_000) - freed.sum()


def test_discounts_are_given_as_often_as_said() -> None:
    ground = demo_chain().setting
    plan = demo_chain().discounts
    rows = np.repeat(np.flatnonzero(plan.since > 10_000), 3)
    days = np.tile([10, 20, 30], len(rows) // 3)
    given = plan.given(days, rows)
    assert set(given) == {0.0, ground.parameters.promotions.discount}
    assert agrees(np.count_nonzero(given), len(given), ground.parameters.promotions.discounted)
    generous = np.flatnonzero(plan.since <= 200)
    much = plan.given(np.full(len(generous), 300), generous) >= 0.12
    assert agrees(much.sum(), len(much), 0.7)


def test_discounts_are_planned_on_their_share_of_the_rows() -> None:
    picker = Picker(7, len(small_chain().setting), SMALL.last_day)
    plan = discounts.plan(small_chain().setting, picker)
    chosen = plan.since < 10_000
    assert chosen.sum() == round(SMALL.leaks.discounts * 1740)


def test_a_setting_is_the_same_for_the_same_seed() -> None:
    one = setting.build(SMALL)
    assert np.array_equal(one.rates.annual, small_chain().setting.rates.annual)
