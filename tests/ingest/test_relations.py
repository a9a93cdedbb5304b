"""Columns that are computed from others, on tables of forty items whose words say nothing."""

from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import ColumnUse, Upload
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]


def stock(i: int) -> int:
    return (i * 7) % 13 - 1


def cost(i: int) -> float:
    return round(1.37 + i * 0.83, 2)


def price(i: int) -> float:
    return round(cost(i) * (1.3 + (i * 5 % 7) / 10), 2)


CELLS: dict[str, Callable[[int], object]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "ids": lambda i: f"Z{5000 + i * 3}",
    "stock": stock,
    "promised": lambda i: i % 3,
    "free": lambda i: stock(i) - i % 3,
    "cost": cost,
    "price": price,
    "gross": lambda i: round(price(i) * 1.19, 2),
    "sum": lambda i: round(stock(i) * cost(i), 2),
    "margin": lambda i: round(100 * (price(i) - cost(i)) / price(i), 1),
    "markup": lambda i: round((price(i) - cost(i)) / cost(i), 3),
    "tax": lambda i: round(cost(i) * 0.2, 2),
}


def table(columns: dict[str, str]) -> str:
    lines = [";".join(columns)]
    lines += [";".join(str(CELLS[kind](i)) for kind in columns.values()) for i in range(1, 41)]
    return "\n".join(lines) + "\n"


def used(make: Make, **columns: str) -> dict[str, ColumnUse]:
    return {use.header: use for use in recognise(make(table(columns))).columns}


@pytest.mark.parametrize("computed", ["margin", "markup"])
def test_a_margin_tells_cost_and_price(upload: Make, computed: str) -> None:
    uses = used(upload, SKU="id", QOH="stock", Zonk="price", Gleb="cost", Wum=computed)
    assert (uses["Zonk"].canonical, uses["Gleb"].canonical) == ("retail_price", "unit_cost")
    assert not uses["Zonk"].doubtful
    assert uses["Wum"].canonical is None


def test_a_margin_overrules_names_that_are_swapped(upload: Make) -> None:
    uses = used(upload, SKU="id", QOH="stock", Cost="price", Zonk="cost", Wum="margin")
    assert (uses["Cost"].canonical, uses["Zonk"].canonical) == ("retail_price", "unit_cost")


def test_what_is_available_tells_the_stock_and_the_promised(upload: Make) -> None:
    uses = used(upload, SKU="id", Available="free", Zonk="stock", Gleb="promised")
    assert [uses[name].canonical for name in ("Available", "Zonk", "Gleb")] == [
        None, "on_hand", "committed",
    ]  # fmt: skip


def test_units_that_times_the_cost_are_a_column_are_the_stock(upload: Make) -> None:
    uses = used(upload, SKU="id", Cost="cost", Zonk="stock", Gleb="promised", Wum="sum")
    assert uses["Zonk"].canonical == "on_hand"
    assert uses["Gleb"].canonical is None


def test_the_only_units_below_zero_are_the_stock_with_a_doubt(upload: Make) -> None:
    use = used(upload, SKU="id", Cost="cost", Zonk="stock", Gleb="promised")["Zonk"]
    assert (use.canonical, use.doubtful) == ("on_hand", True)


def test_the_first_of_two_unnamed_numbers_is_the_item(upload: Make) -> None:
    uses = used(upload, Zonk="id", Gleb="ids", QOH="stock")
    assert (uses["Zonk"].canonical, uses["Zonk"].doubtful) == ("sku", True)
    assert uses["Gleb"].canonical is None


def test_money_below_the_price_is_the_cost_with_a_doubt(upload: Make) -> None:
    use = used(upload, SKU="id", QOH="stock", Price="price", Zonk="cost")["Zonk"]
    assert (use.canonical, use.doubtful) == ("unit_cost", True)


@pytest.mark.parametrize("columns", [{"Price": "gross", "Zonk": "price"}, {"Zonk": "cost"}])
def test_a_tax_or_lone_money_is_no_cost(upload: Make, columns: dict[str, str]) -> None:
    assert used(upload, SKU="id", QOH="stock", **columns)["Zonk"].canonical is None


def test_of_three_unnamed_amounts_none_is_taken(upload: Make) -> None:
    uses = used(upload, SKU="id", QOH="stock", Zonk="cost", Gleb="price", Wum="tax")
    assert {uses[name].canonical for name in ("Zonk", "Gleb", "Wum")} == {None}
