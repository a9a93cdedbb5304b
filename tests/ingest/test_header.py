from profit_sentinel.ingest.header import header_index, unique_names


def test_a_banner_stands_above_the_header() -> None:
    banner = [("Example Hardware", "", ""), ("Printed", "11/22/2026", ""), ("", "", "")]
    rows = [*banner, ("SKU", "Description", "Qty On Hand"), ("1", "Hammer", "4")]
    assert header_index(rows) == 3


def test_unknown_names_are_a_header_when_nothing_better_is() -> None:
    assert header_index([("Foo", "Bar"), ("1", "2")]) == 0


def test_rows_of_numbers_are_no_header() -> None:
    assert header_index([("1", "2"), ("3", "4")]) is None


def test_blank_and_repeated_names_become_different() -> None:
    assert unique_names(["Cost", "", "Cost", "Cost"]) == [
        "Cost",
        "Column 2",
        "Cost (2)",
        "Cost (3)",
    ]


def test_a_header_repeated_below_with_more_known_names_is_not_the_header() -> None:
    above, below = ("SKU", "Qty", "Main St"), ("SKU", "Qty", "Unit Cost")
    assert header_index([above, ("A", "1", "x"), below, ("B", "2", "x")]) == 0
