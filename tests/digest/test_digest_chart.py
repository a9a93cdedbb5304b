from typing import Any

from profit_sentinel.digest.chart import MOST_BARS, chart


def sku(name: str, dollars: float, **numbers: Any) -> dict[str, Any]:
    return {"sku": name, "description": None, "dollars": dollars, "numbers": numbers}


def test_a_pair_of_figures_is_drawn_with_the_line_where_they_are_alike() -> None:
    spec = chart("price_discrepancy", [sku("1", 9.0, cost=12.0, price=5.0)])
    line, points = spec["layer"]
    assert line["data"]["values"] == [{"at": 0.0}, {"at": 12.0}]
    (value,) = points["data"]["values"]
    assert (value["cost"], value["price"], value["name"]) == (12.0, 5.0, "1")


def test_where_the_figures_would_not_be_alike_there_is_no_line() -> None:
    skus = [sku("1", 9.0, days_silent=90.0, missed_units=20.0)]
    assert len(chart("phantom_inventory", skus)["layer"]) == 1


def test_other_leaks_show_the_dollars_of_their_largest_skus() -> None:
    skus = [sku(str(n), 100.0 - n) for n in range(MOST_BARS + 5)]
    spec = chart("zero_cost", skus)
    assert [row["dollars"] for row in spec["data"]["values"]] == [
        100.0 - n for n in range(MOST_BARS)
    ]


def test_an_unknown_figure_is_drawn_as_nothing() -> None:
    line, _ = chart("overstock", [sku("1", 1.0, stock_level=None, on_hand=4.0)])["layer"]
    assert line["data"]["values"][1] == {"at": 4.0}


def test_an_issue_whose_figures_are_missing_shows_its_dollars() -> None:
    assert "layer" not in chart("price_gap", [sku("1", 1.0)])
