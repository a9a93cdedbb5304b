import polars as pl

from accuracy.sheets import a_store, asked, by_kind, dollars, hit_rate

NAMES = ["kind", "store_id", "leak", "probability", "recoverable", "verdict", "true_dollars",
         "wanted", "worth_a_count"]  # fmt: skip
ROWS = pl.DataFrame(
    [
        ("town", "1", "phantom_inventory", 0.2, 100.0, "right", 80.0, True, True),
        ("town", "1", "phantom_inventory", 0.3, 50.0, "wrong", None, False, True),
        ("farm", "1", "phantom_inventory", 0.1, 200.0, "wrong", None, False, True),
        ("farm", "1", "phantom_inventory", 0.4, 100.0, "too early", 90.0, False, True),
        ("farm", "2", "phantom_inventory", 0.1, 10.0, "right", 120.0, True, False),
        ("farm", "2", "dead_stock", 0.9, 500.0, "right", 400.0, True, False),
    ],
    NAMES,
    orient="row",
).with_columns(seed=pl.lit(1, dtype=pl.Int64))


def test_hits_said_stand_beside_hits_so() -> None:
    said, so = hit_rate(ROWS, [1])
    assert said.value == (0.2 + 0.3 + 0.1 + 0.4) / 4
    assert so.value == 1 / 4


def test_dollars_are_those_of_the_looks_and_of_the_leaks_a_look_decides() -> None:
    expected, found, share = dollars(ROWS, [1])
    assert expected == 0.2 * 100 + 0.3 * 50 + 0.1 * 200 + 0.4 * 100
    assert found == 80
    # Of 80 and 120 to find; what is not wanted and dead stock are none of it.
    assert share.value == 80 / 200


def test_looks_are_counted_over_all_stores() -> None:
    assert asked(ROWS).height == 4
    assert a_store(ROWS) == 4 / 3
    assert {name: a_store(rows) for name, rows in by_kind(ROWS)} == {
        "farm": 1.0, "town": 2.0, "**all**": 4 / 3
    }  # fmt: skip
