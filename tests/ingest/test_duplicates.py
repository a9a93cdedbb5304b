from datetime import date

import polars as pl

from profit_sentinel.ingest.duplicates import merge_duplicates

FRAME = pl.DataFrame(
    {
        "store_id": ["1", "1", "1", "2"],
        "sku": ["A", "B", "A", "A"],
        "on_hand": [2.0, 1.0, 3.0, 7.0],
        "on_order": [None, None, None, 1.0],
        "unit_cost": [None, 4.0, 5.0, 6.0],
        "reorder_point": [2.0, 1.0, 2.0, 1.0],
        "last_sale_date": [date(2026, 1, 2), None, date(2026, 3, 4), None],
        "source_file": ["a", "a", "b", "b"],
        "source_row": [2, 3, 2, 3],
    }
)


def test_quantities_are_added_dates_newest_the_rest_first_known() -> None:
    merged = merge_duplicates(FRAME.lazy()).stock.collect()
    assert merged.sort("store_id", "sku").row(0) == (
        ("1", "A", 5.0, None, 5.0, 2.0, date(2026, 3, 4), "a", 2)
    )
    assert sorted(merged["sku"]) == ["A", "A", "B"]


def test_every_row_added_to_another_is_reported() -> None:
    found = merge_duplicates(FRAME.lazy()).found
    assert found.select("file", "row", "value").rows() == [("b", 2, "A")]
    assert "row 2 of a" in found["reason"][0]


def test_different_rows_are_left_alone() -> None:
    frame = FRAME.unique(("store_id", "sku"), keep="first", maintain_order=True)
    assert merge_duplicates(frame.lazy()).stock.collect().equals(frame)
