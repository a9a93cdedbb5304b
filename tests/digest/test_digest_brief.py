from typing import Any

from profit_sentinel.digest.brief import NOTHING, brief


def digest(once: float, per_year: float, **summary: Any) -> dict[str, Any]:
    issue = {
        "id": "stockout-1", "title": "Out of stock: PAINT", "dollar_impact": 40.0,
        "money": "margin", "probability": 1.0, "trend_direction": "new", "context": "1 SKU.",
    }  # fmt: skip
    usual = {"recoverable": {"once": once, "per_year": per_year}, "issue_count": 1,
             "leaks_switched_off": [], "data_quality": []}  # fmt: skip
    counts: dict[str, Any] = {"worth_a_count": None, "count_sheets": []}
    return {"as_of": "2026-05-31", "issues": [issue], "summary": usual | summary, **counts}


def test_dollars_come_first() -> None:
    first = brief(digest(100.0, 40.0)).splitlines()[0]
    assert first.startswith("$140 recoverable within 12 months: $100 once and $40 a year")
    assert first.endswith("Stock of 2026-05-31.")


def test_nothing_to_recover_is_no_sum_of_nothing() -> None:
    assert brief(digest(0.0, 0.0)).startswith("No money to recover, but 1 issue to know about.")


def test_nothing_is_certain() -> None:
    assert "99% sure" in brief(digest(1.0, 0.0))


def test_what_could_not_be_checked_is_said_once_a_reason() -> None:
    off = [
        {"leak": "a", "reason": "needs cost"},
        {"leak": "b", "reason": "needs sales"},
        {"leak": "c", "reason": "needs cost"},
    ]
    lines = brief(digest(1.0, 0.0, leaks_switched_off=off)).splitlines()
    assert lines[-2:] == ["not checked: a, c (needs cost)", "not checked: b (needs sales)"]


def test_what_is_worth_a_count_is_told_apart() -> None:
    sheet = {"department": "PAINT", "store_id": "1", "sku_count": 4, "expected_dollars": 90.0,
             "recovery": "per_year"}  # fmt: skip
    asked = {"said": "Look at these shelves: 9 SKUs.", "sheet_count": 3}
    kept = digest(100.0, 40.0) | {"worth_a_count": asked, "count_sheets": [sheet]}
    first, *_, questions, said, line, more = brief(kept).splitlines()
    assert first == brief(digest(100.0, 40.0)).splitlines()[0]
    assert questions.startswith("Worth a count. These are questions, not findings")
    assert said == "Look at these shelves: 9 SKUs."
    assert line == "- PAINT, store 1: 4 SKUs, $90 a year expected"
    assert more == "- and 2 more"


def test_without_a_stock_list_it_says_what_to_do() -> None:
    assert brief({"as_of": None}) == f"{NOTHING}\n"
