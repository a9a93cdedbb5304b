import csv
import io
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profit_sentinel.domain.intake import Intake
from profit_sentinel.ingest.cells import cells_below

MEGABYTES = 60_000
"""Rows of about 35 bytes that make two megabytes."""


def texts(width: int) -> list[pl.DataType]:
    """Columns of which nothing is known."""
    return [pl.String()] * width


def below(text: str, width: int = 3) -> list[tuple[str, ...]]:
    cells = cells_below(text.encode(), ",", 1, texts(width))
    return cells.frame.rows()


@given(st.text(alphabet='ab",\n"', max_size=24), st.sampled_from(["", "\n" + "x" * 2000]))
def test_well_formed_rows_are_those_of_the_standard(start: str, end: str) -> None:
    body = start + end
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), strict=True))
    except csv.Error:
        return
    if any("\n" in cell for row in rows for cell in row) and _looks_like_rows(body):
        return
    expected = [[*map(str.strip, row[:3]), *[""] * (3 - len(row))] for row in rows]
    read = [[(cell or "").strip() for cell in row] for row in below("h,i,j\n" + body)]
    assert list(filter(any, read)) == list(filter(any, expected))


def _looks_like_rows(body: str) -> bool:
    """Whether quotes that span lines may as well be stray ones."""
    return any(line.count(",") >= 2 for line in body.split("\n"))


def test_a_cell_beyond_a_blank_one_is_seen() -> None:
    cells = cells_below(b"h,i\nA,1,,,x,,y\nB,2\n", ",", 1, texts(2))
    assert cells.beyond.to_list() == ["x,y", None]


def test_a_thousand_cells_beyond_the_header_are_seen() -> None:
    cells = cells_below(b"h,i\nA,1" + b"," * 1000 + b"x\nB,2\n", ",", 1, texts(2))
    assert cells.beyond.to_list() == ["x", None]


def test_stray_quotes_at_the_start_of_cells_join_no_rows() -> None:
    text = 'h,i,j\nA,"pipe,2\nB,"elbow,3\nC,tee,4\n'
    assert below(text) == [("A", '"pipe', "2"), ("B", '"elbow', "3"), ("C", "tee", "4")]


def test_quotes_that_join_rows_soundly_are_reported() -> None:
    cells = cells_below(b'h,i,j\nA,"pipe,2\nB,elbow",3\nC,tee,4\n', ",", 1, texts(3))
    assert cells.rows.to_list() == [2, 4]
    assert cells.joined.to_list() == [True, False]


def test_a_page_of_text_stays_one_cell_beside_inch_marks() -> None:
    page = "\n".join(f"line {number}" for number in range(300))
    assert below(f'h,i,j\nA,"{page}",1\nB,3/4" tee,2\n') == [
        ("A", page, "1"),
        ("B", '3/4" tee', "2"),
    ]


def test_a_blank_before_a_quote_is_not_part_of_the_cell() -> None:
    assert below('h,i,j\nA, "tee, long", 2\n') == [("A", "tee, long", "2")]


def test_a_cell_longer_than_a_csv_module_allows_is_read() -> None:
    long = "x" * 200_000
    assert below(f'h,i,j\nA,"{long}, y",2"\n') == [("A", f"{long}, y", '2"')]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_quote_after_two_megabytes_is_seen(mark: str, take: Callable[..., Intake]) -> None:
    plain = "\n".join(
        f"{number:07},a plain hammer of steel,{number % 90}" for number in range(MEGABYTES)
    )
    tail = '\n"A-1","tee, 3/4"" x 2",5\nA-2,3" nail,6\nA-3,"two\nlines",7\n'
    text = "SKU,Description,Qty On Hand\n" + plain + tail
    rows = (
        take(text.replace(",", mark)).frame.tail(3).select("sku", "description", "on_hand").rows()
    )
    tee = f'tee{mark} 3/4" x 2'.replace("\t", "").replace("  ", " ")
    assert rows == [("A-1", tee, 5.0), ("A-2", '3" nail', 6.0), ("A-3", "two lines", 7.0)]


def test_columns_of_plain_numbers_are_read_as_numbers() -> None:
    kinds = [pl.String(), pl.Float64()]
    cells = cells_below(b"h,i\n007,1\n008,\n009, -2.5\n", ",", 1, kinds)
    assert cells.frame.rows() == [("007", 1.0), ("008", None), ("009", -2.5)]


@pytest.mark.parametrize("cell", ["$5", "5-", "1,5", "-", "n/a", "1_000", "(5)"])
def test_where_a_cell_is_no_plain_number_all_stay_as_they_stand(cell: str) -> None:
    kinds = [pl.String(), pl.Float64()]
    cells = cells_below(f"h;i\nA;1\nB;{cell}\n".encode(), ";", 1, kinds)
    assert cells.frame.rows() == [("A", "1"), ("B", cell)]


def test_a_line_end_inside_a_cell_counts_beside_numbers() -> None:
    cells = cells_below(b'h,i\n"A\nB",1\nC,2\n', ",", 1, [pl.String(), pl.Float64()])
    assert cells.rows.to_list() == [2, 4]
