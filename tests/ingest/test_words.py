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
        ("What's on the way", "on_order"),
        ("Last one out the door", "last_sale_date"),
        ("Last rang up", "last_sale_date"),
        ("Last Rx", "last_sale_date"),
        ("LSLD", "last_sale_date"),
        ("DTLASTSALE", "last_sale_date"),
        ("Last Iss Dt", "last_sale_date"),
        ("Last one came in", "last_receipt_date"),
        ("LRECV", "last_receipt_date"),
        ("LASTCTDT", "last_count_date"),
        ("U&C", "retail_price"),
        ("U & C Price", "retail_price"),
        ("We sell at", "retail_price"),
        ("Sell/bag", "retail_price"),
        ("Retail per pot", "retail_price"),
        ("Charge out", "retail_price"),
        ("SELL_PR", "retail_price"),
        ("Our cost/bottle", "unit_cost"),
        ("Cost/pr", "unit_cost"),
        ("Laid-in cost", "unit_cost"),
        ("AAC", "unit_cost"),
        ("LRC", "unit_cost"),
        ("UNCOST", "unit_cost"),
        ("Acq Cost", "unit_cost"),
        ("A/Cost", "average_cost"),
        ("AVC", "average_cost"),
        ("Btls on hand", "on_hand"),
        ("Pairs left", "on_hand"),
        ("INV-QTY-O-H", "on_hand"),
        ("OHQ", "on_hand"),
        ("Spoken for", "committed"),
        ("QTYCOM", "committed"),
        ("qty-res", "committed"),
        ("Alloc'd", "committed"),
        ("Sold so far this yr", "sold_ytd"),
        ("# sold this year", "sold_ytd"),
        ("How many we sold this year", "sold_ytd"),
        ("Sold since Jan 1", "sold_ytd"),
        ("Units moved YTD", "sold_ytd"),
        ("Sold past yr", "sold_365d"),
        ("SLS 3M", "sold_90d"),
        ("Buy more at", "reorder_point"),
        ("Low mark", "reorder_point"),
        ("Fewest to keep", "reorder_point"),
        ("Most to keep", "max_stock"),
        ("How many in a box", "pack_qty"),
        ("Where it lives", "bin"),
        ("Shelf spot", "bin"),
        ("Consignor", "vendor"),
        ("Who sold it to us", "vendor"),
        ("Supply house", "vendor"),
        ("VNDNR", "vendor"),
        ("Goes under", "department"),
        ("UNMSR", "stocking_unit"),
        ("Tgt GM%", "desired_margin"),
        ("ITEM_VEND_NO", "vendor"),
        ("itm_stat_cd", "status"),
        ("L. Sale", "last_sale_date"),
        ("U. Cost", "unit_cost"),
        ("How much we charge", "retail_price"),
        ("How much it cost", "unit_cost"),
        ("What it cost before", "previous_cost"),
        ("Qty stocked", "on_hand"),
        ("How many here", "on_hand"),
        ("Got", "on_hand"),
        ("Hld", "committed"),
        ("Who we order it from", "vendor"),
        ("Where it comes from", "vendor"),
        ("When to order", "reorder_point"),
        ("Last GRN date", "last_receipt_date"),
        ("lstStkTkDt", "last_count_date"),
        ("FNLN", "fineline"),
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
        ("Their #", "maker_part"),
        ("Prev Yr Qty Sold", "sold_365d"),
        ("LY Usage", "sold_365d"),
        ("How many we sold last year", "sold_365d"),
        ("Qty Sold PY", "sold_365d"),
        ("LYR-QTY", "sold_365d"),
        ("What others charge", None),
        ("AWP", None),
        ("Cost x qty", None),
        ("Money tied up", None),
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
