"""A last sale without a telling header, on lists of sixty items of which half were sold."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from profit_sentinel.domain.intake import Upload
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]
TODAY = date(2026, 10, 31)


def sold(i: int) -> int:
    return i * 3 % 8 if i % 2 else 0


def last_sale(i: int) -> date:
    return TODAY - timedelta(days=i * 3 if sold(i) else 400 + i * 5)


def elsewhere(i: int) -> date:
    return TODAY - timedelta(days=i * 11)


def canonical(make: Make, window: str, day: Callable[[int], date]) -> tuple[str | None, bool]:
    lines = [f"SKU,QOH,{window},Zonk"]
    lines += [f"A{1000 + i * 7},{i * 7 % 13 - 1},{sold(i)},{day(i)}" for i in range(60)]
    uses = {use.header: use for use in recognise(make("\n".join(lines) + "\n")).columns}
    return uses["Zonk"].canonical, uses["Zonk"].doubtful


@pytest.mark.parametrize("window", ["Sold 365 days", "YTD Units"])
def test_dates_that_agree_with_the_units_sold_are_of_sales(upload: Make, window: str) -> None:
    assert canonical(upload, window, last_sale) == ("last_sale_date", True)


def test_other_dates_are_not(upload: Make) -> None:
    assert canonical(upload, "Sold 365 days", elsewhere)[0] is None


def test_without_units_sold_dates_tell_nothing(upload: Make) -> None:
    assert canonical(upload, "Sold last year", last_sale)[0] is None


def of_year(make: Make, header: str, day: Callable[[int], date]) -> tuple[str | None, bool]:
    lines = [f"SKU,QOH,{header},Last sold"]
    lines += [f"A{1000 + i * 7},{i * 7 % 13 - 1},{sold(i)},{day(i)}" for i in range(60)]
    uses = {use.header: use for use in recognise(make("\n".join(lines) + "\n")).columns}
    return uses[header].canonical, uses[header].doubtful


@pytest.mark.parametrize("header", ["Sold 2026", "2026 units sold"])
def test_units_of_the_year_of_the_last_sales_are_this_years(upload: Make, header: str) -> None:
    assert of_year(upload, header, last_sale) == ("sold_ytd", True)


def test_units_of_another_year_are_not(upload: Make) -> None:
    assert of_year(upload, "Sold 2025", last_sale)[0] is None


def test_units_that_disagree_with_the_last_sales_are_not(upload: Make) -> None:
    assert of_year(upload, "Sold 2026", elsewhere)[0] is None
