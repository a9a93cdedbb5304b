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
        ("Last Sale (mm/dd/yy)", "last_sale_date"),
        ("Last_Sold_Date__c", "last_sale_date"),
        ("On hand today", "on_hand"),
        ("PURUM", "purchasing_unit"),
        ("Res'd", "committed"),
        ("Unreceived", "on_order"),
        ("Computer Stock", "on_hand"),
        ("Last Dely", "last_receipt_date"),
        ("Max Lv", "max_stock"),
        ("SELLUM", "stocking_unit"),
        ("CSPK", "pack_qty"),
        ("QTYSO", "committed"),
        ("AVGCOSTEA", "average_cost"),
        ("MINORDPT", "reorder_point"),
        ("LOCNUM", "store_id"),
        ("LATCOST", "unit_cost"),
        ("LPHYSDT", "last_count_date"),
        ("Target Gross %", "desired_margin"),
        ("Qty on POs", "on_order"),
        ("Qty on SOs", "committed"),
        ("M.S.R.P.", "list_price"),
        ("L/COST", "unit_cost"),
        ("L-SALE", "last_sale_date"),
        ("L.Rcvd", "last_receipt_date"),
        ("Date Last GRN", "last_receipt_date"),
        ("Last Inwards", "last_receipt_date"),
        ("LRCDTE", "last_receipt_date"),
        ("Last GI Date", "last_sale_date"),
        ("LSLDTE", "last_sale_date"),
        ("Last S/Take", "last_count_date"),
        ("Last PI", "last_count_date"),
        ("Last Stk Chk", "last_count_date"),
        ("Godown", "store_id"),
        ("Supplier A/C", "vendor"),
        ("CardCode", "vendor"),
        ("Provider", "vendor"),
        ("Stock Sub Type", "fineline"),
        ("Fine Ln", "fineline"),
        ("Catalogue No.", "sku"),
        ("Desc. Line 1", "description"),
        ("Cl. Stock", "on_hand"),
        ("Closing Inventory", "on_hand"),
        ("ONHQTY", "on_hand"),
        ("Quantity To Be Received", "on_order"),
        ("Alloc'd", "committed"),
        ("Laybys", "committed"),
        ("Sold (undelivered)", "committed"),
        ("Last Cost Price", "unit_cost"),
        ("WS cost", "unit_cost"),
        ("Cost/Pc", "unit_cost"),
        ("P.Rate", "unit_cost"),
        ("A/COST", "average_cost"),
        ("AVCO", "average_cost"),
        ("Closing Rate", "average_cost"),
        ("Retail/Pc", "retail_price"),
        ("S.Rate", "retail_price"),
        ("Rec Retail", "list_price"),
        ("Closeout Price", "promo_price"),
        ("Tgt GP%", "desired_margin"),
        ("Replen Point", "reorder_point"),
        ("High Qty", "max_stock"),
        ("Outer Qty", "pack_qty"),
        ("Btls/Case", "pack_qty"),
        ("Reorder Mult", "pack_qty"),
        ("Base U Of M", "stocking_unit"),
        ("UOM CD", "stocking_unit"),
        ("P/UM", "purchasing_unit"),
        ("APN", "barcode"),
        ("Yard Loc", "bin"),
        ("DefaultSublocation", "bin"),
        ("Blocked Stock", "damaged"),
        ("Range Status", "status"),
        ("Last 90 Days", "sold_90d"),
        ("Current Year Qty Sold", "sold_ytd"),
        ("Turnover YTD", "sales_dollars_ytd"),
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
        ("Qty Sold Prev Yr", "sold_365d"),
        ("Cost/MBF", None),
        ("Cl. Value", None),
        ("HSN/SAC", None),
        ("Rate B", None),
        ("Re-order Qty", None),
        ("LY Usage", "sold_365d"),
        ("YTD Rcpts", None),
        ("Selling Price 2", None),
        ("Avg Selling Price", None),
        ("Matrix Price", None),
        ("Commodity Code", None),
        ("Desc. Line 2", None),
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
