from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import Intake
from profit_sentinel.ingest.wide import generic_families

Take = Callable[..., Intake]


@pytest.mark.parametrize(
    "headers",
    [
        ["In stock [North]", "In stock [South]"],
        ["North - On Hand", "South - On Hand"],
        ["QOH: North", "QOH: South"],
        ["Qty (North)", "On Hand (North)", "On Hand (South)"],
    ],
)
def test_families_of_unknown_systems_name_their_stores(headers: list[str]) -> None:
    assert {store for _, _, store in generic_families(headers)} == {"North", "South"}


@pytest.mark.parametrize(
    "headers",
    [
        ["On Hand - Cost", "On Hand - Retail"],
        ["North - On Hand"],
        ["Total - On Hand", "A - On Hand"],
    ],
)
def test_other_columns_are_no_stores(headers: list[str]) -> None:
    assert list(generic_families(headers)) == []


def test_a_store_without_the_item_has_no_row(take: Take) -> None:
    intake = take("SKU,Price,North - On Hand,South - On Hand\nA,5,2,3\nB,5,,4\nC,5,,\n")
    rows = intake.frame.select("store_id", "sku", "on_hand", "retail_price").rows()
    assert rows == [("North", "A", 2.0, 5.0), ("South", "A", 3.0, 5.0), ("South", "B", 4.0, 5.0)]
    assert intake.problems.select("row", "reason").rows() == [
        (4, "row left out: in stock in no store")
    ]
    assert (intake.sources[0].rows_read, intake.sources[0].rows_used) == (3, 2)


def test_stores_go_before_the_total_of_all(take: Take) -> None:
    intake = take("SKU,On Hand,North - On Hand,South - On Hand\nA,5,2,3\n")
    assert intake.frame.select("store_id", "on_hand").rows() == [("North", 2.0), ("South", 3.0)]


def test_order_points_per_store_do_not_multiply_the_stock(take: Take) -> None:
    intake = take("SKU,On Hand,North - Min,South - Min\nA,5,2,3\n")
    assert intake.frame.select("store_id", "on_hand").rows() == [("main", 5.0)]


def test_what_holds_no_quantities_is_no_store(take: Take) -> None:
    text = "Handle,Title,SKU,HS Code,COO,Main Street,Remark\nh,Hammer,A,,,4,fine\n"
    assert take(text).frame["store_id"].to_list() == ["Main Street"]
