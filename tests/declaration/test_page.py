from __future__ import annotations

from operator import attrgetter

import pytest

from profit_sentinel.declaration.page import page, row
from profit_sentinel.leaks.catalogue import calibrations, catalogue
from profit_sentinel.settings import load

LEAKS = sorted(catalogue())


def page_of(name: str, preset: str = "hardware") -> str:
    return page(catalogue()[name], load(preset), calibrations().get(name))


@pytest.mark.parametrize("name", LEAKS)
def test_a_page_tells_the_declaration(name: str) -> None:
    leak, text = catalogue()[name], page_of(name)
    assert text.startswith(f"# {leak.title} (`{name}`)\n\n{leak.meaning}\n")
    for words in (leak.formula, leak.action, leak.source, leak.sentence, leak.money.value):
        assert words in text
    assert text.endswith(f"{leak.source}\n")


@pytest.mark.parametrize("name", LEAKS)
def test_a_page_tells_the_constants_in_force(name: str) -> None:
    text = page_of(name, "garden")
    for constant in catalogue()[name].constants:
        assert f"- `{constant}` = {attrgetter(constant)(load('garden'))}: " in text


@pytest.mark.parametrize("name", LEAKS)
def test_a_page_tells_how_leaks_stand_to_each_other(name: str) -> None:
    leak, text = catalogue()[name], page_of(name)
    for better in leak.gives_way_to:
        assert f"`{better}`" in text.partition("Drops out where one of these stands:")[2]
    assert ("## Each dollar once" in text) == bool(leak.gives_way_to or leak.minus or leak.follows)


@pytest.mark.parametrize("name", LEAKS)
def test_a_page_names_everything_a_leak_reads(name: str) -> None:
    text = page_of(name)
    assert all(f"`{term}`" in text for term in catalogue()[name].reads(load()))


def test_a_page_says_how_the_probability_comes_about() -> None:
    assert "Probability: 0.99, because the file itself states it" in page_of("negative_inventory")
    for leak, what in (("overstock", "score"), ("dead_stock", "logit of the probability")):
        fit = calibrations()[leak]
        text = page_of(leak)
        assert f"Probability: logistic({fit.intercept:g} + {fit.slope:g} x {what}" in text
        assert f"to {fit.findings:,} findings" in text


def test_a_page_says_when_nothing_is_fitted_yet() -> None:
    name = "seasonal_leftover"
    text = page(catalogue()[name], load(), calibrations()[name].by_hand)
    assert "Probability: logistic(-2.8 + 1.702 x score), not calibrated yet." in text


def test_a_page_tells_hints_with_their_weights_and_what_cannot_be_shown() -> None:
    for name in LEAKS:
        leak, text = catalogue()[name], page_of(name)
        for hint in leak.hints:
            words = hint.name.replace("_", " ")
            assert f"{calibrations()[name].weights[hint.name]:g} x {words}" in text
            assert f"- *{words}*: {hint.meaning}" in text
        assert ("What such data cannot show" in text) == bool(leak.limits)
        assert ("the count sheet asks" in text) == bool(leak.look)


def test_a_leak_in_one_line_stands_in_columns() -> None:
    line = row(catalogue()["dead_stock"])
    assert line.split(maxsplit=2) == ["dead_stock", "capital", "Dead stock"]
    assert {row(leak).index(leak.title) for leak in catalogue().values()} == {line.index("Dead s")}
