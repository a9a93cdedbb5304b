from collections.abc import Callable

import polars as pl
import pytest

from builders import LAMPS_BACK, calibrated
from profit_sentinel import Digest, Issue
from profit_sentinel.digest.issue_list import sums
from profit_sentinel.digest.issues import order
from profit_sentinel.domain.issue import issue_id
from profit_sentinel.domain.money import Money

Rows = list[tuple[str | None, ...]]
Analysed = Callable[[Rows], Digest]


def only(digest: Digest, leak: str, store: str = "1") -> Issue:
    found = [each for each in digest.issues if (each.leak, each.store_id) == (leak, store)]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def negative(morning: Digest) -> Issue:
    """A hammer and a saw below zero."""
    return only(morning, "negative_inventory")


@pytest.fixture
def dead(morning: Digest) -> Issue:
    """Seven old lamps."""
    return only(morning, "dead_stock")


def test_findings_of_one_department_are_one_issue(negative: Issue) -> None:
    assert (negative.group, negative.sku_count) == ("TOOLS", 2)
    assert negative.dollars == 4 * 10.00 + 2 * 12.50


def test_the_largest_finding_comes_first(negative: Issue) -> None:
    dollars = [finding.dollars for finding in negative.findings]
    assert dollars == [4 * 10.00, 2 * 12.50]


def test_wrong_books_bring_nothing_back(negative: Issue) -> None:
    assert negative.recoverable == 0


def test_dead_stock_brings_back_its_salvage(dead: Issue) -> None:
    assert dead.dollars == 7 * 9.00
    assert dead.recoverable == LAMPS_BACK
    assert dead.recovery == "once"


def test_checking_costs_five_minutes_of_twenty_dollars_an_hour(dead: Issue) -> None:
    assert dead.priority_score == round(31.50 * calibrated("dead_stock", 1) - 5 / 60 * 20, 2)


def test_the_probability_of_an_issue_is_weighed_by_dollars(dead: Issue) -> None:
    expected = sum(each.probability * each.dollars for each in dead.findings) / dead.dollars
    assert dead.probability == pytest.approx(expected, abs=0.00005)


def test_what_belongs_to_nobody_is_said_so(morning: Digest) -> None:
    assert only(morning, "negative_inventory", "2").group == "no department named"


def test_a_chain_names_the_store_in_the_title(negative: Issue) -> None:
    assert negative.title == "Negative inventory: TOOLS, store 1"


def test_a_single_store_needs_no_name(rows: Rows, of: Analysed) -> None:
    alone = of(rows[:4])
    assert {each.title for each in alone.issues} == {
        "Negative inventory: TOOLS",
        "Dead stock: LIGHT",
    }


def test_the_sentence_says_how_many_how_much_and_the_largest(negative: Issue) -> None:
    assert negative.context.startswith(
        "2 SKUs, $65 wrong on the books. HAMMER 16OZ is the largest: The books show -4 units"
    )


def test_one_finding_is_not_called_the_largest(dead: Issue) -> None:
    assert dead.context.startswith("1 SKU, $63 tied up on the shelf. OLD LAMP: 7")


def test_without_a_description_the_sku_is_the_name(rows: Rows, of: Analysed) -> None:
    bare = [(*row[:2], None, *row[3:]) for row in rows]
    found = only(of(bare), "dead_stock")
    assert "SKU 00103: 7 units" in found.context


def test_an_issue_carries_its_twenty_largest(rows: Rows, of: Analysed) -> None:
    rows = [
        ("1", f"{place:05}", f"ITEM {place}", "TOOLS", "ACME", f"-{place}", *rows[0][6:])
        for place in range(1, 31)
    ]
    found = of(rows).issues[0]
    assert (found.sku_count, len(found.findings)) == (30, 20)
    assert found.findings[0].dollars == 30 * 10.00
    assert found.findings[-1].dollars == 11 * 10.00


def test_the_id_is_that_of_store_leak_and_group(dead: Issue) -> None:
    assert dead.id == issue_id("1", "dead_stock", "LIGHT")


def in_order(*rows: tuple[str, Money, float, float]) -> list[str]:
    """Ids of issues in their order, each given as id, kind of money, score and dollars."""
    columns = ["id", "money", "priority_score", "dollars"]
    return pl.DataFrame(rows, schema=columns, orient="row").sort(order())["id"].to_list()


def test_things_to_do_come_first_by_what_they_are_worth() -> None:
    record, capital = ("a", Money.RECORD, 999.0, 1.0), ("b", Money.CAPITAL, 99.0, 1.0)
    one, other = ("c", Money.CASH, 5.0, 1.0), ("d", Money.MARGIN, 7.0, 1.0)
    assert in_order(record, capital, one, other) == ["d", "c", "b", "a"]


@pytest.mark.parametrize("money", [Money.CAPITAL, Money.RECORD])
def test_the_other_sections_go_by_dollars(money: Money) -> None:
    assert in_order(("a", money, 9.0, 5.0), ("b", money, 1.0, 6.0)) == ["b", "a"]


def test_a_tie_goes_by_id() -> None:
    tied = (Money.CASH, 5.0, 1.0)
    assert in_order(("b", *tied), ("a", *tied)) == ["a", "b"]


def test_a_part_of_a_list_holds_the_same_issues(of: Analysed, rows: Rows) -> None:
    whole = of(rows).issues
    each = [(issue.id, issue.context) for issue in whole]
    assert [(issue.id, issue.context) for issue in whole[1:]] == each[1:]
    assert (whole[-1].id, whole[-1].context) == each[-1]
    assert sums(whole, "dollars", "money") == sums(tuple(whole), "dollars", "money")
