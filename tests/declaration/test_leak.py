from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

from profit_sentinel.declaration.fact import TERMS, missing
from profit_sentinel.digest.wording import SPOKEN, reason
from profit_sentinel.domain.columns import BY_NAME
from profit_sentinel.leaks.catalogue import calibrations, catalogue, declared
from profit_sentinel.settings import Settings, load, presets

if TYPE_CHECKING:
    from profit_sentinel.declaration.leak import Leak

CATALOGUE = catalogue()
ORDER = list(CATALOGUE)


@pytest.fixture(params=ORDER)
def leak(request: pytest.FixtureRequest) -> Leak:
    """Each leak in turn."""
    return CATALOGUE[request.param]


def test_there_are_the_leaks_that_one_snapshot_shows() -> None:
    assert sorted(CATALOGUE) == [
        "dead_stock",
        "margin_erosion",
        "negative_inventory",
        "overstock",
        "phantom_inventory",
        "price_discrepancy",
        "price_gap",
        "purchasing_leakage",
        "seasonal_leftover",
        "sku_twin",
        "stockout",
        "surplus_order",
        "unit_mismatch",
        "zero_cost",
    ]
    assert len(declared()) == len(CATALOGUE)


def test_it_reads_columns_and_facts_only(leak: Leak) -> None:
    for preset in presets():
        assert leak.reads(load(preset)) <= TERMS


def test_it_quotes_what_is_known_in_ways_that_are_known(leak: Leak) -> None:
    assert leak.quoted
    assert TERMS.issuperset(leak.quoted)
    kinds = {field.partition(":")[2].rstrip("}") for field in leak.sentence.split("{")[1:]
             for field in [field.partition("}")[0]]}  # fmt: skip
    assert set(SPOKEN) >= kinds


def test_its_sentence_can_be_said_of_anything(leak: Leak) -> None:
    unknown = reason(leak.sentence, dict.fromkeys(leak.quoted) | {"dollars": 1.0})
    assert unknown.count("unknown") == len(leak.quoted)
    assert unknown.endswith(".")


def test_it_needs_what_exists(leak: Leak) -> None:
    for need in leak.needs:
        assert TERMS.issuperset(need if isinstance(need, tuple) else (need,))
    assert missing(leak.needs, frozenset(BY_NAME)) == ()
    assert missing(leak.needs, frozenset()) != ()
    assert set(BY_NAME).issuperset(leak.mostly)


def test_it_comes_after_what_it_follows_gives_way_to_or_takes_off(leak: Leak) -> None:
    before = ORDER[: ORDER.index(leak.id)]
    assert set(before).issuperset((*leak.follows, *leak.gives_way_to))
    assert set(ORDER).issuperset(leak.minus)
    assert leak.id not in leak.minus


def test_what_it_takes_off_is_money_of_a_kind_it_may_be(leak: Leak) -> None:
    assert not set(leak.minus) & set(leak.gives_way_to)


def test_its_probability_has_one_source(leak: Leak) -> None:
    sources = [leak.probability is not None, leak.score is not None, leak.stated]
    assert sources.count(True) == 1
    assert (leak.id in calibrations()) == (not leak.stated)


def test_only_two_leaks_are_stated_by_the_file() -> None:
    assert {name for name, leak in CATALOGUE.items() if leak.stated} == {
        "negative_inventory",
        "zero_cost",
    }


def test_its_constants_are_settings(leak: Leak) -> None:
    settings = load()
    assert isinstance(settings, Settings)
    for name in leak.constants:
        assert attrgetter(name)(settings) is not None


def test_its_words_are_there(leak: Leak) -> None:
    for words in (leak.title, leak.meaning, leak.formula, leak.action, leak.source):
        assert words.strip() == words
        assert words[0].isupper()
    assert leak.signals
    assert leak.group_by in {"vendor", "department"}
    assert leak.group_by in BY_NAME
