import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profit_sentinel.ingest.numerals import comma_decides, read_numbers
from profit_sentinel.ingest.profile import profile


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1", 1.0),
        ("1,200", 1200.0),
        ("1,200,300.5", 1200300.5),
        ("$5.00", 5.0),
        ("US$5", 5.0),
        ("€19.90", 19.9),
        ("5.00 USD", 5.0),
        ("(3)", -3.0),
        ("$(5.25)", -5.25),
        ("3-", -3.0),
        ("-$4", -4.0),
        ("-0", 0.0),
        ("12 EA", 12.0),
        ("1.25/EA", 1.25),
        (".5", 0.5),
        ("90.750", 90.75),
        ("5.500000000", 5.5),
        ("1 200", 1200.0),
        ("1\u00a0200", 1200.0),
        ("\u22127", -7.0),
        ("40%", 40.0),
        (" 7 ", 7.0),
        ("1 249,99", 1249.99),
        ("1\u202f249,99 €", 1249.99),
        ("12 345 678,9", 12345678.9),
        ("1'249.99", 1249.99),
        ("1'249,99", 1249.99),
        ("R249.99", 249.99),
        ("R 1 249,99", 1249.99),
        ("-R12.00", -12.0),
        ("(R12.00)", -12.0),
        ("R$ 12,50", 12.5),
        ("RM12.50", 12.5),
        ("Rs. 250", 250.0),
        ("₹1,250.00", 1250.0),
        ("₱25", 25.0),
        ("zł 12,50", 12.5),
        ("Ft 1200", 1200.0),
        ("KSh 120", 120.0),
        ("S/ 12.50", 12.5),
        ("AED 25", 25.0),
        ("kr 12,50", 12.5),
        ("CHF 12.-", 12.0),
        ("12,-", 12.0),
        ("12.\u2014", 12.0),
        ("Rs. 500/-", 500.0),
        ("Rp 12.500", 12500.0),
        ("12.500 COP", 12500.0),
        ("₫1.250.000", 1250000.0),
    ],
)
def test_a_number_as_people_write_it(cell: str, value: float) -> None:
    read = read_numbers(pl.Series([cell]))
    assert read.values.to_list() == [value]
    assert not read.unread.any()


@pytest.mark.parametrize("cell", ["", "  ", "N/A", "-", "null", "not stocked", "Not Stocked"])
def test_a_cell_may_say_that_nothing_is_known(cell: str) -> None:
    read = read_numbers(pl.Series([cell]))
    assert (read.values.to_list(), read.unread.to_list()) == ([None], [False])


@pytest.mark.parametrize(
    "cell",
    [
        "#N/A", "#DIV/0!", "abc", "inf", "nan", "1e10", "1/2", "12-34", "1.2.3.4x!",
        "R249", "RM12", "P25", "FT1200", "XYZ 12.50", "RM-12", "FT.100", "R1 12.50",
    ],
)  # fmt: skip
def test_what_is_no_number_is_unread(cell: str) -> None:
    read = read_numbers(pl.Series([cell]))
    assert (read.values.to_list(), read.unread.to_list()) == ([None], [True])


def test_what_is_too_large_is_absurd() -> None:
    read = read_numbers(pl.Series(["1000000000", "$1,000,000,001", "nan", "x", "1e400"]))
    assert read.values.to_list() == [1e9, None, None, None, None]
    assert read.absurd.to_list() == [False, True, False, False, True]


def test_one_decimal_comma_decides_for_the_column() -> None:
    read = read_numbers(pl.Series(["1.200,50", "1.200", "3,5", "2"]))
    assert read.values.to_list() == [1200.5, 1200.0, 3.5, 2.0]


def test_thousands_alone_decide_nothing() -> None:
    assert comma_decides(pl.Series(["1,200", "3,400"])) is None
    assert comma_decides(pl.Series(["1,200.50", "3,400"])) is False
    assert comma_decides(pl.Series(["1.200,50", "3.400"])) is True


def test_the_habit_of_the_file_reads_a_column_that_does_not_tell() -> None:
    assert read_numbers(pl.Series(["1.200", "2"]), comma=True).values.to_list() == [1200.0, 2.0]


def test_numbers_stay_numbers() -> None:
    read = read_numbers(pl.Series([1, None, 3]))
    assert read.values.to_list() == [1.0, None, 3.0]


@given(st.lists(st.floats(-1e9, 1e9).map(lambda value: round(value, 2)), min_size=1))
def test_grouped_dollars_read_back(amounts: list[float]) -> None:
    read = read_numbers(pl.Series([f"${amount:,.2f}" for amount in amounts]))
    assert read.values.to_list() == pytest.approx(amounts)


@given(st.lists(st.text(max_size=12)))
def test_any_text_is_read_missing_or_unread(cells: list[str]) -> None:
    read = read_numbers(pl.Series(cells, dtype=pl.String))
    assert read.values.len() == read.unread.len() == len(cells)
    assert not (read.values.is_not_null() & read.unread).any()


def test_points_after_many_rows_outvote_one_comma() -> None:
    cells = pl.Series(["5,50", *map(str, range(1200)), "12.50", "13.75"])
    assert read_numbers(cells).values.to_list() == [5.5, *map(float, range(1200)), 12.5, 13.75]


def test_a_point_beyond_doubt_stays_one_among_decimal_commas() -> None:
    assert read_numbers(pl.Series(["5,50", "1.200,00", "12.50"])).values.to_list() == [
        5.5,
        1200.0,
        12.5,
    ]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["R200", "R201.99", "R-5.00", "R 1 250"], [200.0, 201.99, -5.0, 1250.0]),
        (["Rp 12.500", "Rp 7.000", "Rp 1.250.000"], [12500.0, 7000.0, 1250000.0]),
        (["12.990", "1.234.567"], [12990.0, 1234567.0]),
        (["CHF 20.-", "CHF 21.95"], [20.0, 21.95]),
        (["8.940", "12.500"], [8.94, 12.5]),
    ],
)
def test_a_cell_tells_of_the_others(cells: list[str], values: list[float]) -> None:
    assert read_numbers(pl.Series(cells)).values.to_list() == values


@pytest.mark.parametrize(
    "cell", ["$5.00", "R249.99", "Rs. 250", "AED 25", "RM12.50", "₹1,250", "12,50 zł", "500/-"]
)
def test_what_reads_as_a_number_looks_like_one(cell: str) -> None:
    assert profile([cell]).numbers == 1


@pytest.mark.parametrize("cell", ["R249", "RM12", "RM-12", "XYZ 12.50", "P25", "KR1001"])
def test_codes_do_not_look_like_numbers(cell: str) -> None:
    assert profile([cell]).numbers == 0
