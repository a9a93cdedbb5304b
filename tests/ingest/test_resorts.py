"""Costs and prices without a telling header, on lists of forty items."""

from collections.abc import Callable

import pytest

from listed import uses_of
from profit_sentinel.domain.intake import ColumnUse, Upload

Make = Callable[..., Upload]


def cost(i: int) -> float:
    return round(1.37 + i * 0.83, 2)


def price(i: int) -> float:
    """A price as it stands on tags: the last digit is 9."""
    return int(cost(i) * 10 * (1.3 + (i * 5 % 7) / 10)) / 10 + 0.09


CELLS: dict[str, Callable[[int], object]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "stock": lambda i: (i * 7) % 13 - 1,
    "cost": cost,
    "near": lambda i: round(cost(i) * (0.9, 0.97, 1.02, 1.08, 1.15)[i % 5], 2),
    "taxed": lambda i: round(cost(i) * 1.1, 2),
    "price": price,
    "between": lambda i: round((cost(i) + price(i)) / 2, 2),
    "weight": lambda i: round(0.21 + i * 29 % 17 * 0.13, 2),
}


def used(make: Make, columns: dict[str, str]) -> dict[str, ColumnUse]:
    return uses_of(make, CELLS, {"SKU": "id", "QOH": "stock", **columns})


@pytest.mark.parametrize(
    ("columns", "canonical"),
    [
        pytest.param({"Unit Cost": "cost", "Zonk": "price"}, "retail_price", id="above a cost"),
        pytest.param({"Retail": "price", "Zonk": "cost"}, "unit_cost", id="below a price"),
        pytest.param(
            {"Unit Cost": "cost", "Gleb": "weight", "Zonk": "price"}, "retail_price",
            id="the only one above",
        ),
        pytest.param(
            {"Unit Cost": "cost", "Gleb": "between", "Zonk": "price"}, "retail_price",
            id="the one that ends as prices do",
        ),
        pytest.param(
            {"Avg Cost": "cost", "Retail": "price", "Zonk": "near"}, "unit_cost",
            id="near an average cost",
        ),
        pytest.param({"Zonk": "price", "Gleb": "cost"}, "retail_price", id="the higher of two"),
    ],
)  # fmt: skip
def test_money_is_told_by_what_it_is_to_other_money(
    upload: Make, columns: dict[str, str], canonical: str
) -> None:
    use = used(upload, columns)["Zonk"]
    assert (use.canonical, use.doubtful) == (canonical, True)


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"Unit Cost": "cost", "Zonk": "weight"}, id="neither above nor below"),
        pytest.param({"Unit Cost": "cost", "Zonk": "taxed"}, id="a cost with a tax"),
        pytest.param({"Unit Cost": "cost", "Zonk": "between", "Gleb": "between"}, id="two alike"),
        pytest.param({"Unit Cost": "cost", "Retail": "price", "Zonk": "near"}, id="all is known"),
        pytest.param({"Avg Cost": "cost", "Retail": "price", "Zonk": "taxed"}, id="a fixed rate"),
        pytest.param(
            {"Avg Cost": "cost", "Retail": "price", "Zonk": "near", "Gleb": "near"}, id="two near"
        ),
    ],
)
def test_other_money_is_left(upload: Make, columns: dict[str, str]) -> None:
    assert used(upload, columns)["Zonk"].canonical is None
