import polars as pl
import pytest

from accuracy.compare import EARLY, OTHER_NAME, RIGHT, STORIES, WRONG, compare, net, verdicts

TRUE = pl.DataFrame(
    [
        ("seen", "dead_stock", True, True, 10.0, "capital"),
        ("hidden", "overstock", False, True, 20.0, "capital"),
        ("empty", "phantom_inventory", True, True, 30.0, "margin"),
        ("told better", "overstock", True, False, 40.0, "capital"),
        ("missed", "zero_cost", True, True, 50.0, "record"),
    ],
    ["sku", "leak", "visible", "primary", "dollars", "money"],
    orient="row",
).with_columns(store_id=pl.lit("1"))
BEGUN = pl.DataFrame({"store_id": ["1"], "sku": ["begun"], "leak": ["stockout"]})


def finding(sku: str, leak: str, store: str = "1") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "store_id": [store], "sku": [sku], "leak": [leak], "money": ["capital"],
            "probability": [0.8], "dollars": [11.0], "recoverable": [5.0],
            "kept": [True], "worth_a_count": [False], "stated": [False],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sku", "leak", "verdict"),
    [
        ("seen", "dead_stock", RIGHT),
        ("seen", "seasonal_leftover", OTHER_NAME),
        ("seen", "phantom_inventory", WRONG),
        ("hidden", "overstock", EARLY),
        ("hidden", "dead_stock", EARLY),
        ("empty", "stockout", OTHER_NAME),
        ("empty", "dead_stock", WRONG),
        ("told better", "overstock", RIGHT),
        ("begun", "stockout", EARLY),
        ("begun", "phantom_inventory", WRONG),
        ("nothing", "sku_twin", WRONG),
    ],
)
def test_the_verdict_follows_the_rule(sku: str, leak: str, verdict: str) -> None:
    assert verdicts(finding(sku, leak), TRUE, BEGUN)["verdict"].to_list() == [verdict]


def test_the_same_sku_in_another_store_is_another_row() -> None:
    assert verdicts(finding("seen", "dead_stock", "2"), TRUE, BEGUN)["verdict"].item() == WRONG


def test_a_story_is_symmetric_and_a_leak_has_one_at_most() -> None:
    leaks = [leak for story in STORIES.values() for leak in story]
    assert len(leaks) == len(set(leaks))


def test_what_is_wanted_stands_beside_what_was_found() -> None:
    both = compare(finding("seen", "dead_stock"), TRUE, BEGUN).sort("sku")
    # Not found: "hidden" is not visible and "told better" not primary; nobody has to find them.
    assert both.select("sku", "wanted", "kept", "verdict").rows() == [
        ("empty", True, False, None),
        ("missed", True, False, None),
        ("seen", True, True, RIGHT),
    ]


def test_dollars_of_a_part_are_taken_off_the_true_whole() -> None:
    true = pl.DataFrame(
        {
            "store_id": ["1", "1", "1"], "sku": ["a", "a", "b"],
            "leak": ["overstock", "surplus_order", "overstock"], "dollars": [10.0, 4.0, 7.0],
        }
    )  # fmt: skip
    assert net(true)["dollars"].to_list() == [6.0, 4.0, 7.0]
