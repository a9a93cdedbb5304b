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


def test_money_met_by_two_rules_counts_once() -> None:
    flags = pl.DataFrame(
        {
            "store_id": ["1"] * 2, "sku": ["b"] * 2, "department": ["B"] * 2,
            "rule": ["one", "two"], "dollars": [5.0, 9.0], "leak": ["price_gap"] * 2,
        }
    )  # fmt: skip
    assert ruled(flags, WANTED, MARGIN) == [70.0, 70.0, 70.0]
    assert ruled(flags, WANTED, ("capital",)) == [0.0, 0.0, 0.0]
