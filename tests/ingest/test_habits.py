"""What a column holds against its name, on tables of forty items."""

from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import Upload
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]

CELLS: dict[str, Callable[[int], object]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "serial": lambda i: 7000 + i,
    "stock": lambda i: (i * 7) % 13,
    "pack": lambda i: (6, 12, 24)[i % 3],
    "one": lambda _: 1,
    "price": lambda i: round((2.37 + i * 0.83) * (1.2 + i % 5 / 10), 2),
    "net": lambda i: round((2.37 + i * 0.83) * (1.2 + i % 5 / 10) / 1.2, 2),
    "rare": lambda i: round(1.99 + i, 2) if i % 5 == 0 else "",
    "flag": lambda i: "YN"[i % 2],
    "names": lambda i: f"Sedum {chr(65 + i % 26)}{i} red",
    "size": lambda i: ("12 oz", "4 in", "5 lb")[i % 3],
    "ean": lambda i: f"40063813{i:04d}",
}


def used(make: Make, **columns: str) -> list[str | None]:
    lines = [";".join(name.replace("_", " ") for name in columns)]
    lines += [";".join(str(CELLS[kind](i)) for kind in columns.values()) for i in range(1, 41)]
    recognition = recognise(make("\n".join(lines) + "\n"))
    return [use.canonical for use in recognition.columns]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"Sell_Pack": "one", "Buy_Pack": "pack"}, [None, "pack_qty"]),
        ({"Price": "price", "Sales_Price": "rare"}, ["retail_price", "promo_price"]),
        ({"Price_ex_tax": "net", "Price_inc_tax": "price"}, [None, "retail_price"]),
        (
            {"US_cost": "net", "Landed_CAD": "net", "Retail_CAD": "price"},
            [None, "unit_cost", "retail_price"],
        ),
        ({"Cost_US_vendor": "net", "Retail_CAD": "price"}, ["unit_cost", "retail_price"]),
        ({"Plant": "names"}, ["description"]),
        ({"Seasonal": "flag"}, [None]),
        ({"Category": "id"}, [None]),
        ({"Pack_Size": "size"}, [None]),
    ],
)
def test_values_tell_which_column_a_name_means(
    upload: Make, columns: dict[str, str], expected: list[str | None]
) -> None:
    assert used(upload, SKU="id", QOH="stock", **columns)[2:] == expected


def test_a_number_that_counts_records_gives_way_to_that_of_the_item(upload: Make) -> None:
    assert used(upload, Product_ID="serial", Article_No="id", QOH="stock") == [
        None, "sku", "on_hand",
    ]  # fmt: skip
    assert used(upload, ID_ARTICOLO="serial", CODICE_ARTICOLO="id", GIACENZA="stock") == [
        None, "sku", "on_hand",
    ]  # fmt: skip


def test_the_makers_number_stands_in_for_one_of_the_items(upload: Make) -> None:
    assert used(upload, Maker_Part="id", QOH="stock") == ["sku", "on_hand"]
    assert used(upload, SKU="serial", Maker_Part="id", QOH="stock")[1] == "maker_part"
    assert used(upload, Maker_Part="flag", QOH="stock")[0] != "sku"


def test_ids_that_look_like_months_and_days_are_no_dates(upload: Make) -> None:
    heads = ("DVX", "TTD", "MBJ", "KRL", "PSW", "HNC", "BLT", "GFR", "WXS", "CRD", "VTN", "LKP",
             "SBD", "NHJ", "RGM", "JTV", "XKC", "FPL", "DWN", "TBR", "MCS", "KVG")  # fmt: skip
    rows = "\n".join(f"{heads[i % 22]}-{100 + i};{i % 7}" for i in range(44))
    uses = recognise(upload(f"Code;QOH\n{rows}\n")).columns
    assert [use.canonical for use in uses] == ["sku", "on_hand"]
