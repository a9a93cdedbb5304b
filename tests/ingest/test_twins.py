"""Second choices of price and cost beside columns that nobody knows."""

from collections.abc import Callable

import pytest

from listed import uses_of
from profit_sentinel.domain.intake import ColumnUse, Upload

Make = Callable[..., Upload]


def cost(i: int) -> float:
    return round(1.37 + i * 0.83, 2)


def net(i: int) -> float:
    return round(cost(i) * (1.3 + (i * 5 % 7) / 10), 2)


CELLS: dict[str, Callable[[int], object]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "stock": lambda i: (i * 7) % 13 - 1,
    "cost": cost,
    "standard": lambda i: round(cost(i) * (0.95 + i % 3 / 20), 2),
    "net": net,
    "taxed": lambda i: round(net(i) * 1.2, 2),
    "taxed in two": lambda i: round(net(i) * (1.07 if i % 3 else 1.19), 2),
    "other": lambda i: round(net(i) * (1.05 + i % 4 / 20), 2),
}


def used(make: Make, **columns: str) -> dict[str, ColumnUse]:
    return uses_of(make, CELLS, columns)


def test_a_price_without_tax_gives_way_to_the_same_with_it(upload: Make) -> None:
    uses = used(upload, SKU="id", QOH="stock", Cost="cost", Retail_ex_VAT="net", Zonk="taxed")
    assert (uses["Zonk"].canonical, uses["Zonk"].doubtful) == ("retail_price", True)
    assert uses["Retail_ex_VAT"].canonical is None


def test_a_price_of_no_one_rate_is_no_price_with_tax(upload: Make) -> None:
    uses = used(upload, SKU="id", QOH="stock", Cost="cost", Retail_ex_VAT="net", Zonk="other")
    assert uses["Retail_ex_VAT"].canonical == "retail_price"
    assert uses["Zonk"].canonical is None


@pytest.mark.parametrize("price", ["taxed", "taxed in two"])
def test_a_net_price_that_the_price_is_with_a_tax_is_no_cost(price: str, upload: Make) -> None:
    columns = {"SKU": "id", "QOH": "stock", "Net Price": "net"}
    uses = used(upload, **columns, Retail=price)
    assert (uses["Net Price"].canonical, uses["Net Price"].suggestion) == (None, "unit_cost")
    assert uses["Retail"].canonical == "retail_price"
    assert used(upload, **columns, Retail="other")["Net Price"].canonical == "unit_cost"


def test_what_is_paid_is_a_cost_whatever_the_price(upload: Make) -> None:
    columns = {"SKU": "id", "QOH": "stock", "Net Cost": "net", "Retail": "taxed"}
    assert used(upload, **columns)["Net Cost"].canonical == "unit_cost"


def test_a_standard_cost_is_asked_about_beside_one_that_nobody_knows(upload: Make) -> None:
    columns = {"SKU": "id", "QOH": "stock", "Std Cost": "standard", "Retail": "net"}
    uses = used(upload, **columns, Zonk="cost")
    assert (uses["Std Cost"].canonical, uses["Std Cost"].suggestion) == (None, "unit_cost")
    assert uses["Std Cost"].doubtful
    assert used(upload, **columns)["Std Cost"].canonical == "unit_cost"
