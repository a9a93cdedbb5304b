from __future__ import annotations

import random
from fractions import Fraction
from itertools import groupby

import polars as pl
import pytest

from profit_sentinel.engine.cut import cut
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.settings import load

Row = tuple[str, str, str, float, float]
COLUMNS = ("store_id", "leak", "sku", "dollars", "probability")


def frame(rows: list[Row]) -> pl.DataFrame:
    money = [catalogue()[one[1]].money.value for one in rows]
    held = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    return held.with_columns(pl.Series("money", money))


def kept(rows: list[Row], limit: float = 0.10) -> set[str]:
    """SKUs of the findings that are kept."""
    done = cut(frame(rows), catalogue(), load(list={"false_alarms": limit}))
    assert done.height == len(rows)
    return set(done.filter("kept")["sku"])


def dead(sku: str, percent: int, dollars: float = 1.0, store: str = "1") -> Row:
    return (store, "dead_stock", sku, dollars, percent / 100)


def list_that_stops(rows: list[Row], limit: Fraction) -> set[str]:
    """A second implementation: the longest list per store and money, in whole percents."""

    def money(one: Row) -> tuple[str, str, bool]:
        leak = catalogue()[one[1]]
        return one[0], leak.money.value, leak.stated

    found = set()
    for (_, _, stated), group in groupby(sorted(rows, key=money), key=money):
        ranked = sorted(group, key=lambda one: (-one[4], -one[3], one[2], one[1]))
        doubts = [1 - Fraction(round(one[4] * 100), 100) for one in ranked]
        longest = max(
            (length for length in range(len(ranked) + 1)
             if sum(doubts[:length], Fraction(0)) <= limit * length
             and all(doubt <= Fraction(1, 2) for doubt in doubts[:length])), default=0)  # fmt: skip
        found |= {one[2] for one in (ranked if stated else ranked[:longest])}
    return found


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("limit", [0.0, 0.05, 0.10, 0.30, 1.0])
def test_it_agrees_with_a_list_built_one_by_one(seed: int, limit: float) -> None:
    dice = random.Random(seed)
    rows: list[Row] = [
        (
            dice.choice("12"),
            dice.choice(list(catalogue())),
            f"sku {number}",
            float(dice.randint(1, 3)),
            dice.choice((20, 49, 50, 51, 70, 80, 89, 90, 91, 95, 99, 100)) / 100,
        )
        for number in range(dice.randint(0, 60))
    ]
    if rows:
        assert kept(rows, limit) == list_that_stops(rows, Fraction(str(limit)))


def test_a_limit_met_exactly_is_met() -> None:
    assert kept([dead("a", 100), dead("b", 95), dead("c", 75)]) == {"a", "b", "c"}
    assert kept([dead("a", 100), dead("b", 95), dead("c", 74)]) == {"a", "b"}


def test_less_likely_than_not_is_never_kept() -> None:
    assert kept([dead("a", 50), dead("b", 49)], limit=1.0) == {"a"}


def test_among_equals_the_larger_is_kept() -> None:
    rows = [dead("small", 80, 5), dead("large", 80, 50), dead("sure", 100)]
    assert kept(rows) == {"sure", "large"}


def test_stores_and_kinds_of_money_have_lists_of_their_own() -> None:
    sure = [dead(f"sure {number}", 100) for number in range(9)]
    phantom: Row = ("1", "phantom_inventory", "other money", 1.0, 0.6)
    rows = [*sure, dead("here", 60), dead("there", 60, store="2"), phantom]
    assert kept(rows) == {*(one[2] for one in sure), "here"}


def test_stated_facts_are_kept_and_buy_no_room_for_doubt() -> None:
    stated: list[Row] = [("1", "negative_inventory", f"fact {n}", 1.0, 0.99) for n in range(9)]
    doubtful: Row = ("1", "sku_twin", "twin", 1.0, 0.6)
    assert kept([*stated, doubtful]) == {one[2] for one in stated}
    assert kept(stated, limit=0.0) == {one[2] for one in stated}


def test_what_is_cut_says_why() -> None:
    rows = [dead("sure", 100), dead("too many", 60), dead("unlikely", 30)]
    done = cut(frame(rows), catalogue(), load())
    assert dict(done.select("sku", "cut_reason").iter_rows()) == {
        "sure": None,
        "too many": "the list would hold too many false alarms",
        "unlikely": "less likely than not",
    }
    assert set(done["evidence"]) == {"snapshot"}
