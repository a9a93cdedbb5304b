import re
from string import Formatter

import pytest

from profit_sentinel.declaration.leak import Leak
from profit_sentinel.digest.wording import SPOKEN, reason
from profit_sentinel.leaks.catalogue import catalogue

TYPICAL: dict[str, float | str] = {
    "units": 12.0,
    "whole": 12.0,
    "days": 240.0,
    "ago": 240.0,
    "dollars": 120.0,
    "money": 4.99,
    "percent": 0.42,
    "per_month": 0.2,
    "factor": 12.0,
    "count": 3.0,
    "": "the other stores",
}
SMALL: dict[str, float | str] = {
    **TYPICAL,
    "units": 0.2,
    "whole": 0.2,
    "ago": 0.0,
    "dollars": 0.5,
    "days": 1.0,
    "money": 0.004,
    "percent": -0.25,
    "per_month": 0.001,
    "factor": 0.1,
}
LEAKS = list(catalogue().values())


def kinds(leak: Leak) -> dict[str, str]:
    """How each number of a sentence is said."""
    return {
        name: kind or ""
        for _, name, kind, _ in Formatter().parse(leak.sentence)
        if name is not None
    }


def read(leak: Leak, values: dict[str, float | str]) -> str:
    return reason(leak.sentence, {name: values[kind] for name, kind in kinds(leak).items()})


@pytest.fixture(params=LEAKS, ids=lambda leak: leak.id)
def leak(request: pytest.FixtureRequest) -> Leak:
    declared: Leak = request.param
    return declared


@pytest.mark.parametrize("values", [TYPICAL, SMALL], ids=["typical", "small"])
def test_a_sentence_reads_well(leak: Leak, values: dict[str, float | str]) -> None:
    said = read(leak, values)
    assert said.endswith(".")
    assert said[0].isupper() or said[0].isdigit() or said.startswith("none")
    assert "None" not in said.removeprefix("None on hand")
    assert not re.search(r"\bnan\b|  |[{}]|\.\.|%%|\$-", said), said


def test_a_sentence_quotes_every_figure_once(leak: Leak) -> None:
    names = [name for _, name, _, _ in Formatter().parse(leak.sentence) if name]
    assert names
    assert len(names) == len(set(names))


def test_a_sentence_says_figures_in_known_ways(leak: Leak) -> None:
    assert set(kinds(leak).values()) <= set(SPOKEN)


def test_a_sentence_accuses_nobody(leak: Leak) -> None:
    told = " ".join((leak.title, leak.meaning, leak.sentence, leak.action, *leak.signals)).lower()
    assert not re.search(r"theft|stole|steal|thief|fraud|employee|guilty|fault", told)


def test_what_to_do_begins_with_a_verb_and_ends_with_a_period(leak: Leak) -> None:
    assert re.fullmatch(r"[A-Z][a-z]+ .*\.", leak.action)


def test_a_title_is_a_title(leak: Leak) -> None:
    assert re.fullmatch(r"[A-Z][^.:{}]*[^.:{} ]", leak.title)


def test_what_was_observed_is_said_in_plain_words(leak: Leak) -> None:
    assert leak.signals
    assert all(signal and not signal.endswith(".") for signal in leak.signals)
