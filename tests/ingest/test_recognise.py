from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import ColumnUse, Upload
from profit_sentinel.ingest.recognise import UnknownColumnError, recognise

Make = Callable[..., Upload]


def uses(upload: Upload, **columns: str) -> dict[str, ColumnUse]:
    return {use.header: use for use in recognise(upload, columns=columns).columns}


def numbered(header: str, row: str, rows: int = 30) -> str:
    lines = (eval(f"f{row!r}", {"i": i}) for i in range(1, rows + 1))  # noqa: S307 - test data
    return "\n".join((header, *lines))


def test_every_header_is_listed_with_samples_and_a_reason(upload: Make) -> None:
    found = recognise(upload("SKU,Foo,Qty On Hand\nA,x,2\nB,y,3\n"))
    assert [use.header for use in found.columns] == ["SKU", "Foo", "Qty On Hand"]
    assert found.columns[1].samples == ("x", "y")
    assert found.columns[1].canonical is None
    assert all(use.reason for use in found.columns)


def test_the_order_of_columns_does_not_matter(upload: Make) -> None:
    one = uses(upload("SKU,Retail,Avg Cost,Cost,Qty On Hand\nA,9,5,5,2\n"))
    other = uses(upload("Qty On Hand,Cost,SKU,Avg Cost,Retail\n2,5,A,5,9\n"))
    assert one == other


def test_two_headers_never_map_to_one_column(upload: Make) -> None:
    found = uses(upload("SKU,QOH,Mkt Cost,Repl Cost,Last Cost\nA,2,5,6,7\n"))
    assert found["Repl Cost"].canonical == "unit_cost"
    assert found["Mkt Cost"].canonical is None
    assert "Repl Cost was taken" in found["Mkt Cost"].reason


def test_an_empty_column_gives_way_to_a_filled_one(upload: Make) -> None:
    found = uses(upload("SKU,QOH,Mkt Cost,Repl Cost\nA,2,5,\nB,3,6,\n"))
    assert found["Mkt Cost"].canonical == "unit_cost"


def test_the_current_price_goes_before_the_suggested_one(upload: Make) -> None:
    found = uses(upload("SKU,QOH,MSRP,Price,Current Price\nA,2,9,8,7\n"))
    assert found["Current Price"].canonical == "retail_price"
    assert found["MSRP"].canonical == "list_price"
    assert found["Price"].canonical is None


def test_a_flag_called_available_is_no_quantity(upload: Make) -> None:
    found = uses(upload("SKU,QOH,Available\nA,2,Yes\nB,3,No\n"))
    assert found["Available"].canonical is None
    assert found["Available"].suggestion is None


def test_a_quantity_of_words_is_refused(upload: Make) -> None:
    found = uses(upload("SKU,QOH,In Stock\nA,2,Yes\nB,3,No\n"))
    assert found["In Stock"].canonical is None


@pytest.mark.parametrize("header", ["Qty", "Quantity"])
def test_a_bare_quantity_is_used_and_asked_about(header: str, upload: Make) -> None:
    bare = uses(upload(f"SKU,{header},Cost\nA,2,3\n"))[header]
    assert (bare.canonical, bare.doubtful) == ("on_hand", True)
    assert bare.confidence < uses(upload("SKU,QOH,Cost\nA,2,3\n"))["QOH"].confidence


def test_a_category_within_departments_is_the_class(upload: Make) -> None:
    nested = uses(upload(numbered("SKU,QOH,Department,Category", "S{i},4,D{i % 3},C{i % 6}")))
    assert (nested["Department"].canonical, nested["Category"].canonical) == (
        "department",
        "fineline",
    )
    assert "divide those of Department" in nested["Category"].reason


def test_a_category_within_departments_is_the_class_beside_an_empty_subcategory(
    upload: Make,
) -> None:
    rows = "S{i},4,D{i % 3},C{i % 6},"
    nested = uses(upload(numbered("SKU,QOH,Department,Category,Subcategory", rows)))
    assert nested["Category"].canonical == "fineline"
    assert nested["Subcategory"].canonical is None


@pytest.mark.parametrize("category", ["C{i % 4}", "C{i}", "C{i % 3}", ""])
def test_a_category_across_departments_is_not_used(category: str, upload: Make) -> None:
    found = uses(upload(numbered("SKU,QOH,Department,Category", f"S{{i}},4,D{{i % 3}},{category}")))
    assert found["Category"].canonical is None


def test_sold_without_a_period_is_asked_about(upload: Make) -> None:
    sold = uses(upload("SKU,QOH,Sales (units)\nA,2,30\n"))["Sales (units)"]
    assert (sold.canonical, sold.doubtful, sold.suggestion) == (None, True, "sold_365d")


