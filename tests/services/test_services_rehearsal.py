"""Rehearsals: what other settings would do, against doing it."""

import pytest

import homes
from homes import LATER_DEAD, OF_STORE_2, OWNER, Line, dead, listing, ordinary
from profit_sentinel.domain.errors import ForbiddenError
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services import digests, stores
from profit_sentinel.services.choices import Choice, chosen, offered, proposed
from profit_sentinel.services.departments import departments
from profit_sentinel.services.home import Home
from profit_sentinel.services.rehearsal import Effect, Step, rehearse
from profit_sentinel.services.settings import own, settings_text, short_text
from profit_sentinel.settings import load, presets

CHAIN = listing(
    Line("A", on_hand=-3, cost=12.5), dead("B"), dead("C"), *ordinary(),
    Line("D", on_hand=-2, store="2", department="PAINT"), *ordinary(store="2"),
)  # fmt: skip


def told(home: Home, text: str) -> Effect:
    *steps, last = rehearse(home, OWNER, text)
    assert all(isinstance(step, Step) for step in steps)
    assert isinstance(last, Effect)
    return last


def test_it_tells_what_then_happens(home: Home) -> None:
    homes.read(home, CHAIN)
    effect = told(home, LATER_DEAD)
    stores.set_settings(home, OWNER, LATER_DEAD)
    after = digests.digest(home, OWNER, [], 500).plain["digest"]
    assert effect.after.issues == after["summary"]["issue_count"]
    assert effect.after.dollars == after["summary"]["dollars"]
    assert [line.dollars for line in effect.went] == [120]
    assert effect.came == []


def test_it_keeps_nothing(small: Home) -> None:
    homes.read(small, CHAIN)
    before = set(small.blobs.keys(OWNER.org))
    assert told(small, LATER_DEAD).went
    assert set(small.blobs.keys(OWNER.org)) == before
    assert stores.changes(small, OWNER) == []


def test_only_who_may_change_settings_may_try_them(small: Home) -> None:
    with pytest.raises(ForbiddenError):
        rehearse(small, OF_STORE_2, "")
    with pytest.raises(ForbiddenError):
        departments(small, OF_STORE_2)


def test_departments_are_those_of_the_stock(small: Home) -> None:
    homes.read(small, CHAIN)
    assert departments(small, OWNER) == ["PAINT", "PLUMBING"]
    assert departments(small, Person("x", "nobody", Role.OWNER)) == []


@pytest.mark.parametrize("preset", presets())
@pytest.mark.parametrize("amount", [each["id"] for each in offered()["amounts"]])
def test_a_choice_comes_back_as_it_was_made(preset: str, amount: str) -> None:
    limits = {"PAINT": {"dead_stock_days": 90, "cover_days": None, "salvage": 0.25}}
    choice = Choice(preset, amount, limits)
    assert chosen(load(None, proposed(load(), choice))) == choice


def test_what_a_choice_does_not_speak_of_stays() -> None:
    held = load(None, 'preset = "garden"\n[cover]\nlead_days = 3\n[list]\ntop = 9\n')
    made = load(None, proposed(held, Choice("lumber", "more", {})))
    assert made.cover.lead_days == 3
    assert made.list.top == 9
    assert made.dead_stock == load("lumber").dead_stock


@pytest.mark.parametrize("text", [settings_text, short_text])
def test_settings_survive_being_written(text: object) -> None:
    held = load(
        "garden", '[departments."PAINT \\"A\\""]\nsalvage = 0.1\n[words]\nclearance = ["x"]\n'
    )
    assert callable(text)
    assert load(None, text(held)) == held
    assert own(load("garden")) == {}
