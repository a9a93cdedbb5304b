from typing import Any

import numpy as np
import polars as pl
import pytest

from accuracy.rivals import ecod, flags, isolation_forest, tails
from accuracy.rows import RULES, judged, recalled, rows

DAY = "11/23/26"


def report(*changes: dict[str, Any]) -> pl.DataFrame:
    """Ten sound rows: 5 on hand, 40 sold a year, $6 for $10, sold and received today."""
    sound = {
        "Store": "1", "Dept": "A", "Prime Vend": "V", "Qty On Hand": 5, "Qty On Order": 0,
        "Sold 30 Days": 3, "Sold 90 Days": 10, "Sold 12 Months": 40, "Repl Cost": 6.0,
        "Avg Cost": 6.0, "Price 1": 10.0, "Last Sale": DAY, "Last Receipt": DAY,
    }  # fmt: skip
    listed = [*changes, *({} for _ in range(10 - len(changes)))]
    return pl.DataFrame([{**sound, "SKU": str(place), **row} for place, row in enumerate(listed)])


def flagged(*changes: dict[str, Any]) -> dict[str, set[str]]:
    """SKUs by the rule that flags them."""
    found: dict[str, set[str]] = {}
    for row in flags(report(*changes)).iter_rows(named=True):
        found.setdefault(row["rule"], set()).add(row["sku"])
    return found


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({}, set()),
        ({"Qty On Hand": -1}, {"negative stock"}),
        ({"Last Sale": "10/23/26", "Last Receipt": "08/24/26"},
         {"no sale in 30 days, received over 90 days ago"}),
        ({"Last Sale": "10/24/26", "Last Receipt": "08/24/26"}, set()),
        ({"Price 1": 7.49}, {"margin under 20 %"}),
        ({"Qty On Hand": 41}, {"over 12 months of supply"}),
        ({"Price 1": 5.99}, {"margin under 20 %", "cost above price"}),
        ({"Repl Cost": 0.0}, {"cost zero"}),
        ({"Qty On Hand": 200, "Sold 12 Months": 9, "Price 1": 6.50},
         {"over $1,000, margin under 10 %, fewer than 10 sold", "margin under 20 %",
          "over 12 months of supply"}),
    ],
)  # fmt: skip
def test_a_fixed_rule_flags_what_it_says(change: dict[str, Any], rules: set[str]) -> None:
    assert flagged(change) == {rule: {"0"} for rule in rules}


def test_tails_count_what_is_no_larger() -> None:
    points = np.array([[3.0], [1.0], [1.0], [7.0]])
    assert tails(points)[:, 0].tolist() == [0.75, 0.5, 0.5, 1.0]


def test_ecod_takes_the_largest_of_left_right_and_skewed_tails() -> None:
    points = np.array([[0.0], [0.0], [0.0], [9.0]])
    # Skewed to the right, so the right tail counts: 1 of 4 lies as far out as the 9, all as the 0.
    # Left tails: 3 of 4 for the 0, 4 of 4 for the 9.
    assert ecod(points) == pytest.approx([np.log(4 / 3)] * 3 + [np.log(4)])


def test_detectors_find_the_row_that_is_unlike_the_others() -> None:
    points = np.tile(np.arange(10.0), (3, 1)).T
    points[4] = [90.0, -70.0, 80.0]
    assert isolation_forest(points).argmax() == 4
    assert ecod(points).argmax() == 4


def test_flagged_rows_are_right_where_any_leak_is_true() -> None:
    known = pl.DataFrame(
        {
            "store_id": ["1"] * 4, "sku": ["a", "b", "c", "d"],
            "true": [True, True, False, False], "wanted": [True, False, False, False],
            "back": [9.0, 0.0, 0.0, 0.0],
        }
    )  # fmt: skip
    order = pl.DataFrame({"store_id": ["1"] * 3, "sku": ["c", "b", "a"], "place": [1, 2, 3]})
    sums = judged(known, order, 2)
    assert (sums["flagged"], sums["right"], sums["caught"], sums["wanted"]) == (2, 1, 0, 1)
    assert (sums["top_20"], sums["best_20"]) == (9.0, 9.0)


FOUND = pl.DataFrame(
    {
        "store_id": ["1", "1"], "sku": ["0", "1"], "leak": ["negative_inventory", "stockout"],
        "money": ["record", "cash"], "probability": [0.99, 0.9], "recoverable": [0.0, 10.0],
        "dollars": [6.0, 10.0], "kept": [True, True],
    }
)  # fmt: skip
TRUE = pl.DataFrame(
    {
        "store_id": ["1", "1"], "sku": ["0", "5"], "leak": ["negative_inventory", "price_gap"],
        "visible": [True, True], "primary": [True, True],
    }
)  # fmt: skip


def test_detectors_may_flag_as_many_rows_as_the_program_keeps() -> None:
    back = TRUE.with_columns(money=pl.lit("margin"), back=pl.lit(4.0))
    told = rows(report({"Qty On Hand": -1}), FOUND, TRUE, back)
    assert {name: sums["flagged"] for name, sums in told.items()} == {
        "Profit Sentinel": 2, "isolation forest": 2, "ECOD": 2, "largest stock value": 2, RULES: 1,
    }  # fmt: skip
    assert told["Profit Sentinel"]["right"] == told[RULES]["right"] == 1
    assert told["Profit Sentinel"]["wanted"] == 2


def test_rules_meet_only_leaks_that_they_may_be_after() -> None:
    assert recalled(report({"Qty On Hand": -1}), TRUE) == {"wanted": 2, "caught": 1}
