"""Dates of what has happened, beside those of what is to come, on lists of forty items."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from profit_sentinel.domain.intake import ColumnUse, Upload
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]
DAY = date(2026, 10, 31)


def used(make: Make, sold: int, received: int) -> dict[str, ColumnUse]:
    """The uses of two columns of dates that end so many days after a day."""
    lines = ["SKU,QOH,Last Sold,Last Received"]
    for i in range(1, 41):
        days = (DAY + timedelta(latest - i * 5) for latest in (sold, received))
        lines.append(f"A{1000 + i * 7},{i * 7 % 13 - 1},{','.join(map(str, days))}")
    return {use.header: use for use in recognise(make("\n".join(lines) + "\n")).columns}


@pytest.mark.parametrize(("sold", "received"), [(0, 0), (0, 30), (0, 150), (90, 0), (400, 0)])
def test_dates_that_end_together_are_used(upload: Make, sold: int, received: int) -> None:
    uses = used(upload, sold, received)
    assert uses["Last Sold"].canonical == "last_sale_date"
    assert uses["Last Received"].canonical == "last_receipt_date"


def test_dates_after_all_others_are_asked_about(upload: Make) -> None:
    uses = used(upload, 0, 400)
    assert uses["Last Sold"].canonical == "last_sale_date"
    received = uses["Last Received"]
    assert (received.canonical, received.suggestion) == (None, "last_receipt_date")
    assert received.doubtful


def test_a_lone_column_of_dates_tells_nothing(upload: Make) -> None:
    lines = ["SKU,QOH,Last Sold"]
    lines += [f"A{1000 + i},{i % 5},{DAY + timedelta(700 - i)}" for i in range(40)]
    uses = {use.header: use for use in recognise(upload("\n".join(lines) + "\n")).columns}
    assert uses["Last Sold"].canonical == "last_sale_date"
