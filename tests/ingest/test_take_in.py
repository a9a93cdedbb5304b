from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profit_sentinel.domain.intake import Intake, UnusableFileError, Upload
from profit_sentinel.ingest.problems import LEFT_OUT
from profit_sentinel.ingest.recognise import UnknownColumnError
from profit_sentinel.ingest.take_in import take_in, take_in_frame

Take = Callable[..., Intake]
DAY = date(2026, 11, 23)


def test_the_smallest_stock_list(take: Take) -> None:
    intake = take("SKU,Qty On Hand\n00123,4\n")
    assert intake.frame.row(0) == ("main", "00123", 4.0, DAY, "stock.csv", 2)
    assert intake.sources[0].notes == ("The file names no store; it is taken as 'main'.",)
    assert intake.problems.is_empty()


def test_the_store_may_be_given(take: Take) -> None:
    assert take("SKU,Qty On Hand\n1,4\n", store="North").frame["store_id"].to_list() == ["North"]


def test_the_file_name_may_name_the_store(take: Take) -> None:
    intake = take("SKU,Qty On Hand\n1,4\n", "store_02 stock.csv")
    assert intake.frame["store_id"].to_list() == ["02"]


def test_a_row_without_a_store_is_in_the_given_one(take: Take) -> None:
    intake = take("Store,SKU,Qty On Hand\n1,A,4\n,B,4\n", store="9")
    assert intake.frame["store_id"].to_list() == ["1", "9"]


def test_files_are_parts_of_one_list(upload: Callable[..., Upload]) -> None:
    one = upload("Store,SKU,Qty On Hand\n1,A,4\n1,B,5\n1,C,6\n", "one.csv")
    two = upload("Store;SKU;QOH;Cost\n1;A;2;3,50\n2;A;1;3,50\n2;B;1;4\n", "two.csv")
    frame = (intake := take_in([one, two])).frame.sort("store_id", "sku")
    assert frame.select("store_id", "sku", "on_hand", "unit_cost").rows() == [
        ("1", "A", 6.0, 3.5),
        ("1", "B", 5.0, None),
        ("1", "C", 6.0, None),
        ("2", "A", 1.0, 3.5),
        ("2", "B", 1.0, 4.0),
    ]
    assert intake.sources[1].notes == (
        "1 row repeats a SKU of the same store; the quantities are added up.",
    )


def test_a_file_given_twice_is_refused(upload: Callable[..., Upload]) -> None:
    text = "SKU,Qty On Hand\n1,4\n"
    with pytest.raises(UnusableFileError, match=r"the same content as a\.csv"):
        take_in([upload(text, "a.csv"), upload(text, "b.csv")])


def test_two_files_of_the_same_items_are_not_added_up(upload: Callable[..., Upload]) -> None:
    north = upload("SKU,Qty On Hand\nA,4\nB,5\n", "north.csv")
    south = upload("SKU,Qty On Hand\nA,1\nB,2\nC,3\n", "south.csv")
    with pytest.raises(UnusableFileError, match=r"100% of the SKUs in common") as refused:
        take_in([north, south])
    assert refused.value.file == "south.csv"
    assert "names such as store_1.csv" in refused.value.attempt


def test_two_files_of_the_same_items_may_be_named_as_stores(upload: Callable[..., Upload]) -> None:
    files = [upload(f"SKU,Qty On Hand\nA,{n}\nB,5\n", f"store_{n}.csv") for n in (1, 2)]
    assert take_in(files).frame.select("store_id", "sku", "on_hand").rows() == [
        ("1", "A", 1), ("1", "B", 5), ("2", "A", 2), ("2", "B", 5),
    ]  # fmt: skip


