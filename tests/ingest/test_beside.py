"""Every line of a companion file, worked out by hand, and every row used or told."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import polars as pl
import pytest

from profit_sentinel.domain.columns import ColumnType
from profit_sentinel.domain.companions import COMPANIONS, TYPES
from profit_sentinel.domain.intake import Companion, FileKind, Intake, Upload
from profit_sentinel.ingest.problems import LEFT_OUT
from profit_sentinel.ingest.take_in import take_in

DTYPES = {
    ColumnType.ID: pl.String, ColumnType.TEXT: pl.String, ColumnType.DATE: pl.Date,
    ColumnType.QUANTITY: pl.Float64, ColumnType.MONEY: pl.Float64,
}  # fmt: skip
DAY = date(2026, 11, 23)
STOCK = Upload("stock.csv", b"SKU,Qty On Hand\n00101,4\n00102,5\n00103,6\n", DAY)

Beside = Callable[..., Intake]


def d(month: int, day: int) -> date:
    return date(2026, month, day)


class Paper(NamedTuple):
    """A companion file and the lines it holds."""

    kind: FileKind
    text: str
    columns: str
    lines: list[tuple[Any, ...]]
    rows: int
    """Rows below its header."""


PAPERS = {
    "purchase orders": Paper(
        FileKind.PURCHASE_ORDERS,
        "PO #,Supplier,Item No,Qty Ordered,Qty Received,Unit Cost,PO Date,Date Received,Status\n"
        '4471,ORGILL,00101,"1,006",6,$5.50,13/11/2026,20/11/2026,Short\n'
        "4471,ORGILL,00102,7,7,$6.50,13/11/2026,20/11/2026,Done\n"
        "4471,ORGILL,00102,7,7,$6.50,13/11/2026,20/11/2026,Done\n"
        "4472,ORGILL,00109,-2,,$0.874,02/11/2026,,Open\n"
        "Total,,,1018,20,,,,\n",
        "po_number vendor sku ordered received unit_cost order_date receipt_date status source_row",
        [
            ("4471", "ORGILL", "00101", 1006, 6, 5.5, d(11, 13), d(11, 20), "Short", 2),
            ("4471", "ORGILL", "00102", 7, 7, 6.5, d(11, 13), d(11, 20), "Done", 3),
            ("4471", "ORGILL", "00102", 7, 7, 6.5, d(11, 13), d(11, 20), "Done", 4),
            ("4472", "ORGILL", "00109", -2, None, 0.874, d(11, 2), None, "Open", 5),
        ],
        5,
    ),
    "receipts": Paper(
        FileKind.PURCHASE_ORDERS,
        "Store;PONumber;SKU;ReceivingDate;Quantity;PurchasePrice;Dollars\n"
        "1;8124;00101;20260102;6;35,71;214,26\n"
        "2;8137;00102;20260131;4;9,35;37,40\n",
        "store_id po_number sku receipt_date received unit_cost amount source_row",
        [
            ("1", "8124", "00101", d(1, 2), 6, 35.71, 214.26, 2),
            ("2", "8137", "00102", d(1, 31), 4, 9.35, 37.40, 3),
        ],
        2,
    ),
    "sales of a till": Paper(
        FileKind.SALES,
        "Sale Date,Receipt No,Item #,Item,Qty Sold,Price Each,Sales $,Cost\n"
        "15/01/2026,R-1,00101,HAMMER,2,£9.99,£19.98,£11.00\n"
        "15/01/2026,R-1,00101,HAMMER,2,£9.99,£19.98,£11.00\n"
        "03/02/2026,R-2,00102,HAMMER,-1,£12.99,(£12.99),-£6.50\n"
        '04/02/2026,R-3,00999,GONE,1,"£1,200.00","£1,200.00",£0.50\n'
        'Total,,,,,,"£1,226.97",\n',
        "date transaction sku quantity price amount cost source_row",
        [
            (d(1, 15), "R-1", "00101", 2, 9.99, 19.98, 11, 2),
            (d(1, 15), "R-1", "00101", 2, 9.99, 19.98, 11, 3),
            (d(2, 3), "R-2", "00102", -1, 12.99, -12.99, -6.5, 4),
            (d(2, 4), "R-3", "00999", 1, 1200, 1200, 0.5, 5),
        ],
        5,
    ),
    "sales of a web shop": Paper(
        FileKind.SALES,
        "Lineitem sku;Created at;Lineitem quantity;Lineitem price;Lineitem name\n"
        "00101;2026-01-15 10:11:12 -0500;2;9,99;Hammer\n"
        "00102;2026-01-31 09:00:00 -0500;-1;12,50;Elbow\n",
        "sku date quantity price amount source_row",
        [("00101", d(1, 15), 2, 9.99, 19.98, 2), ("00102", d(1, 31), -1, 12.5, -12.5, 3)],
        2,
    ),
    "counts with what the books said": Paper(
        FileKind.COUNTS,
        "SKU,Description,Book Qty,Count Qty,Variance,Count Date\n"
        "00101,HAMMER,4,3,-1,31-01-2026\n"
        "00102,ELBOW,-3,0,3,31-01-2026\n",
        "sku expected counted date source_row",
        [("00101", 4, 3, d(1, 31), 2), ("00102", -3, 0, d(1, 31), 3)],
        2,
    ),
    "counts by bay": Paper(
        FileKind.COUNTS,
        "Location\tItem Number\tCounted\tCounted By\n1\t00101\t3\tAnn\n1\t00101\t8\tBob\n",
        "store_id sku counted source_row",
        [("1", "00101", 3, 2), ("1", "00101", 8, 3)],
        2,
    ),
    "prices from a day on": Paper(
        FileKind.PRICE_LIST,
        "Item Number,New Cost,New Retail,Vendor,Effective Date\n"
        "00101,5.50,9.99,ORGILL,15.02.2026\n00102,n/a,1.79,ORGILL,01.02.2026\n",
        "sku unit_cost retail_price vendor effective_date source_row",
        [
            ("00101", 5.5, 9.99, "ORGILL", d(2, 15), 2),
            ("00102", None, 1.79, "ORGILL", d(2, 1), 3),
        ],
        2,
    ),
    "a vendor's catalogue": Paper(
        FileKind.PRICE_LIST,
        "UPC|Item|Unit Cost\n012345678905|00101|$5.50\n611942038114|00103|$0.874\n",
        "barcode sku unit_cost source_row",
        [("012345678905", "00101", 5.5, 2), ("611942038114", "00103", 0.874, 3)],
        2,
    ),
    "vendor invoices": Paper(
        FileKind.INVOICES,
        "Vendor,Invoice #,Invoice Date,Due Date,Invoice Amount,Freight\n"
        'ORGILL,88-1,18/11/2026,18/12/2026,"$1,204.50",$12.00\n'
        "ORGILL,88-2,02/11/2026,02/12/2026,($4.50),\n"
        'Total,,,,"$1,200.00",$12.00\n',
        "vendor invoice_number invoice_date due_date amount freight source_row",
        [
            ("ORGILL", "88-1", d(11, 18), d(12, 18), 1204.5, 12, 2),
            ("ORGILL", "88-2", d(11, 2), d(12, 2), -4.5, None, 3),
        ],
        3,
    ),
}


@pytest.fixture
def beside() -> Beside:
    """Take in a small stock list and a file beside it."""

    def run(*texts: str) -> Intake:
        papers = [Upload(f"{n}.csv", text.encode(), DAY) for n, text in enumerate(texts)]
        return take_in([STOCK, *papers])

    return run


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> Paper:
    """Each file in turn."""
    return PAPERS[request.param]


def only(intake: Intake) -> Companion:
    (companion,) = intake.companions.values()
    return companion


def test_every_line_is_read_as_it_stands(paper: Paper, beside: Beside) -> None:
    companion = only(beside(paper.text))
    assert companion.kind is paper.kind
    assert companion.frame.select(paper.columns.split()).rows() == paper.lines


def test_its_columns_are_those_of_its_kind_and_typed(paper: Paper, beside: Beside) -> None:
    frame = only(beside(paper.text)).frame.drop("source_file", "source_row")
    assert set(frame.columns) <= {column.name for column in COMPANIONS[paper.kind]}
    assert dict(frame.schema) == {name: DTYPES[TYPES[name]] for name in frame.columns}


def test_every_row_is_used_or_told(paper: Paper, beside: Beside) -> None:
    companion = only(beside(paper.text))
    (source,) = companion.sources
    told = companion.problems.filter(companion.problems["reason"].str.starts_with(LEFT_OUT))
    assert source.rows_read == paper.rows
    assert source.rows_used == companion.frame.height == paper.rows - told["row"].n_unique()
    assert set(told["row"]).isdisjoint(companion.frame["source_row"])


def test_the_stock_is_as_it_is_alone(paper: Paper, beside: Beside) -> None:
    intake = beside(paper.text)
    alone = take_in([STOCK])
    assert intake.frame.select(alone.frame.columns).equals(alone.frame)
    assert intake.problems.equals(alone.problems)
    assert [source.name for source in intake.sources] == ["stock.csv"]


def test_a_cell_that_cannot_be_used_is_told(beside: Beside) -> None:
    companion = only(beside(
        "Sale Date,Receipt No,SKU,Qty Sold,Amount\n"
        "2026-01-15,R-1,00101,2,19.98\n2026-01-16,R-2,00102,many,3.58\n2026-13-45,R-3,00103,1,2\n"
    ))  # fmt: skip
    assert companion.problems.sort("row").rows() == [
        ("0.csv", 3, "Qty Sold", "many", "not a number; left unknown"),
        ("0.csv", 4, "Sale Date", "2026-13-45", "not a possible date; left unknown"),
    ]
    assert companion.frame["quantity"].to_list() == [2, None, 1]


def test_files_of_one_kind_are_put_together(beside: Beside) -> None:
    one, other = PAPERS["sales of a till"], PAPERS["sales of a web shop"]
    companion = only(beside(one.text, other.text))
    assert companion.frame["quantity"].to_list() == [2, 2, -1, 1, 2, -1]
    assert companion.frame["source_file"].to_list() == ["0.csv"] * 4 + ["1.csv"] * 2
    assert [source.rows_read for source in companion.sources] == [5, 2]


def test_what_it_holds_is_said(beside: Beside) -> None:
    said = {name: only(beside(paper.text)).used for name, paper in PAPERS.items()}
    assert said["sales of a till"] == (
        "4 lines from 2026-01-15 to 2026-02-04, 3 of them of SKUs in the stock list; "
        "no leak uses them yet."
    )
    assert said["counts by bay"] == (
        "2 lines, 2 of them of SKUs in the stock list; no leak uses them yet."
    )
    assert said["counts with what the books said"].startswith("2 lines of 2026-01-31, ")
    assert said["vendor invoices"] == (
        "2 lines from 2026-11-02 to 2026-11-18; no leak uses them yet."
    )


def test_what_it_lacks_is_said(beside: Beside) -> None:
    text = "Ticket #,Ticket Date,Cashier,Qty Sold,Amount\n1,2026-01-15,Ann,2,19.98\n"
    assert "No column for the barcode or sku." in only(beside(text)).sources[0].notes


BANNER = (
    "Order:,998877,Status: Billed\nOrder Date:,13/11/2026,\nPO Number:,PO-4471,\n"
    "Vendor:,ORGILL,\nTotal:,120.50,\n,,\n"
)


def test_what_stands_above_the_header_holds_for_every_line(beside: Beside) -> None:
    lines = "Item,Qty Ordered,Unit Cost\n00101,6,5.50\n00102,7,6.50\n"
    frame = only(beside(BANNER + lines)).frame
    names = ("po_number", "vendor", "order_date", "status", "ordered")
    assert frame.select(names).rows() == [
        ("PO-4471", "ORGILL", d(11, 13), "Billed", 6),
        ("PO-4471", "ORGILL", d(11, 13), "Billed", 7),
    ]
    assert "amount" not in frame.columns


def test_a_column_goes_before_what_stands_above(beside: Beside) -> None:
    lines = "PO Number,Item,Qty Ordered,Unit Cost\nPO-1,00101,6,5.50\nPO-2,00102,7,6.50\n"
    assert only(beside(BANNER + lines)).frame["po_number"].to_list() == ["PO-1", "PO-2"]


def test_the_newest_day_of_a_file_is_its_date(beside: Beside) -> None:
    (source,) = only(beside(PAPERS["sales of a till"].text)).sources
    assert (source.as_of, source.as_of_reason) == (d(2, 4), "newest date in date")
    (source,) = only(beside(PAPERS["counts by bay"].text)).sources
    assert (source.as_of, source.as_of_reason) == (DAY, "day the file was last written")


def test_an_item_of_zeros_is_a_charge_in_orders_only(beside: Beside) -> None:
    prices = only(beside("SKU,Cost\n000,5\n00101,6\n"))
    orders = only(beside("PO #,SKU,Qty Ordered,Cost\n1,000,5,1\n1,00101,6,1\n"))
    assert prices.frame["sku"].to_list() == ["000", "00101"]
    assert orders.frame["sku"].to_list() == ["00101"]
    assert orders.problems["reason"].to_list() == ["row left out: a charge, not an item"]


def test_a_file_of_which_no_column_is_used_loses_no_row(beside: Beside) -> None:
    companion = only(beside("Effective Date,New Cost,Colour\nsoon,dear,red\nlate,cheap,blue\n"))
    assert companion.frame.select("source_row", "source_file").rows() == [
        (2, "0.csv"),
        (3, "0.csv"),
    ]
    assert companion.sources[0].rows_used == 2
    assert companion.used.startswith("not used: no line has a number of the item")


def test_a_cell_that_never_ends_above_the_header_takes_nothing_away() -> None:
    paper = PAPERS["purchase orders"]
    for endless in ("x" * 200_000, "lager" * 40_000):
        told = f"{endless},PO,{endless}\n{paper.text}".encode()
        intake = take_in([STOCK, Upload("paper.csv", told, DAY)])
        assert intake.companions[FileKind.PURCHASE_ORDERS].frame.height == len(paper.lines)
