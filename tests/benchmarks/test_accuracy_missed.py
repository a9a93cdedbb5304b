import polars as pl
import pytest

from accuracy.missed import ASKED, DOUBTFUL, KEPT, NOTHING, TOLD, shares, where

Row = tuple[str, str, bool, bool, bool, str | None, float]


def compared(*rows: Row) -> pl.DataFrame:
    names = ["sku", "leak", "wanted", "kept", "worth_a_count", "verdict", "true_dollars"]
    return pl.DataFrame(rows, names, orient="row").with_columns(
        kind=pl.lit("town"), seed=pl.lit(1), store_id=pl.lit("1")
    )


ROWS = compared(
    ("kept", "dead_stock", True, True, False, "right", 10.0),
    ("told", "seasonal_leftover", True, False, False, None, 20.0),
    ("told", "overstock", False, True, False, "by another name", 0.0),
    ("another story", "seasonal_leftover", True, False, False, "right", 30.0),
    ("another story", "price_gap", False, True, False, "wrong", 0.0),
    ("asked", "phantom_inventory", True, False, True, "right", 40.0),
    ("silent", "phantom_inventory", True, False, False, None, 100.0),
    ("not wanted", "overstock", False, False, False, "wrong", 0.0),
)


@pytest.mark.parametrize(
    ("sku", "place"),
    [
        ("kept", KEPT),
        ("told", TOLD),
        ("another story", DOUBTFUL),
        ("asked", ASKED),
        ("silent", NOTHING),
    ],
)
def test_every_wanted_leak_is_in_one_place(sku: str, place: str) -> None:
    assert where(ROWS).filter(sku=sku)["where"].to_list() == [place]


def test_what_nobody_wants_is_not_missed() -> None:
    assert where(ROWS).height == 5


def test_another_store_tells_nothing() -> None:
    other = ROWS.with_columns(
        store_id=pl.when(pl.col("kept")).then(pl.lit("2")).otherwise("store_id")
    )
    assert where(other).filter(sku="told")["where"].to_list() == [NOTHING]


def test_the_shares_are_of_all_dollars() -> None:
    found = shares(where(ROWS), 200.0)
    assert found == {KEPT: 0.05, TOLD: 0.1, ASKED: 0.2, DOUBTFUL: 0.15, NOTHING: 0.5}
