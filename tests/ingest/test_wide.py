from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import Intake
from profit_sentinel.ingest.wide import generic_families

Take = Callable[..., Intake]


@pytest.mark.parametrize(
    "headers",
    [
        ["In stock [North]", "In stock [South]"],
        ["North - On Hand", "South - On Hand"],
        ["QOH: North", "QOH: South"],
        ["Qty (North)", "On Hand (North)", "On Hand (South)"],
        ["North OH", "South OH"],
        ["Qty North", "Qty South"],
        ["North Qty", "South Qty"],
        ["on_hand_North", "on_hand_South"],
        ["North QOH", "South QOH", "Avg Cost", "Qty Sold", "Price 1"],
        ["Código", "Existencia North", "Existencia South", "Existencia mínima", "Costo"],
        ["Nazwa", "Stan North", "Stan South", "Stan minimalny", "Cena zakupu"],
        ["Codice", "Giacenza North", "Giacenza South", "Prezzo"],
        ["Désignation", "Qté North", "Qté South", "Prix de vente"],
    ],
)
def test_families_of_unknown_systems_name_their_stores(headers: list[str]) -> None:
    assert {store for _, _, store in generic_families(headers)} == {"North", "South"}


@pytest.mark.parametrize(
    "headers",
    [
        ["On Hand - Cost", "On Hand - Retail"],
        ["North - On Hand"],
        ["Total - On Hand", "A - On Hand"],
        ["Qty On Hand", "Qty On Order", "Qty Committed"],
        ["Min Qty", "Max Qty", "Order Qty", "Case Qty"],
        ["Jan Qty", "Feb Qty", "Mar Qty"],
        ["2024 Qty", "2025 Qty"],
        ["Qty 1", "Qty 2"],
        ["Price 1", "Price 2"],
        ["Physical Qty", "Theoretical Qty"],
        ["Qty On Hand", "North Qty", "South Qty"],
        ["Stock Code", "Stock Unit", "Stock Type"],
        ["North - Min", "South - Min"],
        ["Qty", "Layaway Qty", "Consign Qty", "Pawn Qty"],
        ["Tray Qty", "Wastage Qty"],
        ["Qty On Rental", "Qty In Repair", "Qty Main"],
        ["Cost x qty", "Sell x qty"],
        ["Qty 10/1/26", "Qty 11/1/26"],
        ["On hand 2026-10-01", "On hand 2026-11-01"],
        ["QTY_SOLD_M", "QTY_SOLD_Y", "QTY_SOLD_L"],
        ["Stock mini", "Stock maxi", "Fournisseur", "Prix de vente"],
        ["Stock mínimo", "Stock máximo", "Proveedor", "Precio de venta"],
        ["Bestand Stk", "Absatz Vorjahr Stk", "Lieferant", "Artikelnr."],
        ["Verkäufe - QOH", "Bestand - QOH", "Lieferant", "Artikelnr."],
        ["Código", "Proveedor", "En stock", "Valor de stock", "Precio de venta"],
        ["Código", "Estoque Bloqueado", "Estoque Consignado", "Preço de venda"],
        ["CODIGO", "EXISTENCIA FISICA", "EXISTENCIA TEORICA", "PRECIO VENTA"],
        ["ART_LIB", "ART_FOURN", "STK_QTE", "STK_CDEFOU", "STK_DERVTE"],
        ["CODICE", "DESCRIZIONE", "GIACENZA INIZIALE", "GIACENZA FINALE"],
        ["CODICE", "GIACENZA", "GIACENZA PREVISTA", "GIACENZA BLOCCATA"],
        ["DESIGNATION", "QTE VENDUE", "QTE COMMANDEE", "QTE RECUE"],
    ],
)
def test_other_columns_are_no_stores(headers: list[str]) -> None:
    assert list(generic_families(headers)) == []


@pytest.mark.parametrize(
    ("headers", "stores"),
    [
        (["QOH_01", "QOH_02"], ["01", "02"]),
        (["Qty - Store 12", "Qty - Store 14"], ["Store 12", "Store 14"]),
        (["01 On Hand", "02 On Hand"], ["01", "02"]),
        (["OH1", "OH2", "OH3"], ["1", "2", "3"]),
        (["Main St Qty", "Elm Qty"], ["Main St", "Elm"]),
        (["inventory_Main_Outlet", "inventory_Harbor"], ["Main_Outlet", "Harbor"]),
    ],
)
def test_stores_go_by_numbers_and_names(headers: list[str], stores: list[str]) -> None:
    assert [store for _, _, store in generic_families(headers)] == stores


