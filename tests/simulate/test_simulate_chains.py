from dataclasses import asdict, replace

import pytest

from profit_sentinel import settings
from profit_sentinel.simulate.chain import simulate
from profit_sentinel.simulate.chains import adapted, held_out, literature, training
from profit_sentinel.simulate.export import inventory
from profit_sentinel.simulate.parameters import ChainParameters
from profit_sentinel.simulate.truth import truth

EVERY = {**training(1), **held_out(1)}
LITERATURE = literature(1)


def test_no_kind_is_in_both_families() -> None:
    assert len(training(1)) >= 4
    assert len(held_out(1)) >= 4
    assert len(EVERY) == len(training(1)) + len(held_out(1))


def test_kinds_differ_in_more_than_the_seed() -> None:
    alike = [replace(parameters, seed=0) for parameters in (*EVERY.values(), LITERATURE)]
    assert len({str(asdict(parameters)) for parameters in alike}) == len(EVERY) + 1


def test_no_two_chains_share_their_chance() -> None:
    seeds = [
        parameters.seed
        for seed in range(10)
        for parameters in (*training(seed).values(), *held_out(seed).values())
    ]
    assert len(set(seeds)) == 10 * len(EVERY)


def test_another_seed_changes_nothing_else_in_a_chain_to_be_judged_on() -> None:
    assert replace(held_out(1)["farm"], seed=0) == replace(held_out(2)["farm"], seed=0)


def test_training_chains_differ_in_date_and_habits_within_limits() -> None:
    many = [training(seed)["hardware"] for seed in range(40)]
    usual = ChainParameters()
    assert len({each.as_of for each in many}) > 20
    assert len({each.as_of.month for each in many}) > 8
    covers = [each.buying.cover / usual.buying.cover for each in many]
    assert 0.49 <= min(covers) < 0.7
    assert 1.2 < max(covers) <= 1.51
    assert all(isinstance(each.buying.cover, type(usual.buying.cover)) for each in many)
    assert {each.definitions for each in many} == {usual.definitions}


@pytest.mark.parametrize("kind", EVERY)
def test_a_chain_takes_seconds(kind: str) -> None:
    parameters = EVERY[kind]
    assert 6_000 <= parameters.stores * parameters.rows_per_store <= 15_000


@pytest.mark.parametrize("kind", EVERY)
def test_definitions_are_those_of_the_programs_preset(kind: str) -> None:
    reckoned = EVERY[kind].definitions
    preset = settings.load(reckoned.preset)
    assert (reckoned.lead, reckoned.review) == (preset.cover.lead_days, preset.cover.review_days)
    assert reckoned.cover == preset.cover.cover_days
    assert reckoned.sold_within == preset.cover.sold_within_days
    assert reckoned.dead_after == preset.dead_stock.limit_days
    assert reckoned.dead_for_certain == preset.dead_stock.action_days


@pytest.mark.parametrize("kind", EVERY)
def test_a_small_chain_of_each_kind_runs(kind: str) -> None:
    chain = simulate(replace(EVERY[kind], skus=420, rows_per_store=400, days=400))
    assert inventory(chain).height == chain.setting.parameters.stores * 400
    assert set(inventory(chain)["Dept"]) <= {name for name, _ in EVERY[kind].goods.departments} or (
        not EVERY[kind].goods.departments
    )
    assert truth(chain).height > 20


def test_a_key_that_is_no_habit_is_refused() -> None:
    with pytest.raises(ValueError, match="Buying has no cove; use safety, cover"):
        adapted(ChainParameters(), {"buying": {"cove": 3}})


def test_a_department_without_words_is_refused() -> None:
    parameters = adapted(ChainParameters(), {"goods": {"departments": {"TOYS": 1.0}}})
    with pytest.raises(ValueError, match="no department is called TOYS"):
        simulate(parameters)
