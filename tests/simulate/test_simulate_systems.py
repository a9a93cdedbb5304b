import csv
from io import StringIO

import pytest

from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.simulate.export import inventory, reports
from profit_sentinel.simulate.fields import FIELDS
from profit_sentinel.simulate.systems import SHOWN, systems
from simulated import small_chain

STORES = ["1", "2", "3"]


def table(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode()), delimiter=delimiter))


def test_every_column_is_a_field_or_a_constant() -> None:
    for system in systems().values():
        for spec in (*system.columns.values(), *system.by_store.values()):
            field, _, way = spec.partition("|")
            assert spec.startswith("=") or (field in FIELDS and way in {"", *SHOWN})


@pytest.mark.parametrize(
    ("way", "value", "text"),
    [
        ("dollars", -1234.5, "-$1,234.50"),
        ("percent", 0.474, "47.4%"),
        ("four", 4, "4.0000"),
        ("nine", 5.5, "5.500000000"),
        ("padded", "ORGILL", "ORGILL              "),
    ],
)
def test_values_are_written_as_the_systems_write_them(
    way: str, value: float | str, text: str
) -> None:
    assert SHOWN[way](value) == text


def test_a_system_of_one_store_gets_a_file_for_each() -> None:
    files = reports(small_chain(), "paladin_report")
    assert list(files) == [f"inventory_store_{store}.csv" for store in STORES]
    lines = table(files["inventory_store_2.csv"])
    assert lines[0][0] == "Store 2"
    assert lines[1][0] == "Inventory listing 11/23/2026"
    header = lines[3]
    assert lines.count(header) == 1 + 579 // 55, "580 rows, the header again after each 55"
    assert lines[-1][0] == "Totals"
    place = header.index("Qty On Hand")
    units = [int(line[place]) for line in lines[4:-1] if line != header]
    assert len(units) == 580
    assert int(lines[-1][place]) == sum(units)
    assert lines[-1][header.index("Retail")] == ""


def test_a_chain_with_one_price_has_a_column_of_stock_for_each_store() -> None:
    (header, *lines) = table(reports(small_chain(), "lightspeed_r")["inventory.csv"])
    assert len(lines) == 600
    eagle = inventory(small_chain())
    stock = dict(eagle.select("Store", "SKU", "Qty On Hand").rows_by_key(["Store", "SKU"]))
    for store in STORES:
        place = header.index(f"{store} - QOH")
        for line in lines:
            carried = stock.get((store, line[0]))
            assert line[place] == ("" if carried is None else str(carried[0][0]))


def test_a_table_of_the_database_has_tabs_and_times() -> None:
    (header, *lines) = table(reports(small_chain(), "counterpoint")["inventory.csv"], "\t")
    sold = {line[header.index("LST_SOLD_DAT")] for line in lines}
    assert any(text.endswith(" 00:00:00") for text in sold)
    on_hand = [float(line[header.index("QTY_ON_HND")]) for line in lines]
    assert on_hand == inventory(small_chain())["Qty On Hand"].to_list()


def test_the_years_sales_are_units_and_what_was_paid_for_them() -> None:
    (header, *lines) = table(reports(small_chain(), "do_it_best")["inventory.csv"])
    units = [int(line[header.index("YTD_Sales_Units")]) for line in lines]
    dollars = [float(line[header.index("YTD_Sales_Dollars")]) for line in lines]
    year = small_chain().as_of.timetuple().tm_yday
    sold = sum(
        move.units.sum()
        for move in small_chain().ledger.sales
        if move.day > small_chain().day - year
    )
    assert sum(units) == sold
    assert all(amount == 0 for count, amount in zip(units, dollars, strict=True) if count == 0)
    prices = [float(line[header.index("Retail_Price")]) for line in lines]
    listed = sum(count * price for count, price in zip(units, prices, strict=True))
    assert 0.9 < sum(dollars) / listed < 1.05


def test_a_system_nobody_knows_is_refused() -> None:
    with pytest.raises(WrongUsageError, match="no system is called sap; use epicor_eagle"):
        reports(small_chain(), "sap")