def test_two_dates_of_one_store_are_refused(upload: Callable[..., Upload]) -> None:
    new = upload("Store,SKU,Qty On Hand\n1,A,4\n1,B,2\n1,C,2\n", "stock 2026-11-22.csv")
    old = upload("Store,SKU,Qty On Hand\n1,A,5\n1,B,2\n1,D,1\n", "stock 2026-11-15.csv")
    with pytest.raises(UnusableFileError) as refused:
        take_in([new, old])
    assert "two dates of one store: 2026-11-15 and 2026-11-22, 67% of" in refused.value.found
    assert "leave stock 2026-11-15.csv out" in refused.value.attempt


def test_the_days_of_two_snapshots_may_stand_in_a_column(upload: Callable[..., Upload]) -> None:
    new = upload("SKU,QOH,As Of\nA,4,2026-11-22\n", "new.csv")
    old = upload("SKU,QOH,As Of\nA,5,2026-11-15\n", "old.csv")
    with pytest.raises(UnusableFileError, match="2026-11-15 and 2026-11-22"):
        take_in([old, new])


@pytest.mark.parametrize("line", ["2,A,5", "1,D,5"])
def test_two_dates_of_other_stores_or_items_are_parts(
    line: str, upload: Callable[..., Upload]
) -> None:
    one = upload("Store,SKU,Qty On Hand\n1,A,4\n1,B,2\n", "stock 2026-11-22.csv")
    other = upload(f"Store,SKU,Qty On Hand\n{line}\n", "stock 2026-11-15.csv")
    assert take_in([one, other]).frame.height == 3


def test_a_blank_quantity_stays_unknown_and_is_reported(take: Take) -> None:
    intake = take("SKU,Qty On Hand,Cost\nA,,5\nB,1,5\n")
    assert intake.frame["on_hand"].to_list() == [None, 1.0]
    assert intake.problems["column"].to_list() == ["Qty On Hand"]


def test_not_stocked_is_unknown(take: Take) -> None:
    assert take("SKU,QOH,Cost\nA,not stocked,5\nB,1,5\nC,2,3\n").frame["on_hand"][0] is None


def test_other_date_columns_decide_the_order(take: Take) -> None:
    text = "SKU,QOH,Last Sale,Last Receipt,Created Date\nA,1,03/04/2026,05/06/2026,31/12/2020\n"
    intake = take(text)
    assert intake.frame["last_sale_date"].to_list() == [date(2026, 4, 3)]


def test_an_order_nothing_decides_is_noted(take: Take) -> None:
    intake = take("SKU,QOH,Last Sale\nA,1,03/04/2026\n")
    assert intake.frame["last_sale_date"].to_list() == [date(2026, 3, 4)]
    assert "Last Sale is read month first" in " ".join(intake.sources[0].notes)


def test_a_sale_after_the_day_of_the_stock_is_reported(take: Take) -> None:
    text = "SKU,QOH,Last Sale\nA,1,2026-11-30\nB,1,2026-11-01\n"
    intake = take(text, as_of=date(2026, 11, 22))
    assert intake.frame["last_sale_date"].to_list() == [None, date(2026, 11, 1)]
    assert intake.problems.select("row", "column", "value").rows() == [
        (2, "Last Sale", "2026-11-30")
    ]


def test_the_stock_date_of_each_row_is_kept(take: Take) -> None:
    intake = take("SKU,QOH,As Of\nA,1,2026-11-20\nB,1,2026-11-21\nC,1,\n")
    assert intake.frame["as_of"].to_list() == [
        date(2026, 11, 20),
        date(2026, 11, 21),
        date(2026, 11, 21),
    ]


@pytest.mark.parametrize("margins", ["40,42", "40%,42%", "0.40,0.42"])
def test_margins_are_shares(margins: str, take: Take) -> None:
    one, two = margins.split(",")
    intake = take(f"SKU,QOH,Desired Margin\nA,1,{one}\nB,1,{two}\n")
    assert intake.frame["desired_margin"].to_list() == pytest.approx([0.40, 0.42])


