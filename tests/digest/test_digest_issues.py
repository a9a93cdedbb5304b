from dataclasses import replace

import pytest
from counter import ROWS, frame, morning

from profit_sentinel import Issue, analyze
from profit_sentinel.digest.issues import LARGEST, rank
from profit_sentinel.domain.issue import issue_id
from profit_sentinel.domain.money import Money


def issue(leak: str, store: str = "1") -> Issue:
    return next(each for each in morning().issues if (each.leak, each.store_id) == (leak, store))


def test_findings_of_one_department_are_one_issue() -> None:
    found = issue("negative_inventory")
    assert (found.group, found.sku_count) == ("TOOLS", 2)
    assert found.dollars == 4 * 10.00 + 2 * 12.50


def test_the_largest_finding_comes_first() -> None:
    dollars = [finding.dollars for finding in issue("negative_inventory").findings]
    assert dollars == [4 * 10.00, 2 * 12.50]


def test_wrong_books_bring_nothing_back() -> None:
    assert issue("negative_inventory").recoverable == 0


def test_dead_stock_brings_back_its_salvage() -> None:
    found = issue("dead_stock")
    assert found.dollars == 7 * 9.00
    assert found.recoverable == 7 * 9.00 * 0.5
    assert found.recovery == "once"


def test_checking_costs_five_minutes_of_twenty_dollars_an_hour() -> None:
    assert issue("dead_stock").priority_score == round(31.50 - 5 / 60 * 20, 2)


def test_the_probability_of_an_issue_is_weighed_by_dollars() -> None:
    found = issue("dead_stock")
    expected = sum(each.probability * each.dollars for each in found.findings) / found.dollars
    assert found.probability == pytest.approx(expected, abs=0.00005)


def test_what_belongs_to_nobody_is_said_so() -> None:
    assert issue("negative_inventory", "2").group == "unassigned"


def test_a_chain_names_the_store_in_the_title() -> None:
    assert issue("negative_inventory").title == "Negative inventory: TOOLS, store 1"


def test_a_single_store_needs_no_name() -> None:
    alone = analyze(frame(*ROWS[:4]))
    assert {each.title for each in alone.issues} == {
        "Negative inventory: TOOLS",
        "Dead stock: LIGHT",
    }


def test_the_sentence_says_how_many_how_much_and_the_largest() -> None:
    assert issue("negative_inventory").context.startswith(
        "2 SKUs, $65 wrong on the books. HAMMER 16OZ is the largest: The books show -4 units"
    )


def test_one_finding_is_not_called_the_largest() -> None:
    assert issue("dead_stock").context.startswith("1 SKU, $63 tied up on the shelf. OLD LAMP: 7")


def test_without_a_description_the_sku_is_the_name() -> None:
    bare = [(*row[:2], None, *row[3:]) for row in ROWS]
    found = next(each for each in analyze(frame(*bare)).issues if each.leak == "dead_stock")
    assert "SKU 00103: 7 units" in found.context


def test_an_issue_carries_its_twenty_largest() -> None:
    rows = [
        ("1", f"{place:05}", f"ITEM {place}", "TOOLS", "ACME", f"-{place}", *ROWS[0][6:])
        for place in range(1, 31)
    ]
    found = analyze(frame(*rows)).issues[0]
    assert (found.sku_count, len(found.findings)) == (30, LARGEST)
    assert found.findings[0].dollars == 30 * 10.00
    assert found.findings[-1].dollars == 11 * 10.00


def test_the_id_is_that_of_store_leak_and_group() -> None:
    assert issue("dead_stock").id == issue_id("1", "dead_stock", "LIGHT")


def test_things_to_do_come_first_by_what_they_are_worth() -> None:
    one = replace(issue("dead_stock"), money=Money.CASH, priority_score=5.0)
    other = replace(one, money=Money.MARGIN, priority_score=7.0)
    capital = replace(one, money=Money.CAPITAL, priority_score=99.0)
    record = replace(one, money=Money.RECORD, priority_score=999.0)
    assert sorted([record, capital, one, other], key=rank) == [other, one, capital, record]


@pytest.mark.parametrize("money", [Money.CAPITAL, Money.RECORD])
def test_the_other_sections_go_by_dollars(money: Money) -> None:
    small = replace(issue("dead_stock"), money=money, dollars=5.0, priority_score=9.0)
    large = replace(small, dollars=6.0, priority_score=1.0)
    assert sorted([small, large], key=rank) == [large, small]


def test_a_tie_goes_by_id() -> None:
    one = replace(issue("dead_stock"), id="a")
    other = replace(one, id="b")
    assert sorted([other, one], key=rank) == [one, other]
