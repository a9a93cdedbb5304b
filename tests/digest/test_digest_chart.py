from typing import Any

from profit_sentinel.digest.chart import MOST_BARS, chart


def sku(name: str, dollars: float, **numbers: Any) -> dict[str, Any]:
    return {"sku": name, "description": None, "dollars": dollars, "numbers": numbers}


def many(**numbers: Any) -> list[dict[str, Any]]:
    return [sku(str(n), 9.0, **numbers) for n in range(MOST_BARS + 1)]


def test_few_skus_show_the_usual_figure_beside_the_one_that_is() -> None:
    spec = chart("price_discrepancy", [sku("1", 9.0, cost=12.0, price=5.0)])
    (value,) = spec["data"]["values"]
    assert (value["cost"], value["price"], value["name"]) == (12.0, 5.0, "1")
    way, usual, here = (layer["encoding"]["x"]["field"] for layer in spec["layer"])
    assert (way, usual, here) == ("cost", "cost", "price")


def test_many_skus_are_points_about_the_line_where_both_figures_are_alike() -> None:
    line, points = chart("price_discrepancy", many(cost=12.0, price=5.0))["layer"]
    assert line["data"]["values"] == [{"at": 0.0}, {"at": 12.0}]
    assert len(points["data"]["values"]) == MOST_BARS + 1


def test_margins_are_read_as_percentages_and_prices_are_not() -> None:
    eroded, gap = (
        chart("margin_erosion", [sku("1", 9.0, margin=0.25, reference_margin=0.4)]),
        chart("price_gap", [sku("1", 9.0, price=5.0, peer_price=6.0)]),
    )
    axes = [
        [layer["encoding"]["x"]["axis"] for layer in spec["layer"][1:]] for spec in (eroded, gap)
    ]
    assert axes == [[{"format": ".0%"}] * 2, [{}] * 2]


def test_a_silence_stands_against_the_days_between_sales() -> None:
    spec = chart("phantom_inventory", [sku("1", 9.0, days_silent=90.0, missed_units=20.0)])
    assert spec["data"]["values"][0]["usual_days"] == 90 / 20


def test_leftovers_stand_against_what_still_sells() -> None:
    spec = chart("seasonal_leftover", [sku("1", 9.0, on_hand=26.0, season_excess_units=22.0)])
    assert spec["data"]["values"][0]["sells"] == 26 - 22


def test_dead_stock_shows_its_silence() -> None:
    spec = chart("dead_stock", [sku("1", 9.0, days_silent=400.0)])
    assert spec["encoding"]["x"]["field"] == "days_silent"


def test_other_leaks_show_the_dollars_of_their_largest_skus() -> None:
    skus = [sku(str(n), 100.0 - n) for n in range(MOST_BARS + 5)]
    spec = chart("zero_cost", skus)
    assert [row["dollars"] for row in spec["data"]["values"]] == [
        100.0 - n for n in range(MOST_BARS)
    ]


def test_an_unknown_figure_is_drawn_as_nothing() -> None:
    line, _ = chart("overstock", many(stock_level=None, on_hand=4.0))["layer"]
    assert line["data"]["values"][1] == {"at": 4.0}


def test_an_issue_whose_figures_are_missing_shows_its_dollars() -> None:
    assert "layer" not in chart("price_gap", [sku("1", 1.0)])
