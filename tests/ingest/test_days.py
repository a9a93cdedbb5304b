from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import ColumnUse, Upload
from profit_sentinel.ingest.days import names_day
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Count 11/15/26", True),
        ("Count 11/15", True),
        ("Stand 31.12.2026", True),
        ("QOH 2026-11-15", True),
        ("Cost 11-1-26", True),
        ("Size 1-2", False),
        ("Count 45/15", False),
        ("Bin 11/15/26/3", False),
        ("Sold 2026", False),
    ],
)
def test_a_day_has_a_month_and_a_day(text: str, *, day: bool) -> None:
    assert names_day(text) is day


def uses(make: Make, *headers: str) -> dict[str, ColumnUse]:
    rows = [f"A{1000 + i * 7},{i % 7},{i % 5},{i + 0.37:.2f},{i * 2 + 0.95:.2f}" for i in range(40)]
    upload = make("\n".join([",".join(headers), *rows]) + "\n")
    return {use.header: use for use in recognise(upload).columns}


def test_the_only_column_of_a_day_is_taken_and_asked(upload: Make) -> None:
    found = uses(upload, "SKU", "Count 11/15/26", "Max", "Cost (10/1)", "Price eff 1/1/26")
    wanted = {
        "Count 11/15/26": "on_hand", "Cost (10/1)": "unit_cost", "Price eff 1/1/26": "retail_price",
    }  # fmt: skip
    for header, canonical in wanted.items():
        assert (found[header].canonical, found[header].doubtful) == (canonical, True)


def test_two_days_or_a_column_without_one_leave_those_of_a_day(upload: Make) -> None:
    two = uses(upload, "SKU", "QOH 10/1/26", "QOH 11/1/26", "Cost", "Price")
    assert [two[name].canonical for name in ("QOH 10/1/26", "QOH 11/1/26")] == [None, None]
    now = uses(upload, "SKU", "QOH", "Count 11/1/26", "Cost", "Price")
    assert (now["QOH"].canonical, now["Count 11/1/26"].canonical) == ("on_hand", None)