def test_other_columns_belong_to_the_stores_that_have_stock() -> None:
    headers = ["SKU", "NORTH OH", "South OH", "North Min", "South Cost", "Avg Cost", "East Cost"]
    found = [(header, wide.canonical, store) for header, wide, store in generic_families(headers)]
    assert found == [
        ("NORTH OH", "on_hand", "NORTH"),
        ("South OH", "on_hand", "South"),
        ("North Min", "reorder_point", "NORTH"),
        ("South Cost", "unit_cost", "South"),
    ]  # fmt: skip


def test_a_price_of_a_store_goes_before_that_of_all(take: Take) -> None:
    text = "SKU,Price,North OH,South OH,North Price,South Price\nA,5,2,3,6,\nB,7,1,1,,8\n"
    rows = take(text).frame.select("store_id", "sku", "retail_price").rows()
    assert rows == [("North", "A", 6.0), ("North", "B", 7.0), ("South", "A", 5.0),
                    ("South", "B", 8.0)]  # fmt: skip


def test_shops_of_loyverse_have_stock_prices_and_low_stock(take: Take) -> None:
    head = "Handle,SKU,Name,Cost,Barcode,Available for sale [Quay],Price [Quay],In stock [Quay],"
    head += (
        "Low stock [Quay],Available for sale [Mill],Price [Mill],In stock [Mill],Low stock [Mill]"
    )
    rows = "tea,10001,Tea,2,4006381333931,Y,5,8,3,Y,6,0,2\nmug,10002,Mug,3,,Y,9,4,,N,9,,\n"
    frame = take(f"{head}\n{rows}").frame
    columns = ("store_id", "sku", "on_hand", "retail_price", "reorder_point", "unit_cost")
    assert frame.select(columns).rows() == [
        ("Quay", "10001", 8.0, 5.0, 3.0, 2.0),
        ("Quay", "10002", 4.0, 9.0, None, 3.0),
        ("Mill", "10001", 0.0, 6.0, 2.0, 2.0),
    ]


def test_rows_of_a_wide_file_are_counted_as_the_file_has_them(take: Take) -> None:
    intake = take("SKU,North OH,South OH\nA,2,not stocked\nB,1,4\nC,,\nD,0,1\n")
    (source,) = intake.sources
    assert (source.rows_read, source.rows_used, intake.frame.height) == (4, 3, 5)
    assert "A column per store: 3 rows became 5 of 2 stores." in source.notes


def test_a_store_without_the_item_has_no_row(take: Take) -> None:
    intake = take("SKU,Price,North - On Hand,South - On Hand\nA,5,2,3\nB,5,,4\nC,5,,\n")
    rows = intake.frame.select("store_id", "sku", "on_hand", "retail_price").rows()
    assert rows == [("North", "A", 2.0, 5.0), ("South", "A", 3.0, 5.0), ("South", "B", 4.0, 5.0)]
    assert intake.problems.select("row", "reason").rows() == [
        (4, "row left out: in stock in no store")
    ]
    assert (intake.sources[0].rows_read, intake.sources[0].rows_used) == (3, 2)


def test_stores_go_before_the_total_of_all(take: Take) -> None:
    intake = take("SKU,On Hand,North - On Hand,South - On Hand\nA,5,2,3\n")
    assert intake.frame.select("store_id", "on_hand").rows() == [("North", 2.0), ("South", 3.0)]


def test_order_points_per_store_do_not_multiply_the_stock(take: Take) -> None:
    intake = take("SKU,On Hand,North - Min,South - Min\nA,5,2,3\n")
    assert intake.frame.select("store_id", "on_hand").rows() == [("main", 5.0)]


def test_what_holds_no_quantities_is_no_store(take: Take) -> None:
    text = "Handle,Title,SKU,HS Code,COO,Main Street,Remark\nh,Hammer,A,,,4,fine\n"
    assert take(text).frame["store_id"].to_list() == ["Main Street"]
