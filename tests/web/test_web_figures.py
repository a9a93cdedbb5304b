from __future__ import annotations

from typing import Any

import pytest

from profit_sentinel.web.figures import figures


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("cost", 27.8686, "$27.87"),
        ("retail_price", 6.0, "$6.00"),
        ("margin", 0.0159, "2%"),
        ("on_hand", -7.0, "-7 units"),
        ("stock_level", 6.32, "6.3 units"),
        ("days_silent", 1.0, "1 day"),
        ("current_velocity", 0.66, "20 a month"),
        ("pack_factor", 24.0, "24"),
        ("peer_stores", 3, "3"),
        ("twin_sku", "0123", "0123"),
        ("cost", None, "an unknown cost"),
        ("something_new", 0.5, "0.5"),
    ],
)
def test_a_figure_is_said_with_its_unit(name: str, value: Any, said: str) -> None:
    (told,) = figures({name: value})
    assert (told.name, told.value) == (name.replace("_", " "), said)
    assert bool(told.meaning) == (name != "something_new")
