from collections.abc import Callable
from datetime import date
from io import BytesIO

import polars as pl
import pytest

from profit_sentinel.domain.intake import Intake, UnusableFileError, Upload
from profit_sentinel.ingest.delimited import read_delimited
from profit_sentinel.ingest.opening import open_tables
from profit_sentinel.ingest.table import MOST_COLUMNS


def test_lines_are_counted_from_the_top_of_the_file() -> None:
    table = read_delimited("a.csv", b"Banner\n\nSKU,Qty On Hand\n1,2\n\n3,4\n")
    assert table.header_row == 3
    assert table.rows.to_list() == [4, 6]


def test_quoted_line_feeds_do_not_upset_the_count() -> None:
    table = read_delimited("a.csv", b'SKU,Desc,Qty\n1,"two\nlines",2\n3,one,4\n')
    assert table.rows.to_list() == [2, 4]
    assert table.cells["Desc"].to_list() == ["two\nlines", "one"]


@pytest.mark.parametrize("quoted", [b"3,one,4", b'"3","one","4"'])
def test_a_file_without_a_last_line_feed_is_counted_all_the_same(quoted: bytes) -> None:
    table = read_delimited("a.csv", b'SKU,Desc,Qty\n1,"two\nlines",2\n' + quoted)
    assert table.rows.to_list() == [2, 4]


def test_inch_marks_stay_in_their_cells() -> None:
    text = b'SKU,Desc,Qty\n1,1/2" PVC,2\n2,"3/4"" x 2, long",3\n3,Pipe 2",4\n4,a 2",5\n'
    table = read_delimited("a.csv", text)
    assert table.cells["Desc"].to_list() == ['1/2" PVC', '3/4" x 2, long', 'Pipe 2"', 'a 2"']
    assert table.cells["Qty"].to_list() == ["2", "3", "4", "5"]


def test_a_quote_that_never_closes_spoils_one_row() -> None:
    table = read_delimited("a.csv", b'SKU,Desc,Qty\n1,"pipe,2\n2,elbow,3\n3,tee,4\n')
    assert table.cells["SKU"].to_list() == ["1", "2", "3"]


def test_a_hundred_thousand_blank_rows_are_not_read() -> None:
    table = read_delimited("a.csv", b"SKU,Qty\n1,2\n" + b",\n" * 100_000)
    assert table.cells.height == 1


def test_rows_longer_than_the_header_are_reported() -> None:
    table = read_delimited("a.csv", b"SKU,Qty\n1,2\n3,4,5\n")
    assert table.found.select("row", "value").rows() == [(3, "5")]


def test_short_rows_end_in_unknown_cells() -> None:
    table = read_delimited("a.csv", b"SKU,Qty,Cost\n1,2\n")
    assert table.cells.row(0) == ("1", "2", None)


def test_mixed_encodings_are_read_and_reported() -> None:
    text = "SKU,Desc,Qty\n1,Été,2\n2,é,3\n".encode() + b"3,Cr\xe8me,4\n"
    table = read_delimited("a.csv", text)
    assert table.cells["Desc"].to_list() == ["Été", "é", "Crème"]
    assert table.found["row"].to_list() == [4]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"hello world", b"\x00\x01" * 400])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableFileError):
        read_delimited("a.csv", data)


@pytest.mark.parametrize("quoted", [False, True])
def test_a_table_wider_than_any_stock_list_is_refused(quoted: bool) -> None:  # noqa: FBT001
    wide = [f'"c{number}"' if quoted else f"c{number}" for number in range(MOST_COLUMNS - 1)]
    line = ",".join(wide)
    table = read_delimited("a.csv", f"SKU,{line}\nA,{line}\n".encode())
    assert len(table.headers) == MOST_COLUMNS
    with pytest.raises(UnusableFileError, match=f"a table of {MOST_COLUMNS + 1:,} columns"):
        read_delimited("a.csv", f"SKU,Qty,{line}\nA,1,{line}\n".encode())


def test_a_frame_wider_than_any_stock_list_is_refused() -> None:
    held = BytesIO()
    pl.DataFrame({f"c{number}": [1] for number in range(MOST_COLUMNS + 1)}).write_parquet(held)
    with pytest.raises(UnusableFileError, match="a table of"):
        open_tables(Upload("a.parquet", held.getvalue(), date(2026, 11, 23)))


def test_unnamed_columns_of_a_frame_written_to_csv_do_no_harm(take: Callable[..., object]) -> None:
    take("Unnamed: 0,SKU,Qty On Hand\n0,A1,2\n1,A2,3\n")


@pytest.mark.parametrize("place", [0, 1, 5])
def test_a_stray_line_of_another_delimiter_is_one_row_less(
    take: Callable[..., Intake], place: int
) -> None:
    lines = ["SKU,Qty On Hand,Unit Cost", *(f"A{n:03},{n},1.25" for n in range(8))]
    intake = take("\n".join([*lines[:place], ";" * 16_500, *lines[place:]]))
    assert intake.stock.collect()["on_hand"].to_list() == list(range(8))
    out = intake.problems.filter(pl.col("reason").str.starts_with("row left out"))
    assert out["row"].to_list() == ([place + 1] if place else [])
