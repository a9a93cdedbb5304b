from datetime import date, timedelta

import polars as pl
import pytest

from profit_sentinel.ingest.as_of import date_in_name, days_of, days_together, stock_date

MODIFIED = date(2026, 11, 23)
SOLD = pl.DataFrame({"last_sale_date": [date(2026, 11, 20), None, date(2026, 11, 1)]})


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("stock 2026-11-23.csv", date(2026, 11, 23)),
        ("stock_20261123_0550.csv", date(2026, 11, 23)),
        ("stock-11-23-2026.csv", date(2026, 11, 23)),
        ("stock 23-11-2026.csv", date(2026, 11, 23)),
        ("stock 2026-13-45.csv", None),
        ("order 120261123.csv", None),
        ("stock.csv", None),
    ],
)
def test_a_file_name_may_hold_the_day(name: str, day: date | None) -> None:
    assert date_in_name(name) == day


def test_the_day_asked_for_goes_before_everything() -> None:
    found = stock_date("2026-11-22.csv", days_of(SOLD), MODIFIED, date(2026, 11, 25))
    assert (found.day, found.reason) == (date(2026, 11, 25), "given")


def test_the_name_goes_before_the_columns() -> None:
    found = stock_date("2026-11-15.csv", days_of(SOLD), MODIFIED, None)
    assert found.day == date(2026, 11, 15)
    assert "last_sale_date is 2026-11-20" in found.notes[0]


def test_a_column_of_stock_dates_goes_before_movements() -> None:
    columns = days_of(SOLD.with_columns(as_of=date(2026, 11, 22)))
    assert stock_date("a.csv", columns, MODIFIED, None).day == date(2026, 11, 22)


def test_the_newest_movement_is_near_the_day() -> None:
    found = stock_date("a.csv", days_of(SOLD), MODIFIED, None)
    assert (found.day, found.reason) == (date(2026, 11, 20), "newest date in last_sale_date")


def test_a_movement_after_the_file_was_written_is_no_witness() -> None:
    columns = days_of(pl.DataFrame({"last_sale_date": [date(2062, 1, 1), date(2026, 11, 20)]}))
    assert stock_date("a.csv", columns, MODIFIED, None).day == date(2026, 11, 20)


def test_the_day_the_file_was_written_is_the_last_resort() -> None:
    assert stock_date("a.csv", {}, MODIFIED, None).day == MODIFIED


@pytest.mark.parametrize("name", ["2028-01-01.csv", "a.csv"])
def test_a_day_far_ahead_of_the_file_is_noted(name: str) -> None:
    columns = days_of(pl.DataFrame({"as_of": [date(2028, 1, 1)]}))
    found = stock_date(name, columns, MODIFIED, None)
    assert found.day == date(2028, 1, 1)
    assert found.notes == (
        "The day of the stock 2028-01-01 is 404 days after the file was written, 2026-11-23.",
    )


def test_a_day_a_year_ahead_is_not_noted() -> None:
    assert stock_date("2027-11-23.csv", {}, MODIFIED, None).notes == ()


def test_many_dates_are_trusted_before_one_clock() -> None:
    sold = [date(2026, 11, 23) - timedelta(days=days) for days in range(400)]
    columns = days_of(pl.DataFrame({"last_sale_date": [*sold, date(2062, 1, 1)]}))
    found = stock_date("a.csv", columns, date(2025, 6, 1), None)
    assert found.day == date(2026, 11, 23)


def test_the_days_of_pieces_are_those_of_the_whole() -> None:
    sold = [date(2026, 11, 1 + place % 7) for place in range(40)]
    whole = pl.DataFrame({"last_sale_date": [*sold, None]})
    added = days_together([days_of(whole[:11]), days_of(whole[11:])])
    counts = dict(added["last_sale_date"].iter_rows())
    assert counts == {day: sold.count(day) for day in set(sold)}
