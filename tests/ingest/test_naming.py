import pytest

from profit_sentinel.ingest.naming import named


def plain(headers: str) -> list[str]:
    names = headers.split("|")
    found = named(names)
    return [found.plain[name] for name in names]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("F01_ItemNo|F02_Dept|F03_OnHand|F04_AvgCost|F05_LastSold|F06_Bin",
         "ItemNo|Dept|OnHand|AvgCost|LastSold|Bin"),
        ("Max(ItemNo)|Max(Dept)|Sum(i.OnHand)|Avg(UnitCost)|Max(LastSold)",
         "ItemNo|Dept|OnHand|UnitCost|LastSold"),
        ("Item No|Max of Dept|Sum of On Hand|Average of Unit Cost|Max of Last Sold|Max of Bin",
         "Item No|Dept|On Hand|Unit Cost|Last Sold|Bin"),
        ("GroupOfItemNo|FirstOfDept|SumOfOnHand|MaxOfUnitCost|LastOfBin",
         "ItemNo|Dept|OnHand|UnitCost|Bin"),
        ("getItemNo|getDept|getOnHand|getUnitCost|getBin", "ItemNo|Dept|OnHand|UnitCost|Bin"),
        ("ItemNo (text)|Dept (text)|OnHand (int)|Cost (decimal(9,2))|Sold (date)",
         "ItemNo|Dept|OnHand|Cost|Sold"),
        ("Stock[SKU]|Dept[Name]|Stock[On Hand]|Stock[Cost]|Stock[Price]|Stock[Last Sold]",
         "SKU|Dept Name|On Hand|Cost|Price|Last Sold"),
    ],
)  # fmt: skip
def test_what_a_program_puts_around_each_name_is_undone(headers: str, expected: str) -> None:
    assert plain(headers) == expected.split("|")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("On_Hand_Value|Sku_Value|Unit_Cost_Value|Retail_Value|Last_Sold_Value|Bin_Value",
         "On_Hand|Sku|Unit_Cost|Retail|Last_Sold|Bin"),
        ("SKU (Inv)|Dept (Inv)|On Hand (Inv)|Cost (Inv)|Price (Inv)",
         "SKU|Dept|On Hand|Cost|Price"),
        ("Nummer_Artikel|Lieferant_Artikel|Bestand_Artikel|Einkaufspreis_Artikel|Platz_Artikel",
         "Nummer|Lieferant|Bestand|Einkaufspreis|Platz"),
        ("invcodigo|invfamilia|invexistencia|invcosto|invprecio|invproveedor",
         "codigo|familia|existencia|costo|precio|proveedor"),
        ("ITEMNOF|DEPTF|ONHANDF|UNITCOSTF|LASTSOLDF|BINLOCF",
         "ITEMNO|DEPT|ONHAND|UNITCOST|LASTSOLD|BINLOC"),
        ("im_item_no|im_bin|gl_dept_name|iv_on_hand|iv_avg_cost|iv_last_sold|im_retail_price",
         "item_no|bin|gl dept_name|on_hand|avg_cost|last_sold|retail_price"),
    ],
)  # fmt: skip
def test_what_nearly_all_names_share_is_cut(headers: str, expected: str) -> None:
    assert plain(headers) == expected.split("|")


def test_a_bare_name_is_of_the_item_in_every_language() -> None:
    headers = ["art_codigo", "art_familia", "art_existencia", "art_costo", "art_precio"]
    assert named(headers).english.headers["codigo"] == "item number"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Item_x0020_No|Dept_x002e_|On_x0020_Hand|Unit_x0020_Cost|Bin",
         "Item No|Dept.|On Hand|Unit Cost|Bin"),
        ("CÃ³digo artÃ\xadculo|DescripciÃ³n|Existencia|Ãšltimo costo|Precio pÃºblico",
         "Código artículo|Descripción|Existencia|Último costo|Precio público"),
    ],
)  # fmt: skip
def test_signs_that_were_written_out_or_misread_are_read_again(headers: str, expected: str) -> None:
    assert plain(headers) == expected.split("|")


@pytest.mark.parametrize(
    "headers",
    [
        "Old_SKU|Old_Dept|Old_On_Hand|Old_Cost|Old_Price|Old_Vendor",
        "Vendor_SKU|Vendor_Stock|Vendor_Cost|Vendor_UPC|Vendor_Dept|Vendor_Bin",
        "Competitor_SKU|Competitor_Stock|Competitor_Cost|Competitor_Price|Competitor_Dept",
        "PO_NUMBER|PO_ITEM|PO_DESC|PO_QTY|PO_COST|PO_DATE|PO_VENDOR",
        "SKU_LY|Dept_LY|OnHand_LY|Cost_LY|Price_LY|Vendor_LY",
        "Old(SKU)|Old(Dept)|Old(On Hand)|Old(Cost)|Old(Price)",
        "Max Item|Max Stock|Max Cost|Max Price|Max On Hand|Max Dept",
        "COMPETITORSKU|COMPETITORDEPT|COMPETITORONHAND|COMPETITORCOST|COMPETITORPRICE",
        "Pedido codigo|Pedido familia|Pedido existencia|Pedido costo|Pedido precio",
    ],
)
def test_words_that_change_the_meaning_of_every_name_stay(headers: str) -> None:
    assert plain(headers) == headers.split("|")


@pytest.mark.parametrize(
    "headers",
    [
        "SKU|Dept|On Hand Value|On Hand|Cost|Cost Value|Retail|Retail Value",
        "Qty On Hand|Qty On Order|Qty Committed|Qty Available|Qty Min|Qty Max|Item",
        "Item No|Color|Size|Brand|Weight|Notes|Created|Changed|Tax|Row",
        "SKU|On Hand|Cost",
        "",
    ],
)
def test_headers_that_nothing_is_wrapped_around_stay(headers: str) -> None:
    assert plain(headers) == headers.split("|")
