import polars as pl

from accuracy.order import best, programs, returns, ruled, wanted


def found(*rows: tuple[str, str, str, float, float, float, bool]) -> pl.DataFrame:
    """SKU, leak, department, dollars, recoverable, probability, kept; all margin."""
    names = ["sku", "leak", "department", "dollars", "recoverable", "probability", "kept"]
    return pl.DataFrame(rows, names, orient="row").with_columns(
        store_id=pl.lit("1"), vendor=pl.lit("V"), money=pl.lit("margin")
    )


LIST = found(
    ("a", "price_gap", "A", 100.0, 100.0, 0.5, True),
    ("b", "price_gap", "B", 80.0, 80.0, 0.9, True),
    ("c", "margin_erosion", "A", 50.0, 30.0, 0.9, True),
    ("d", "price_gap", "C", 500.0, 500.0, 0.2, False),
)
TRUE = pl.DataFrame(
    [
        ("b", "price_gap", True, True, 70.0),
        ("c", "margin_erosion", True, True, 50.0),
        ("x", "margin_erosion", True, True, 20.0),
        ("y", "price_gap", False, True, 900.0),
    ],
    ["sku", "leak", "visible", "primary", "dollars"],
    orient="row",
).with_columns(store_id=pl.lit("1"), money=pl.lit("margin"))
REPORT = pl.DataFrame(
    {"Store": ["1"] * 4, "SKU": ["a", "b", "c", "x"], "Dept": ["A", "B", "A", "D"],
     "Prime Vend": ["V"] * 4}
)  # fmt: skip
MARGIN = ("margin",)
WANTED = wanted(TRUE, REPORT, LIST)


def test_a_leak_brings_back_the_share_the_program_says() -> None:
    shares = dict(returns(LIST).iter_rows())
    assert shares == {"price_gap": 1.0, "margin_erosion": 0.6}
    back = dict(WANTED.select("sku", "back").iter_rows())
    assert back == {"b": 70.0, "c": 30.0, "x": 12.0}


def test_the_best_order_puts_the_largest_true_issue_first() -> None:
    # Three issues: price gaps in B, eroded margins in A and in D; all within the first ten.
    assert best(WANTED, MARGIN) == [112.0, 112.0, 112.0]
    assert best(WANTED, ("cash",)) == [0.0, 0.0, 0.0]


def many(count: int) -> pl.DataFrame:
    rows = [(str(n), "price_gap", f"D{n}", 100.0 + n, 100.0 + n, 0.9, True) for n in range(count)]
    return found(*rows)


def test_the_programs_order_is_by_what_it_expects_and_raw_order_by_dollars() -> None:
    back = WANTED.select("store_id", "leak", "money", "back", sku=pl.lit("0"))[:1]
    # Twelve issues; the one that is true expects least, so it is not among the first ten.
    assert programs(many(12), back, MARGIN) == [0.0, 70.0, 70.0]
    doubtful = many(12).with_columns(
        probability=pl.when(pl.col("sku") == "0").then(1.0).otherwise(0.1)
    )
    assert programs(doubtful, back, MARGIN) == [70.0, 70.0, 70.0]
    assert programs(doubtful, back, MARGIN, raw=True) == [0.0, 70.0, 70.0]


def test_what_is_cut_is_not_in_the_programs_order() -> None:
    back = WANTED.select("store_id", "leak", "money", "back", sku=pl.lit("d"))[:1]
    assert programs(LIST, back, MARGIN) == [0.0, 0.0, 0.0]
    assert programs(LIST, back, MARGIN, raw=True) == [70.0, 70.0, 70.0]


SHEETS = found(
    ("a", "price_gap", "A", 40.0, 40.0, 0.9, True),
    ("b", "phantom_inventory", "B", 300.0, 300.0, 0.2, False),
    ("c", "phantom_inventory", "B", 100.0, 100.0, 0.2, False),
    ("d", "phantom_inventory", "C", 60.0, 60.0, 0.2, False),
    ("e", "phantom_inventory", "B", 900.0, 900.0, 0.9, True),
    ("f", "phantom_inventory", "D", 500.0, 500.0, 0.2, False),
).with_columns(worth_a_count=pl.col("sku").is_in(["b", "c", "d"]))
BACK = pl.DataFrame(
    [("a", "price_gap", 1.0), ("b", "phantom_inventory", 10.0), ("c", "phantom_inventory", 100.0),
     ("d", "phantom_inventory", 1000.0), ("e", "phantom_inventory", 10000.0),
     ("f", "phantom_inventory", 100000.0)],
    ["sku", "leak", "back"], orient="row",
).with_columns(store_id=pl.lit("1"))  # fmt: skip


def test_a_sheet_stands_between_the_issues_as_one() -> None:
    # Expected less a look or a check: e about 808, the sheet of B 79.33, a 34.33, that of C 11.67.
    fillers = [(f"x{n}", "price_gap", f"X{n}", 60.0, 60.0, 0.9, True) for n in range(8)]
    many = pl.concat([SHEETS, found(*fillers).with_columns(worth_a_count=pl.lit(value=False))])
    # Eight of 52.33 stand after the sheet of B; so e, that sheet and they are the first ten.
    assert programs(many, BACK, MARGIN, sheets=True) == [10110.0, 11111.0, 11111.0]
    # Without sheets: e, the eight, a.
    assert programs(many, BACK, MARGIN) == [10001.0, 10001.0, 10001.0]


def test_a_sheet_and_the_issue_of_the_same_leak_are_apart() -> None:
    # Nine issues between what is sure of B, which expects 808, and its sheet, which expects 79.
    fillers = [(f"x{n}", "price_gap", f"X{n}", 200.0, 200.0, 0.9, True) for n in range(9)]
    many = pl.concat([SHEETS, found(*fillers).with_columns(worth_a_count=pl.lit(value=False))])
    assert programs(many, BACK, MARGIN, sheets=True) == [10000.0, 11111.0, 11111.0]


def test_money_met_by_two_rules_counts_once() -> None:
    flags = pl.DataFrame(
        {
            "store_id": ["1"] * 2, "sku": ["b"] * 2, "department": ["B"] * 2,
            "rule": ["one", "two"], "dollars": [5.0, 9.0], "leak": ["price_gap"] * 2,
        }
    )  # fmt: skip
    assert ruled(flags, WANTED, MARGIN) == [70.0, 70.0, 70.0]
    assert ruled(flags, WANTED, ("capital",)) == [0.0, 0.0, 0.0]
