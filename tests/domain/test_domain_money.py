import pytest
from hypothesis import given
from hypothesis import strategies as st

from profit_sentinel.domain.money import Money, cents, dollars_text, total


@pytest.mark.parametrize(
    ("dollars", "whole"),
    [(0.0, 0), (1.0, 100), (0.125, 13), (0.124, 12), (-0.125, -13), (2.675, 268), (1.005, 101)],
)
def test_half_a_cent_goes_away_from_zero(dollars: float, whole: int) -> None:
    assert cents(dollars) == whole


def test_a_total_is_the_sum_of_what_is_shown() -> None:
    assert total([0.004, 0.004, 0.004]) == 0
    assert total([0.005, 0.005]) == 0.02


def test_ten_dimes_are_a_dollar() -> None:
    assert total([0.1] * 10) == 1.0


def test_nothing_adds_up_to_nothing() -> None:
    assert total([]) == 0


@given(st.lists(st.integers(-(10**9), 10**9)))
def test_sums_of_cents_are_exact(amounts: list[int]) -> None:
    assert cents(total(amount / 100 for amount in amounts)) == sum(amounts)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "$0"),
        (3.5, "$3.50"),
        (3, "$3"),
        (-12, "-$12"),
        (-3.25, "-$3.25"),
        (0.05, "$0.05"),
        (99.99, "$99.99"),
        (99.999, "$100"),
        (100.49, "$100"),
        (100.5, "$101"),
        (18420.4, "$18,420"),
        (1_234_567.0, "$1,234,567"),
    ],
)
def test_dollars_read_as_people_write_them(amount: float, text: str) -> None:
    assert dollars_text(amount) == text


def test_there_are_four_kinds_of_money() -> None:
    assert [money.value for money in Money] == ["cash", "margin", "capital", "record"]


def test_less_than_a_cent_is_never_minus_nothing() -> None:
    assert dollars_text(-0.001) == "$0"
