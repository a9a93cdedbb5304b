import pytest

from profit_sentinel.digest import wording
from profit_sentinel.digest.wording import many, money_line, reason
from profit_sentinel.domain.money import Money

MONTH = 365 / 12


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "none"),
        (0.04, "none"),
        (1, "1 unit"),
        (-1, "-1 unit"),
        (12, "12 units"),
        (-3, "-3 units"),
        (2.5, "2.5 units"),
        (9.96, "10 units"),
        (12.4, "12 units"),
        (1234.0, "1,234 units"),
        (-652.0, "-652 units"),
    ],
)
def test_units(value: float, said: str) -> None:
    assert wording.units(value) == said


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0 days"), (1, "1 day"), (1.2, "1 day"), (240, "240 days")]
)
def test_days(value: float, said: str) -> None:
    assert wording.days(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(4.5, "$4.50"), (0.1, "$0.10"), (0.052, "5.2 cents"), (1234.5, "$1,234.50"), (12, "$12.00")],
)
def test_a_price_of_one_unit_keeps_its_cents(value: float, said: str) -> None:
    assert wording.unit_price(value) == said


@pytest.mark.parametrize(
    ("velocity", "said"),
    [
        (6 / MONTH, "6 a month"),
        (1 / MONTH, "one a month"),
        (0.8 / MONTH, "one a month"),
        (0.7 / MONTH, "one a month"),
        (1200 / MONTH, "1,200 a month"),
        (0.25 / MONTH, "one every 4 months"),
        (0.5 / MONTH, "one every 2 months"),
        (0.0, "none in years"),
        (1 / MONTH / 121, "none in years"),
    ],
)
def test_demand_as_people_say_it(velocity: float, said: str) -> None:
    assert wording.per_month(velocity) == said


@pytest.mark.parametrize(("share", "said"), [(0.42, "42%"), (0.0, "0%"), (1.0, "100%")])
def test_percent(share: float, said: str) -> None:
    assert wording.percent(share) == said


def test_a_loss_is_a_negative_percent() -> None:
    assert wording.percent(-0.1) == "-10%"


@pytest.mark.parametrize(
    ("value", "said"), [(12.0, "12"), (11.7, "12"), (1 / 12, "1/12"), (0.085, "1/12"), (1.0, "1")]
)
def test_a_pack_factor_is_whole_or_one_part(value: float, said: str) -> None:
    assert wording.factor(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(1200.0, "1,200"), (3.5, "3.5"), (0.25, "0.25"), (0.001, "0"), (10.0, "10"), (100.0, "100")],
)
def test_figures_carry_no_needless_decimals(value: float, said: str) -> None:
    assert wording.number(value) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(0.0, "today"), (1.0, "yesterday"), (2.0, "2 days ago"), (400, "400 days ago")],
)
def test_how_long_ago(days: float, said: str) -> None:
    assert wording.ago(days) == said


@pytest.mark.parametrize(
    ("value", "said"), [(7.8, "8 units"), (0.3, "1 unit"), (1.4, "1 unit"), (250.4, "250 units")]
)
def test_an_estimate_is_never_finer_than_a_piece(value: float, said: str) -> None:
    assert wording.whole(value) == said


@pytest.mark.parametrize("kind", sorted(wording.SPOKEN))
def test_an_unknown_figure_is_said_to_be_unknown(kind: str) -> None:
    said = reason(f"About {{x:{kind}}}.", {"x": None})
    assert "unknown" in said
    assert "None" not in said


def test_a_sentence_quotes_its_numbers() -> None:
    said = reason("{q:units} at {c:money}.", {"q": 12.0, "c": 3.5, "other": 1})
    assert said == "12 units at $3.50."


def test_a_figure_may_be_quoted_twice() -> None:
    assert reason("{q:units}, {q:whole}", {"q": 0.2}) == "0.2 units, 1 unit"


def test_doubled_braces_are_braces() -> None:
    assert reason("{{x}} is {x:count}.", {"x": 5}) == "{x} is 5."


def test_braces_in_a_name_are_only_text() -> None:
    assert reason("It is on {sku}.", {"sku": "{0} {x:units}"}) == "It is on {0} {x:units}."


@pytest.mark.parametrize(("count", "said"), [(0, "0 SKUs"), (1, "1 SKU"), (1200, "1,200 SKUs")])
def test_many(count: int, said: str) -> None:
    assert many(count, "SKU") == said


def test_every_kind_of_money_is_said_in_its_own_words() -> None:
    said = {money_line(5, money.value) for money in Money}
    assert said == {
        "$5 in cash",
        "$5 of margin a year",
        "$5 tied up on the shelf",
        "$5 wrong on the books",
    }