def test_decimal_commas_of_one_column_speak_for_the_file(take: Take) -> None:
    intake = take("SKU;QOH;Cost\nA;1.200;3,50\nB;7;4,25\n")
    assert intake.frame["on_hand"].to_list() == [1200.0, 7.0]


def test_sku_missing_names_the_columns_and_the_way_out(take: Take) -> None:
    with pytest.raises(UnusableFileError) as refused:
        take("Foo,Qty On Hand\nA,1\n")
    assert "Foo, Qty On Hand" in refused.value.found
    assert "--column sku='Foo'" in refused.value.attempt


def test_quantity_missing_offers_what_is_available(take: Take) -> None:
    with pytest.raises(UnusableFileError, match="--column on_hand='Available'"):
        take("SKU,Available\nA,1\n")


def test_no_quantity_to_offer_asks_for_another_export(take: Take) -> None:
    with pytest.raises(UnusableFileError) as refused:
        take("SKU,Description\nA1,x\nB2,y\n")
    assert refused.value.attempt == "export the list with the quantity on hand"


def test_what_repeats_is_not_offered_as_the_sku(take: Take) -> None:
    with pytest.raises(UnusableFileError) as refused:
        take("Colour,Qty On Hand\nred,1\nblue,2\nred,4\n")
    assert refused.value.attempt == "export the list with the SKU"


def test_what_can_be_offered_is_offered_beside_the_export(take: Take) -> None:
    with pytest.raises(UnusableFileError) as refused:
        take("Foo,Colour\nA,red\nB,red\n")
    assert refused.value.attempt == (
        "export the list with the quantity on hand; for the rest, --column sku='Foo'"
    )


def test_a_column_of_quantities_without_a_number_is_refused(take: Take) -> None:
    with pytest.raises(UnusableFileError) as refused:
        take("SKU,Qty On Hand\nA,many\nB,few\nC,\n")
    assert "in Qty On Hand (quantity on hand); it holds 'many', 'few'" in refused.value.found


@pytest.mark.parametrize("cell", ["2000000000", "-1e12", "5,000,000,000", "inf", "nan"])
def test_a_number_that_cannot_be_true_is_unknown(cell: str, take: Take) -> None:
    intake = take(f"SKU|QOH|Cost\nA|{cell}|{cell}\nB|1|2\n")
    assert intake.frame.select("sku", "on_hand", "unit_cost").rows() == [
        ("A", None, None),
        ("B", 1.0, 2.0),
    ]
    assert intake.problems.select("column", "value").rows() == [("QOH", cell), ("Cost", cell)]


def test_texts_are_on_one_line_and_ids_are_trimmed_only(take: Take) -> None:
    intake = take('SKU,QOH,Description,Vendor\n"A  1\t",1,"two\nlines",A\u00a0\tB\n')
    row = intake.frame.select("sku", "description", "vendor").row(0)
    assert row == ("A  1", "two lines", "A B")


def test_a_sales_file_is_called_one(take: Take) -> None:
    with pytest.raises(UnusableFileError, match="this is a sales file, not a stock list"):
        take("Ticket #,SKU,Qty Sold,Ext Price\n1,A,2,9.98\n")


def test_chosen_columns_make_any_file_a_stock_list(take: Take) -> None:
    columns = {"sku": "Foo", "on_hand": "Bar"}
    assert take("Foo,Bar\nA,1\n", columns=columns).frame["on_hand"].to_list() == [1.0]


def test_unknown_choices_are_refused_before_reading() -> None:
    with pytest.raises(UnknownColumnError):
        take_in([], columns={"nonsense": "X"})


def test_no_files_are_an_empty_intake() -> None:
    assert take_in([]).frame.is_empty()


