from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from profit_sentinel.domain.intake import FileKind, UnusableFileError, Upload
from profit_sentinel.ingest.papers import recognised
from profit_sentinel.ingest.recognise import UnknownColumnError
from profit_sentinel.ingest.take_in import take_in

DAY = date(2026, 11, 23)
STOCK = "SKU,Qty On Hand\n00101,4\n00102,5\n"
SALES = "Sale Date,Item #,Qty Sold,Amount\n2026-01-15,00101,2,19.98\n2026-01-16,00102,1,5\n"
COUNTS = "SKU,Counted,Count Date\n00101,3,2026-01-31\n"
ORDER = Path(__file__).with_name("systems") / "orgill_order.csv"

Make = Callable[..., Upload]


def upload(text: str, name: str) -> Upload:
    return Upload(name, text.encode(), DAY)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (SALES, "a sales file"),
        (COUNTS, "a file of stock counts"),
        ("SKU,Unit Cost\n00101,5\n", "a price or cost list"),
        (ORDER.read_text(), "a file of purchase orders or receipts"),
        ("Vendor,Invoice #,Invoice Amount\nACME,1,5\n", "a file of vendor invoices"),
    ],
)
def test_a_companion_alone_is_named_and_told_what_it_goes_with(text: str, name: str) -> None:
    with pytest.raises(UnusableFileError, match=f"this is {name}, not a stock list") as told:
        take_in([upload(text, "a.csv")])
    assert "together with the stock list" in told.value.attempt


def test_only_companions_are_refused_as_one_is() -> None:
    with pytest.raises(UnusableFileError, match="a sales file"):
        take_in([upload(SALES, "a.csv"), upload(COUNTS, "b.csv")])


def test_every_kind_is_kept_apart() -> None:
    intake = take_in([upload(SALES, "a.csv"), upload(STOCK, "b.csv"), upload(COUNTS, "c.csv")])
    assert set(intake.companions) == {FileKind.SALES, FileKind.COUNTS}
    assert intake.frame["on_hand"].to_list() == [4, 5]


def test_the_order_of_the_files_changes_nothing() -> None:
    papers = [upload(SALES, "a.csv"), upload(STOCK, "b.csv"), upload(COUNTS, "c.csv")]
    one, other = take_in(papers), take_in(papers[::-1])
    assert one.frame.equals(other.frame)
    for kind, companion in one.companions.items():
        assert companion.frame.equals(other.companions[kind].frame)


def test_the_lines_of_an_order_that_count(make: Make) -> None:
    companion = take_in([upload(STOCK, "s.csv"), make()]).companions[FileKind.PURCHASE_ORDERS]
    header, *lines = ORDER.read_text().splitlines()[14:]
    frame = companion.frame
    assert header.startswith("Line,Retail,Item")
    assert (companion.sources[0].rows_read, companion.sources[0].rows_used) == (len(lines), 11)
    assert companion.problems.select("row", "column", "value", "reason").rows() == [
        (26, "Item", "0000000", "row left out: a charge, not an item")
    ]
    assert frame["po_number"].unique().to_list() == ["PO-4471"]
    assert frame["order_date"].unique().to_list() == [date(2026, 11, 18)]
    assert frame["invoice_date"].unique().to_list() == [date(2026, 11, 20)]
    assert companion.sources[0].notes[-1] == "1 line was not shipped and not billed."


def test_a_line_that_was_not_shipped_is_not_billed(make: Make) -> None:
    companion = take_in([upload(STOCK, "s.csv"), make()]).companions[FileKind.PURCHASE_ORDERS]
    out = companion.frame.filter(pl.col("status") == "not shipped")
    assert out.select("sku", "ordered", "invoiced", "amount").rows() == [("0030500", 10, 0, 0)]


@pytest.fixture
def make() -> Make:
    """The wholesaler's order file."""
    return lambda: Upload(ORDER.name, ORDER.read_bytes(), DAY)


def test_a_person_may_name_a_column_of_a_companion() -> None:
    text = "Day Sold,Article,Pcs,Takings\n2026-01-15,00101,2,19.98\n2026-01-16,00102,1,5\n"
    chosen = {"quantity": "Pcs", "amount": "Takings"}
    papers = [upload(STOCK, "s.csv"), upload(text.replace("Pcs", "Qty Sold"), "a.csv")]
    intake = take_in(papers, columns={"amount": "Takings"})
    assert intake.companions[FileKind.SALES].frame["amount"].to_list() == [19.98, 5]
    with pytest.raises(UnknownColumnError, match="no file has a column 'Pcs'"):
        take_in(papers, columns=chosen)


def test_a_column_nobody_knows_is_a_wrong_use() -> None:
    with pytest.raises(UnknownColumnError, match="no column is called 'colour'"):
        take_in([upload(STOCK, "s.csv")], columns={"colour": "SKU"})


def test_columns_name_the_kind_of_every_file() -> None:
    found = recognised([upload(STOCK, "s.csv"), upload(SALES, "a.csv"), upload(COUNTS, "c.csv")])
    assert [(name, one.kind) for name, one in found] == [
        ("s.csv", FileKind.INVENTORY), ("a.csv", FileKind.SALES), ("c.csv", FileKind.COUNTS),
    ]  # fmt: skip


def test_two_days_of_one_store_are_not_added_up() -> None:
    later = "SKU,Qty On Hand,As Of\n00101,4,2026-02-01\n00102,5,2026-02-01\n"
    with pytest.raises(UnusableFileError, match=r"two dates of one store.*2026-01-01 and") as told:
        take_in([upload(later, "b.csv"), upload(later.replace("02-01", "01-01"), "a.csv")])
    assert told.value.file == "a.csv"
    assert "leave a.csv out" in told.value.attempt
