import pytest

from profit_sentinel.ingest.remembering import LONGEST
from profit_sentinel.ingest.words import marks, saying, words_of


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("O/H", "on_hand"),
        ("QOH", "on_hand"),
        ("qtyonhand", "on_hand"),
        ("QtyOnHand", "on_hand"),
        ("Stk on Hnd", "on_hand"),
        ("In Stock", "on_hand"),
        ("Item #", "sku"),
        ("Stock Code", "sku"),
        ("Part No.", "sku"),
        ("PLU", "sku"),
        ("LSD", "last_sale_date"),
        ("Date Last Sold", "last_sale_date"),
        ("Last Recv Dt", "last_receipt_date"),
        ("Last Phys Inv", "last_count_date"),
        ("Avg. Cost", "average_cost"),
        ("Repl Cost", "unit_cost"),
        ("Mkt Cost", "unit_cost"),
        ("Cost Price", "unit_cost"),
        ("Sug. Retail", "list_price"),
        ("MSRP", "list_price"),
        ("Current Price", "retail_price"),
        ("Sell Price", "retail_price"),
        ("Sale Price", "promo_price"),
        ("Units Sold Last 12 Months", "sold_365d"),
        ("90-Day Sales", "sold_90d"),
        ("Sales YTD", "sold_ytd"),
        ("YTD Sales $", "sales_dollars_ytd"),
        ("Desired GP%", "desired_margin"),
        ("Reorder Pt (Min)", "reorder_point"),
        ("L90D Units", "sold_90d"),
        ("Units Sold (12m)", "sold_365d"),
        ("dept_cd", "department"),
        ("Item Lookup Code", "sku"),
        ("ROP", "reorder_point"),
        ("Stocking U/M", "stocking_unit"),
        ("Mfg #", "maker_part"),
        ("UPC Code", "barcode"),
        ("Bin Loc", "bin"),
        ("Supplier Name", "vendor"),
        ("Snapshot Date", "as_of"),
        ("Pack Size", "pack_qty"),
        ("PackageQuantity", "pack_qty"),
        ("Pkg Qty", "pack_qty"),
        ("Std Pkg", "pack_qty"),
        ("Replacement Cost", "unit_cost"),
        ("Item Replacement Cost", "unit_cost"),
        ("Usage 12 Mo", "sold_365d"),
        ("Price inc. 20% VAT", "retail_price"),
        ("Cost ex 5.5 % tax", "unit_cost"),
    ],
)
def test_a_header_says_its_column(header: str, column: str | None) -> None:
    said = saying(header)
    assert (said.column if said else None) == column


@pytest.mark.parametrize(
    ("header", "suggestion"),
    [
        ("Available", "on_hand"),
        ("Ext Cost", None),
        ("Inventory @Cost", None),
        ("Stock Value", None),
        ("Total Retail", None),
        ("Sales (units)", "sold_365d"),
        ("Sold LY", "sold_365d"),
        ("Usage Last Year", "sold_365d"),
        ("$ Sold (dollars)", "sales_dollars_ytd"),
        ("Margin %", None),
        ("Markup", None),
        ("Vendor Item #", "maker_part"),
        ("Case Cost", None),
        ("Order Qty", None),
        ("Days Since Last Sale", None),
        ("Brand", None),
        ("Track Inventory", None),
        ("In Qty", None),
        ("Expiry Date", None),
        ("Wholesale Price", "unit_cost"),
        ("HS Code", None),
        ("plvl_price3", None),
        ("Mvmt LY", "sold_365d"),
        ("Usage Prev Yr", "sold_365d"),
        ("Demand LY", "sold_365d"),
        ("Pkg Size", "pack_qty"),
        ("Package Size", "pack_qty"),
        ("Pkg Sz", "pack_qty"),
        ("Stock Reorder Qty", None),
        ("Pallet Cost", None),
        ("Pallet Price", None),
        ("Cost per Dozen", None),
        ("Truckload Price", None),
        ("Other Store QOH", None),
        ("Qty Other Stores", None),
        ("Other Location Stock", None),
        ("Nearby Store Stock", None),
        ("Chain On Hand", None),
        ("Supersedes", None),
        ("Superseded By", None),
        ("Replaced By", None),
        ("Replaces SKU", None),
        ("Replacement SKU", None),
        ("Successor", None),
        ("Predecessor", None),
        ("Master SKU", None),
        ("Alt Part", None),
        ("Old Stock #", None),
        ("Listing ID", None),
        ("Web Item ID", None),
        ("Image ID", None),
        ("ASIN", None),
        ("Google Product Category", None),
        ("Tax Category", None),
        ("Freight Class", None),
        ("Commission Group", None),
        ("Vendor Terms", None),
        ("Vendor Group", None),
        ("Vendor Min", None),
        ("GL Dept", None),
        ("Class of Trade", None),
        ("Was Price", None),
        ("Original Retail", None),
        ("Next Retail", None),
        ("Quote Price", None),
        ("Bid Price", None),
        ("Delivered Price", None),
        ("Walmart Price", None),
        ("Price at Lowe's", None),
        ("Home Depot Price", None),
        ("School Price", None),
        ("Street Price", None),
        ("Break Even", None),
        ("Zone Price", None),
        ("Autoship Price", None),
    ],
)
def test_a_trap_is_no_column(header: str, suggestion: str | None) -> None:
    said = saying(header)
    assert said is not None
    assert said.column is None
    assert said.trap is not None
    assert said.trap.suggestion == suggestion


@pytest.mark.parametrize("header", ["Foo", "Unnamed: 0", "Column 3", "Quux Zebra"])
def test_an_unknown_header_says_nothing(header: str) -> None:
    assert saying(header) is None


def test_marks_tell_papers_of_the_store() -> None:
    assert "order_number" in marks("PONumber")
    assert "sale_date" in marks("SalesDate")
    assert "variance" in marks("Variance")


@pytest.mark.parametrize("letters", ["x", "avls", "e", "aB", "a1", "q/"])
def test_a_cell_that_never_ends_is_no_header(letters: str) -> None:
    whole = letters * 200_000
    assert saying(whole) is None
    assert words_of(whole) == words_of(whole[:LONGEST])
