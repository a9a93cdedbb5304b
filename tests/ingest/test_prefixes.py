import pytest

from profit_sentinel.ingest.prefixes import without_prefix


def test_letters_before_most_names_are_of_the_table() -> None:
    headers = ["itm_no", "itm_desc", "itm_cost", "itm_oh", "itm_price", "store"]
    plain = without_prefix(headers)
    expected = ["item no", "item desc", "cost", "oh", "price", "store"]
    assert [plain[header] for header in headers] == expected


def test_a_small_letter_before_capitals_is_a_prefix_too() -> None:
    headers = ["invNo", "invCost", "invPrice", "invQty", "invBin"]
    assert list(without_prefix(headers).values()) == ["item No", "Cost", "Price", "Qty", "Bin"]


def test_letters_for_the_kind_of_values_are_left_out() -> None:
    headers = ["cArtNr", "cName", "fLagerbestand", "fVKBrutto", "dLetzterVerkauf", "strEinheit"]
    expected = ["ArtNr", "item Name", "Lagerbestand", "VKBrutto", "LetzterVerkauf", "Einheit"]
    assert list(without_prefix(headers).values()) == expected
    few = ["uPrice", "qtyOnHand", "itemNo", "vendor", "cost", "bin"]
    assert list(without_prefix(few).values()) == few


def test_words_that_few_columns_begin_with_stay() -> None:
    headers = ["qty_on_hand", "qty_on_order", "qty_sold", "sku", "cost", "price", "vendor", "bin"]
    assert list(without_prefix(headers).values()) == headers


def test_the_type_of_the_values_before_each_name_is_cut() -> None:
    headers = ["strItemNo", "dblQtyOnHand", "curUnitCost", "dtmLastSold", "nMinQty", "sDescription"]
    expected = ["ItemNo", "QtyOnHand", "UnitCost", "LastSold", "MinQty", "item Description"]
    assert list(without_prefix(headers).values()) == expected


def test_one_start_alone_is_no_type() -> None:
    headers = ["curCost", "curRetail", "curStock", "curVendor", "curDept", "curDate"]
    assert list(without_prefix(headers).values())[:2] == ["Cost", "Retail"]
    words = ["dtSold", "itemNo", "qtyOnHand", "unitCost", "listPrice", "curPrice"]
    assert list(without_prefix(words).values()) == words


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("IM_INV.QTY_ON_HND", "QTY_ON_HND"),
        ("IM_ITEM.STAT", "item STAT"),
        ("[Inventory].[Cost]", "Cost"),
        ("AP_VEND.NAM", "AP_VEND NAM"),
        ("IM_INV.QTY", "QTY"),
        ("dbo.IM_INV.LST_SAL_DAT", "LST_SAL_DAT"),
        ("IM_ITEM.AP_VEND.NAME", "AP_VEND NAME"),
        ("IM_ITEM.PRICE", "PRICE"),
    ],
)
def test_columns_stand_without_their_tables(header: str, plain: str) -> None:
    tables = ["IM_ITEM.ITEM_NO", "IM_INV.AVG_COST", "IM_ITEM.PRC_1", "IM_INV.MIN_QTY"]
    rest = ["IM_ITEM.DESCR", "IM_INV.LST_COST", "IM_INV.MAX_QTY", "IM_ITEM.CATEG_COD"]
    assert without_prefix([*tables, *rest, header])[header] == plain


def test_tables_are_cut_before_names_with_capitals() -> None:
    headers = ["tblItems_ItemNo", "tblItems_UnitCost", "tblStock_QtyOnHand", "tblStock_LastSold",
               "tblItems_SellPrice", "tblItems_Description"]  # fmt: skip
    expected = ["ItemNo", "UnitCost", "QtyOnHand", "LastSold", "SellPrice", "item Description"]
    assert list(without_prefix(headers).values()) == expected


def test_dots_between_the_words_of_names_part_no_tables() -> None:
    headers = ["ITEM.NO", "QTY.OH", "EXT.COST", "UNIT.COST", "LIST.PRC", "BIN.LOC"]
    assert list(without_prefix(headers).values()) == headers


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["INVITEMNO", "INVDESC", "INVQTYOH", "INVAVGCST", "INVUM"],
         ["ITEMNO", "item DESC", "QTYOH", "AVGCST", "UM"]),
        (["IMITEM", "IMDESC", "IMVEND", "IMCOST", "IMRETL", "IMOHQT"],
         ["ITEM", "item DESC", "VEND", "COST", "RETL", "OHQT"]),
        (["QTYOH", "QTYOO", "AVGCST", "LASTSALE", "RETAIL", "VENDOR"],
         ["QTYOH", "QTYOO", "AVGCST", "LASTSALE", "RETAIL", "VENDOR"]),
    ],
)  # fmt: skip
def test_letters_glued_before_nearly_all_names_are_cut(
    headers: list[str], expected: list[str]
) -> None:
    assert list(without_prefix(headers).values()) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["s_item_no", "s_dept", "n_qoh", "n_cost", "d_last_sold"],
         ["item_no", "dept", "qoh", "cost", "last_sold"]),
        (["ItemNo_s", "Vendor_s", "QtyOnHand_n", "UnitCost_c", "LastSold_d"],
         ["ItemNo", "Vendor", "QtyOnHand", "UnitCost", "LastSold"]),
        (["Item__c", "Name__c", "On_Hand__c", "Cost__c", "Retail__c"],
         ["Item", "item Name", "On_Hand", "Cost", "Retail"]),
        (["1 Item", "2. Description", "3) On hand", "4 Cost", "5 Retail"],
         ["Item", "Description", "On hand", "Cost", "Retail"]),
        (["30 day", "60 day", "90 day", "12 month", "Item"],
         ["30 day", "60 day", "90 day", "12 month", "Item"]),
    ],
)  # fmt: skip
def test_single_letters_and_counting_numbers_are_cut(
    headers: list[str], expected: list[str]
) -> None:
    assert list(without_prefix(headers).values()) == expected
