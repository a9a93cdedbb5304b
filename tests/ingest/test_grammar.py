from collections.abc import Callable

import pytest

from profit_sentinel.ingest.grammar import composed
from profit_sentinel.ingest.profile import Profile, profile

VALUES: dict[str, Callable[[int], object]] = {
    "dates": lambda i: f"2026-0{1 + i % 8}-{1 + i % 28:02d}",
    "money": lambda i: f"{i * 3}.{37 + i}",
    "units": lambda i: (i * 7) % 11 - 1,
    "codes": lambda i: f"A{1000 + i * 7}",
    "groups": lambda i: ("Tools", "Paint", "Garden")[i % 3],
}


def look(kind: str) -> Profile:
    return profile([VALUES[kind](i) for i in range(1, 41)])


@pytest.mark.parametrize(
    ("english", "kind", "column"),
    [
        ("sold", "dates", "last_sale_date"),
        ("day sold zonk", "dates", "last_sale_date"),
        ("max of last sold", "dates", "last_sale_date"),
        ("last bag out", "dates", "last_sale_date"),
        ("bottles on shelf", "units", "on_hand"),
        ("goods receipt day", "dates", "last_receipt_date"),
        ("last audit day", "dates", "last_count_date"),
        ("landed primary cost", "money", "unit_cost"),
        ("weighted cost landed", "money", "average_cost"),
        ("former market cost", "money", "previous_cost"),
        ("register shelf price", "money", "retail_price"),
        ("maker catalog price", "money", "list_price"),
        ("live stock units here", "units", "on_hand"),
        ("in open purchase order", "units", "on_order"),
        ("pending customer orders", "units", "committed"),
        ("low stock trigger", "units", "reorder_point"),
        ("stocking min", "units", "reorder_point"),
        ("in house stock number", "codes", "sku"),
        ("top department text", "groups", "department"),
        ("usual vendor account", "groups", "vendor"),
    ],
)
def test_words_compose_a_column_over_values_of_its_kind(
    english: str, kind: str, column: str
) -> None:
    said = composed(english, look(kind))
    assert said is not None
    assert (said.column, said.weak) == (column, True)


@pytest.mark.parametrize(
    ("english", "kind"),
    [
        ("sold", "units"),
        ("first sold", "dates"),
        ("expected delivery", "dates"),
        ("cost", "dates"),
        ("extended market cost", "money"),
        ("competitor shelf price", "money"),
        ("stock value", "units"),
        ("last year stock", "units"),
        ("vendor stock number", "codes"),
        ("quux zebra cost", "money"),
    ],
)
def test_words_that_change_the_meaning_compose_nothing(english: str, kind: str) -> None:
    assert composed(english, look(kind)) is None


def test_few_values_tell_no_kind() -> None:
    assert composed("count day", profile(["2026-01-02", "2026-01-03"])) is None
