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


def received(i: int) -> date:
    return last_sale(i) - timedelta(days=20)


def beside_receipts(make: Make, day: Callable[[int], date], *more: str) -> str | None:
    lines = [",".join(["SKU,QOH,Last received,Zonk", *more])]
    for i in range(60):
        cells = [f"A{1000 + i * 7},{i * 7 % 13 - 1},{received(i)},{day(i)}"]
        lines.append(",".join([*cells, *(str(last_sale(i)) for _ in more)]))
    uses = {use.header: use for use in recognise(make("\n".join(lines) + "\n")).columns}
    return uses["Zonk"].canonical


def test_dates_mostly_later_than_receipts_are_of_sales(upload: Make) -> None:
    assert beside_receipts(upload, last_sale) == "last_sale_date"


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(lambda i: received(i) - timedelta(days=9), id="ordered before"),
        pytest.param(lambda i: TODAY + timedelta(days=i * 7), id="still to come"),
        pytest.param(lambda i: TODAY - timedelta(days=90 * (i % 3)), id="days of three counts"),
        pytest.param(lambda i: TODAY - timedelta(days=i * 60), id="when they were new"),
    ],
)
def test_other_dates_beside_receipts_are_not(upload: Make, day: Callable[[int], date]) -> None:
    assert beside_receipts(upload, day) is None


def test_of_two_dates_that_say_nothing_neither_is_taken(upload: Make) -> None:
    assert beside_receipts(upload, last_sale, "Gleb") is None


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
