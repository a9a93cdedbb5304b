"""Columns with clear names whose values speak against them, on lists of forty items."""

from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import ColumnUse, Upload
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]


def use_of(make: Make, header: str, values: Callable[[float], float], beside: str) -> ColumnUse:
    """What a header becomes beside another one with amounts from 2.20 or units from 2."""
    whole = not beside.endswith(("Cost", "Retail"))
    lines = [f"SKU,QOH,{beside},{header}"]
    for i in range(1, 41):
        other = float(i * 7 % 23 + 2) if whole else round(1.37 + i * 0.83, 2)
        value = values(other)
        lines.append(f"A{1000 + i * 7},{i * 7 % 13 - 1},{other:g},{value:.{0 if whole else 2}f}")
    uses = {use.header: use for use in recognise(make("\n".join(lines) + "\n")).columns}
    return uses[header]


CASES = [
    ("Promo Price", "Retail", "promo_price", 0.8, 1.3),
    ("Average Cost", "Last Cost", "average_cost", 0.95, 12.07),
    ("List", "Retail", "list_price", 1.1, 12.07),
    ("Cost", "Retail", "unit_cost", 0.6, 0.013),
    ("Average Cost", "Retail", "average_cost", 0.6, 0.013),
    ("Max", "Reorder Point", "max_stock", 3, 0.5),
    ("Sold 30 days", "Sold 365 days", "sold_30d", 0.5, 2),
    ("Sold 90 days", "Sold 365 days", "sold_90d", 0.5, 2),
    ("Sold YTD", "Sold 365 days", "sold_ytd", 0.5, 2),
]


@pytest.mark.parametrize(("header", "beside", "canonical", "good", "_"), CASES)
def test_columns_that_agree_are_used(
    upload: Make, header: str, beside: str, canonical: str, good: float, _: float
) -> None:
    assert use_of(upload, header, lambda other: other * good, beside).canonical == canonical


@pytest.mark.parametrize(("header", "beside", "canonical", "_", "bad"), CASES)
def test_columns_that_do_not_are_asked_about(
    upload: Make, header: str, beside: str, canonical: str, _: float, bad: float
) -> None:
    use = use_of(upload, header, lambda other: other * bad, beside)
    assert (use.canonical, use.doubtful, use.suggestion) == (None, True, canonical)


def prices_beside(make: Make, costs: dict[str, float]) -> dict[str, ColumnUse]:
    """The uses beside costs that are this share of the price on two rows of three."""
    lines = [",".join(["SKU", "QOH", "Retail", *costs])]
    for i in range(1, 61):
        price = round(2.37 + i * 1.83, 2)
        shares = [share if i % 3 else 0.5 for share in costs.values()]
        cells = [f"A{1000 + i * 7}", str(i * 7 % 13 - 1), f"{price:.2f}"]
        lines.append(",".join(cells + [f"{price * share:.2f}" for share in shares]))
    return {use.header: use for use in recognise(make("\n".join(lines) + "\n")).columns}


def test_a_cost_above_the_price_in_most_rows_is_asked_about(upload: Make) -> None:
    uses = prices_beside(upload, {"Cost": 6.1})
    assert (uses["Cost"].canonical, uses["Cost"].suggestion) == (None, "unit_cost")
    assert (uses["Retail"].canonical, uses["Retail"].doubtful) == ("retail_price", False)


def test_a_price_below_two_costs_is_asked_about(upload: Make) -> None:
    uses = prices_beside(upload, {"Last Cost": 6.1, "Average Cost": 5.9})
    assert (uses["Retail"].canonical, uses["Retail"].suggestion) == (None, "retail_price")
    assert uses["Last Cost"].canonical == "unit_cost"
    assert uses["Average Cost"].canonical == "average_cost"


def test_a_cost_above_the_price_of_packs_of_several_is_asked_about(upload: Make) -> None:
    lines = ["SKU,QOH,Cost,Retail,Case Pack"]
    for i in range(1, 61):
        price, pack = round(2.37 + i * 1.83, 2), (1, 1, 1, 6, 12)[i % 5]
        cells = (f"A{1000 + i * 7}", i * 7 % 13 - 1, f"{0.6 * price * pack:.2f}", price, pack)
        lines.append(",".join(map(str, cells)))
    uses = {use.header: use for use in recognise(upload("\n".join(lines) + "\n")).columns}
    assert (uses["Cost"].canonical, uses["Cost"].suggestion) == (None, "unit_cost")
    assert uses["Case Pack"].canonical == "pack_qty"


def test_a_cost_above_the_price_in_some_rows_is_used(upload: Make) -> None:
    uses = prices_beside(upload, {"Last Cost": 0.6, "Average Cost": 0.58})
    assert uses["Last Cost"].canonical == "unit_cost"
    assert uses["Retail"].canonical == "retail_price"
