import polars as pl
import pytest

from profit_sentinel.ingest.texts import read_ids, read_texts


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("00123", "00123"),
        (" 00123 ", "00123"),
        ("'00123", "00123"),
        ('="00123"', "00123"),
        ("", None),
    ],
)
def test_an_id_is_text(cell: str, value: str | None) -> None:
    assert read_ids(pl.Series([cell])).values.to_list() == [value]


def test_ids_made_fractional_are_whole_again() -> None:
    assert read_ids(pl.Series(["12345.0", "7.0"])).values.to_list() == ["12345", "7"]
    assert read_ids(pl.Series([12345.0, 7.0])).values.to_list() == ["12345", "7"]


def test_a_fraction_among_ids_is_part_of_their_names() -> None:
    assert read_ids(pl.Series(["A-1.0", "2.0"])).values.to_list() == ["A-1.0", "2.0"]


def test_a_rounded_id_is_lost() -> None:
    assert read_ids(pl.Series(["1.23E+11", "12E10"])).rounded.to_list() == [True, False]


def test_texts_are_trimmed_and_their_blanks_made_single() -> None:
    cells = pl.Series([" SHAW ROSS   IMP ", "", None, "A", "B\tC\r\nD"])
    assert read_texts(cells).to_list() == ["SHAW ROSS IMP", None, None, "A", "B C D"]