def test_a_frame_is_taken_in_as_a_file_is() -> None:
    frame = pl.DataFrame({"Item #": [1, 2], "QOH": [3, 4], "Last Sale": [date(2026, 1, 2), None]})
    intake = take_in_frame(frame, modified=DAY, as_of=date(2026, 11, 22))
    assert intake.frame.select("sku", "on_hand", "last_sale_date", "source_row").rows() == [
        ("1", 3.0, date(2026, 1, 2), 1),
        ("2", 4.0, None, 2),
    ]
    assert intake.sources[0].recognition.header_row == 0
    assert intake.frame["as_of"].to_list() == [date(2026, 11, 22)] * 2


def test_a_frame_that_does_not_tell_its_day_is_of_the_day_given() -> None:
    frame = pl.DataFrame({"Item #": [1, 2], "QOH": [3, 4]})
    assert take_in_frame(frame, modified=DAY).frame["as_of"].to_list() == [DAY, DAY]


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame(),
        pl.DataFrame(schema={"sku": pl.String, "on_hand": pl.Float64}),
        pl.DataFrame({"sku": ["A"], "on_hand": [None]}),
        pl.DataFrame({"sku": ["A"], "on_hand": [[1]]}),
        pl.DataFrame({"sku": [None], "on_hand": [1]}),
        pl.DataFrame({"sku": ["A", "B"], "on_hand": [float("nan"), float("inf")]}),
        pl.DataFrame({"SKU": ["A"], "North - On Hand": [None], "South - On Hand": [None]}),
    ],
)
def test_a_frame_without_stock_is_refused(frame: pl.DataFrame) -> None:
    with pytest.raises(UnusableFileError) as refused:
        take_in_frame(frame, modified=DAY)
    assert refused.value.found
    assert refused.value.needed
    assert refused.value.attempt


def test_a_number_of_a_frame_that_cannot_be_true_is_unknown() -> None:
    held = [1.0, float("nan"), float("inf"), -1e20, None]
    frame = pl.DataFrame({"sku": list("ABCDE"), "on_hand": held, "unit_cost": [1, 2, 3, 4, 5]})
    intake = take_in_frame(frame, modified=DAY)
    assert intake.frame["on_hand"].to_list() == [1.0, None, None, None, None]
    assert sorted(intake.problems["value"].drop_nulls()) == ["-1e+20", "NaN", "inf"]
    assert intake.problems.height == 4


CELLS = st.sampled_from(
    ["", "A1", "A2", "0", "4", "-1", "x", "1,200", "Total", "SKU", "1.2E+11", " "]
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=30))
def test_rows_read_are_rows_used_and_rows_left_out(rows: list[tuple[str, str, str]]) -> None:
    sound = [f"B{number}|1|2" for number in range(60)]
    lines = ["SKU|Qty On Hand|Unit Cost", *sound, *("|".join(row) for row in rows)]
    intake = take_in([Upload("a.csv", "\n".join(lines).encode(), DAY)])
    source = intake.sources[0]
    left_out = intake.problems.filter(pl.col("reason").str.starts_with(LEFT_OUT))
    assert source.rows_read == source.rows_used + left_out["row"].n_unique()
    assert intake.frame.select("store_id", "sku").is_unique().all()


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_in_or_refused(data: bytes) -> None:
    try:
        intake = take_in([Upload("a.csv", data, DAY)])
    except UnusableFileError:
        return
    assert {"store_id", "sku", "on_hand", "as_of"} <= set(intake.frame.columns)


@given(
    st.sampled_from([b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"\xef\xbb\xbf", b"SKU,QOH\n"]),
    st.binary(max_size=200),
)
def test_any_bytes_after_a_promising_beginning(start: bytes, rest: bytes) -> None:
    try:
        take_in([Upload("a.xlsx", start + rest, DAY)])
    except UnusableFileError:
        return


@given(st.text(alphabet='AB12,;"\n\t|$.-/ é', max_size=200))
def test_any_text_below_a_header(text: str) -> None:
    try:
        take_in([Upload("a.csv", b"SKU,Qty On Hand,Last Sale\nA,1,1/2/26\n" + text.encode(), DAY)])
    except UnusableFileError:
        return
