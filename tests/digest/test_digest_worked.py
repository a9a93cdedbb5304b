"""How a finding's figures came about: the arithmetic of each sentence, checked by hand."""

import re
from typing import Any

import pytest

from profit_sentinel.digest.worked import WORKED, dollars, hints, likelihood
from profit_sentinel.leaks.catalogue import calibrations, catalogue


def sku(amount: float, **numbers: Any) -> dict[str, Any]:
    return {"dollars": amount, "numbers": numbers}


@pytest.mark.parametrize(
    ("leak", "said", "expected"),
    [
        ("negative_inventory", sku(36.0, on_hand=-3.0, stock_cost=12.0),
         "3 units below zero x $12.00 each = $36."),
        ("dead_stock", sku(60.0, on_hand=10.0, stock_cost=6.0, days_silent=400.0),
         "10 units x $6.00 each = $60."),
        ("dead_stock", sku(40.0, on_hand=10.0, stock_cost=6.0, days_silent=400.0),
         "10 units x $6.00 each = $60. Of that, $20 are counted by another leak."),
        ("price_gap", sku(240.0, peer_price=12.0, price=10.0, peer_stores=3),
         "$12.00 - $10.00 = $2.00 missing on each of about 120 units sold a year: $240 a year."),
        ("purchasing_leakage", sku(30.0, cost=8.0, peer_cost=5.0, peer_stores=3),
         "$8.00 - $5.00 = $3.00 too much for each of about 10 units bought a year: $30 a year."),
        ("margin_erosion", sku(100.0, margin=0.2, reference_margin=0.45, reference_source="x",
                               price=9.0, cost=7.2),
         "25% of margin missing on about $400 of sales a year: $100 a year."),
        ("surplus_order", sku(48.0, on_order=6.0, stock_cost=12.0, on_hand=1.0, days_silent=9.0),
         "4 units of the order more than needed x $12.00 each: $48."),
        ("seasonal_leftover", sku(80.0, on_hand=26.0, season_over_days=54.0,
                                  season_excess_units=20.0),
         "20 units too many x about $4.00 each: $80."),
    ],
)  # fmt: skip
def test_the_dollars_are_worked_out(leak: str, said: dict[str, Any], expected: str) -> None:
    assert dollars(leak, said) == expected


@pytest.mark.parametrize("leak", WORKED)
def test_every_sentence_uses_figures_that_are_kept(leak: str) -> None:
    text, derive = WORKED[leak]
    kept = {name: 2.0 + place for place, name in enumerate(catalogue()[leak].quoted)}
    made = derive(kept | {"dollars": 9.0})
    assert set(re.findall(r"{(\w+):", text)) <= set(kept) | set(made) | {"dollars"}


def test_what_the_figures_do_not_tell_is_not_told() -> None:
    assert dollars("stockout", sku(9.0, days_silent=14.0)) is None
    assert dollars("dead_stock", sku(9.0, on_hand=3.0, stock_cost=None)) is None
    assert dollars("price_gap", sku(9.0, peer_price=3.0, price=3.0)) is None


@pytest.mark.parametrize("leak", catalogue().values(), ids=lambda leak: leak.id)
def test_the_likelihood_says_what_it_rests_on(leak: Any) -> None:
    fitted = calibrations().get(leak.id)
    said = likelihood(leak, fitted, 0.8)
    if leak.stated:
        assert "99%" in said
    else:
        assert "80%" in said
        assert not fitted or not fitted.fitted or f"{fitted.findings:,} known cases" in said


def test_hints_say_which_way_they_move() -> None:
    eroded = catalogue()["margin_erosion"]
    fitted = calibrations()["margin_erosion"]
    told = hints(eroded, fitted)
    for hint, (way, when) in zip(eroded.hints, told, strict=True):
        assert way == ("likelier" if fitted.weights[hint.name] > 0 else "less likely")
        assert hint.meaning.removeprefix("1 ").removeprefix("log of ") in when
        assert "log of" not in when
    assert ("likelier", "where fewer than three stores carry it") in told
    assert hints(eroded, None) == []
