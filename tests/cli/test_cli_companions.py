"""The command on a stock list and what goes with it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Call = Callable[..., Result]

SALES = """\
Sale Date,Receipt No,Item #,Qty Sold,Amount
2024-02-28,R-1,00101,2,40.00
2024-03-01,R-2,00101,-1,-20.00
2024-03-01,R-3,00199,1,5.00
Total,,,,25.00
"""
PRICES = "SKU,Cost,Vendor\n00101,11.00,ACME\n00105,60.00,ACME\n"


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """Three lines of a till, and their total."""
    path = tmp_path / "sales.csv"
    path.write_text(SALES, encoding="utf-8")
    return path


@pytest.fixture
def prices(tmp_path: Path) -> Path:
    """A list of two costs."""
    path = tmp_path / "prices.csv"
    path.write_text(PRICES, encoding="utf-8")
    return path


def said(result: Result) -> str:
    """What the command printed, its lines put together."""
    assert result.exit_code == 0
    return " ".join(result.stdout.split())


def test_what_goes_with_the_stock_is_told(call: Call, export: Path, sales: Path) -> None:
    text = said(call("analyze", export, sales))
    assert "sales.csv: sales, not stock; dated 2024-03-01 (newest date in date); 3 of 4" in text
    assert (
        "sales: 3 lines from 2024-02-28 to 2024-03-01, 2 of them of SKUs in the stock list; "
        "no leak uses them yet." in text
    )
    assert "sales.csv: 1 time in Item #: row left out: no SKU (row 5)" in text


def test_it_changes_no_dollar(call: Call, export: Path, sales: Path) -> None:
    alone, beside = (json.loads(call("analyze", *files, "--format", "json").stdout)
                     for files in ((export,), (export, sales)))  # fmt: skip
    assert beside["issues"]
    assert [issue["dollar_impact"] for issue in beside["issues"]] == [
        issue["dollar_impact"] for issue in alone["issues"]
    ]
    assert beside["companions"][0]["kind"] == "sales"
    assert beside["companions"][0]["sources"][0]["rows_read"] == 4


def test_a_price_list_fills_the_costs(call: Call, stock: str, prices: Path, tmp_path: Path) -> None:
    rows = [line.split(",") for line in stock.splitlines()]
    place = rows[0].index("Unit Cost")
    costless = tmp_path / "costless.csv"
    costless.write_text(
        "\n".join(",".join([*row[:place], *row[place + 1 :]]) for row in rows), encoding="utf-8"
    )
    text = said(call("analyze", costless, prices))
    assert "price list: 3 of 6 rows of the stock list matched; it gives a cost to 3 of them" in text


@pytest.mark.parametrize("order", [1, -1])
def test_alone_it_is_no_stock_list(call: Call, sales: Path, prices: Path, order: int) -> None:
    result = call("analyze", *[sales, prices][::order])
    assert result.exit_code == 3
    assert "not a stock list" in result.stderr
    assert "together with the stock list" in result.stderr
    assert not result.stdout


def test_its_columns_are_shown_as_those_of_its_kind(call: Call, sales: Path) -> None:
    result = call("columns", sales, "--format", "json")
    shown = json.loads(result.stdout)
    used = {use["header"]: use["canonical"] for use in shown["columns"]}
    assert shown["kind"] == "sales"
    assert used == {
        "Sale Date": "date", "Receipt No": "transaction", "Item #": "sku",
        "Qty Sold": "quantity", "Amount": "amount",
    }  # fmt: skip
