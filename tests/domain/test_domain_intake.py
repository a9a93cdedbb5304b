import polars as pl
import pytest

from profit_sentinel.domain.columns import BY_NAME, COLUMNS, INDISPENSABLE, SOLD_WINDOWS, ColumnType
from profit_sentinel.domain.intake import Intake, UnusableFileError


def intake(**columns: list[object]) -> Intake:
    return Intake(pl.LazyFrame(columns), (), pl.DataFrame())


def test_a_refusal_says_what_was_found_needed_and_worth_trying() -> None:
    error = UnusableFileError("a.csv", "an empty file", "rows of stock", "export it again")
    assert str(error) == "a.csv: an empty file\n  needed: rows of stock\n  try: export it again"


def test_an_empty_column_is_not_known() -> None:
    taken = intake(sku=["1", "2"], vendor=[None, None], unit_cost=[None, 2.0])
    assert taken.columns == {"sku", "unit_cost"}


def test_every_column_is_named_once() -> None:
    assert len(BY_NAME) == len(COLUMNS)


def test_every_column_says_what_it_means() -> None:
    assert all(column.meaning for column in COLUMNS)


@pytest.mark.parametrize("name", [*INDISPENSABLE, *SOLD_WINDOWS])
def test_what_others_rely_on_is_a_column(name: str) -> None:
    assert name in BY_NAME


@pytest.mark.parametrize("name", ["store_id", "sku", "barcode", "maker_part"])
def test_numbers_that_name_things_are_ids(name: str) -> None:
    assert BY_NAME[name].type is ColumnType.ID


@pytest.mark.parametrize("name", [name for name in BY_NAME if name.endswith("_date")])
def test_dates_are_dates(name: str) -> None:
    assert BY_NAME[name].type is ColumnType.DATE
