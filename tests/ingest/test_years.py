"""Costs and prices in a column per year."""

from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import ColumnUse, Upload
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]


def used(make: Make, *headers: str) -> dict[str, ColumnUse]:
    lines = [",".join(("SKU", "QOH", *headers))]
    for i in range(1, 41):
        amounts = [f"{(1.37 + i * 0.83) * (1 + place / 20):.2f}" for place in range(len(headers))]
        lines.append(",".join((f"A{1000 + i * 7}", str(i * 7 % 13 - 1), *amounts)))
    return {use.header: use for use in recognise(make("\n".join(lines) + "\n")).columns}


@pytest.mark.parametrize(("before", "now"), [("2025 cost", "2026 cost"), ("Cost '25", "Cost '26")])
def test_the_latest_cost_is_the_one_now_with_a_doubt(upload: Make, before: str, now: str) -> None:
    uses = used(upload, before, now)
    assert (uses[now].canonical, uses[now].doubtful) == ("unit_cost", True)
    assert uses[before].canonical == "previous_cost"


def test_an_earlier_price_and_a_gap_of_years_are_left(upload: Make) -> None:
    uses = used(upload, "2022 cost", "2026 cost", "2025 price", "2026 price")
    assert uses["2026 price"].canonical == "retail_price"
    assert uses["2026 cost"].canonical == "unit_cost"
    assert uses["2025 price"].canonical is None
    assert uses["2022 cost"].canonical is None


def test_one_year_tells_nothing(upload: Make) -> None:
    assert used(upload, "2027 cost")["2027 cost"].canonical is None
