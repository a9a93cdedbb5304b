import numpy as np
import pytest

from profit_sentinel.simulate.prices import ending


@pytest.mark.parametrize(
    ("price", "shown"),
    [(0.123, 0.13), (3.02, 3.09), (3.1, 3.09), (12.2, 12.49), (12.6, 12.99), (87.1, 87.99)],
)
def test_prices_end_as_shoppers_know_them(price: float, shown: float) -> None:
    assert ending(np.array([price]))[0] == shown


def test_nothing_costs_less_than_two_cents() -> None:
    assert ending(np.array([0.001]))[0] == 0.02
