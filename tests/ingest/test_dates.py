from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profit_sentinel.ingest.dates import Dates, read_dates
from profit_sentinel.ingest.day_order import Order, order_votes

FIFTH = date(2026, 1, 5)


def read(cells: pl.Series, order: Order) -> Dates:
    return read_dates([cells], [order])[0]


@pytest.mark.parametrize(
    "cell",
    [
        "20260105",
        "20260105.0",
        "01/05/26",
        "1/5/2026",
        "01-05-2026",
        "1/5/2026 12:00:00 AM",
        "2026-01-05",
        "2026/1/5",
        "2026-01-05 10:00:00",
        "2026-01-05T10:00:00Z",
        "2026-01-05T23:30:00-05:00",
        "Jan 05,26",
        "January 5, 2026",
        "05-Jan-26",
        "5 Jan 2026",
        "05JAN2026",
        "46027",
        "46027.5",
    ],
)
def test_a_day_as_people_and_programs_write_it(cell: str) -> None:
    found = read(pl.Series([cell]), Order.MONTH_FIRST)
    assert found.values.to_list() == [FIFTH]


def test_the_order_decides_what_cells_do_not() -> None:
    cells = pl.Series(["03/04/2026"])
    assert read(cells, Order.MONTH_FIRST).values.to_list() == [date(2026, 3, 4)]
    assert read(cells, Order.DAY_FIRST).values.to_list() == [date(2026, 4, 3)]


def test_some_rows_decide_the_order_for_all() -> None:
    assert order_votes(pl.Series(["01-02-2024", "31-12-2024"])).order is Order.DAY_FIRST
    assert order_votes(pl.Series(["01/02/2024", "12/31/2024"])).order is Order.MONTH_FIRST
    assert order_votes(pl.Series(["01/02/2024", "02/01/2024"])).order is None


def test_a_day_equal_to_its_month_leaves_nothing_to_decide() -> None:
    assert order_votes(pl.Series(["01-01-2024"])).undecided == 0


@pytest.mark.parametrize(
    "cell",
    ["", "0", "00000000", "0000-00-00", "1900-01-01", "1/1/1900", "never", "  /  /  ", "N/A"],
)
def test_a_placeholder_is_unknown(cell: str) -> None:
    found = read(pl.Series([cell]), Order.MONTH_FIRST)
    assert (found.values.to_list(), found.unread.to_list()) == ([None], [False])


@pytest.mark.parametrize("cell", ["13/45/2026", "02/30/2026", "20261340", "hello", "2262-01-01"])
def test_an_impossible_day_is_unread(cell: str) -> None:
    found = read(pl.Series([cell]), Order.MONTH_FIRST)
    assert (found.values.to_list(), found.unread.to_list()) == ([None], [True])


@pytest.mark.parametrize(
    ("cells", "days", "unread"),
    [
        (["01/05/26", "00/00/00", "2026-01-05"], [FIFTH, None, FIFTH], [False, False, False]),
        (["20260105", "2026105", "1970-12-31"], [FIFTH, None, None], [False, True, False]),
        (["2026-01-05", "5 Jan 2026", "26-13-45"], [FIFTH, FIFTH, None], [False, False, True]),
    ],
)
def test_cells_unlike_the_first_are_read_each_in_its_way(
    cells: list[str], days: list[date | None], unread: list[bool]
) -> None:
    found = read(pl.Series(cells), Order.MONTH_FIRST)
    assert (found.values.to_list(), found.unread.to_list()) == (days, unread)


@pytest.mark.parametrize("cell", ["3/2026", "03-2026", "2026-03", "Mar 2026", "March 2026"])
@pytest.mark.parametrize("order", Order)
def test_months_count_from_their_first_day(cell: str, order: Order) -> None:
    assert read(pl.Series([cell]), order).values.to_list() == [date(2026, 3, 1)]


def test_there_is_no_thirteenth_month() -> None:
    assert read(pl.Series(["13/2026"]), Order.MONTH_FIRST).unread.to_list() == [True]


@given(st.lists(st.dates(date(1971, 1, 1), date(2069, 12, 31)), min_size=1))
def test_month_first_dates_read_back(days: list[date]) -> None:
    cells = pl.Series([f"{day:%m/%d/%Y}" for day in days])
    assert read(cells, Order.MONTH_FIRST).values.to_list() == days


@given(st.lists(st.text(max_size=12)))
def test_any_text_is_read_missing_or_unread(cells: list[str]) -> None:
    found = read(pl.Series(cells, dtype=pl.String), Order.DAY_FIRST)
    assert found.values.len() == found.unread.len() == len(cells)
    assert not (found.values.is_not_null() & found.unread).any()