def test_a_cost_above_the_price_is_not_used_silently(upload: Make) -> None:
    found = uses(upload(numbered("SKU,QOH,Cost,Retail", "S{i},{i % 3},{i + 9},{i + 4}")))
    assert (found["Cost"].canonical, found["Cost"].suggestion) == (None, "retail_price")
    assert (found["Retail"].canonical, found["Retail"].suggestion) == (None, "unit_cost")
    assert found["Cost"].doubtful


def test_an_extended_cost_is_told_by_its_product(upload: Make) -> None:
    rows = numbered("SKU,QOH,Cost,Avg Cost,Retail", "S{i},{i},{i * 2.5},2.5,100")
    found = uses(upload(rows))
    assert found["Cost"].canonical is None
    assert "quantity times" in found["Cost"].reason
    assert found["Avg Cost"].canonical == "average_cost"


def test_a_cost_of_all_units_is_told_by_the_price(upload: Make) -> None:
    found = uses(upload(numbered("SKU,QOH,Cost,Retail", "S{i},{i + 3},{(i + 3) * 2.5},4")))
    assert "extended" in found["Cost"].reason
    assert found["Retail"].canonical == "retail_price"


def test_a_key_of_store_and_item_gives_way_to_the_item(upload: Make) -> None:
    rows = numbered("InventoryId,Store,City,Brand,onHand", "{i % 2}_ASH_{i},{i % 2},ASH,{i},4")
    found = uses(upload(rows))
    assert found["Brand"].canonical == "sku"
    assert found["InventoryId"].canonical is None


@pytest.mark.parametrize(("header", "canonical"), [("Old SKU", None), ("Stock Zonk", "sku")])
def test_numbers_that_may_be_those_of_the_items_are_a_doubt(
    upload: Make, header: str, canonical: str | None
) -> None:
    found = uses(upload(numbered(f"{header},onHand", "{1000 + i * 7},{i % 4}")))[header]
    assert (found.canonical, found.doubtful) == (canonical, True)


def test_brand_holding_names_is_no_sku(upload: Make) -> None:
    found = uses(upload(numbered("Store,Brand,onHand", "1,Stanley,{i}")))
    assert "sku" not in {use.canonical for use in found.values()}


def test_item_holding_names_is_the_description(upload: Make) -> None:
    found = uses(upload(numbered("SKU,Item,QOH", "S{i},Claw hammer {i},4")))
    assert found["Item"].canonical == "description"
    assert found["SKU"].canonical == "sku"


@pytest.mark.parametrize("header", ["Location", "LOC 1", "Whse Loc"])
def test_location_is_a_store_with_few_values_and_a_bin_with_many(upload: Make, header: str) -> None:
    stores = uses(upload(numbered(f"SKU,{header},QOH", "{i // 2},S{i % 2},4")))
    bins = uses(upload(numbered(f"SKU,{header},QOH", "{i},A-{i},4")))
    assert stores[header].canonical in {"store_id", None}
    assert bins[header].canonical == "bin"


def test_a_date_of_each_item_is_not_the_day_of_the_stock(upload: Make) -> None:
    same = uses(upload(numbered("SKU,QOH,End Date", "{i},4,2026-11-22")))
    many = uses(upload(numbered("SKU,QOH,End Date", "{i},4,2026-11-{i:02d}", 29)))
    assert same["End Date"].canonical == "as_of"
    assert many["End Date"].canonical is None


def test_dates_with_points_are_no_amounts(upload: Make) -> None:
    headers = "Artikelnr,Bestand,Letzter Einkaufspreis"
    prices = uses(upload(numbered(headers, "A{i},4,12.{i:02d}")))
    dates = uses(upload(numbered(headers, "A{i},4,{i % 28 + 1:02d}.11.2025")))
    assert prices["Letzter Einkaufspreis"].canonical == "unit_cost"
    assert dates["Letzter Einkaufspreis"].canonical == "last_receipt_date"


def test_a_choice_goes_before_everything(upload: Make) -> None:
    found = uses(upload("SKU,QOH,Available\nA,2,3\n"), on_hand="available")
    assert found["Available"].canonical == "on_hand"
    assert found["QOH"].canonical is None


def test_likeness_only_suggests(upload: Make) -> None:
    found = uses(upload("SKU,QOH,Finline\nA,2,3\n"))["Finline"]
    assert (found.canonical, found.suggestion) == (None, "fineline")


def test_a_choice_must_name_what_exists(upload: Make) -> None:
    with pytest.raises(UnknownColumnError, match="there are: store_id, sku"):
        recognise(upload("SKU,QOH\nA,2\n"), columns={"item": "SKU"})
    with pytest.raises(UnknownColumnError, match="it has: SKU, QOH"):
        recognise(upload("SKU,QOH\nA,2\n"), columns={"sku": "Item"})


def test_families_of_unknown_systems_need_two_stores(upload: Make) -> None:
    wide = recognise(upload("SKU,North - On Hand,South - On Hand\nA,2,3\n"))
    assert [use.store for use in wide.columns] == [None, "North", "South"]
