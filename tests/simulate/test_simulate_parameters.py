from datetime import date

import pytest

from profit_sentinel.simulate.parameters import ChainParameters


def test_the_last_day_is_the_date_of_the_stock() -> None:
    parameters = ChainParameters(days=500, as_of=date(2026, 11, 23))
    assert parameters.date_of(499) == date(2026, 11, 23)
    assert parameters.date_of(-1) == date(2025, 7, 11)


def test_a_store_cannot_carry_more_than_the_catalogue() -> None:
    with pytest.raises(ValueError, match="rows_per_store 12000 must lie between 1 and skus 10"):
        ChainParameters(skus=10)


def test_a_simulation_covers_a_year_of_sales() -> None:
    with pytest.raises(ValueError, match="use 400 or more"):
        ChainParameters(days=100)
