from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from profit_sentinel.domain.finding import Finding
from profit_sentinel.domain.issue import issue_id
from profit_sentinel.domain.money import Money

PARTS = st.tuples(st.text(), st.text(), st.text())

FINDING = Finding(
    store_id="1",
    sku="00101",
    description="HAMMER 16OZ",
    department="TOOLS",
    vendor="ACME",
    leak="dead_stock",
    money=Money.CAPITAL,
    dollars=70.0,
    recoverable=35.0,
    probability=0.9,
    evidence="snapshot",
    kept=True,
    reason="7 units at $10.00 each, nothing sold for 400 days.",
)


def test_an_issue_keeps_its_id() -> None:
    assert issue_id("1", "dead_stock", "TOOLS") == issue_id("1", "dead_stock", "TOOLS")


def test_an_issue_id_begins_with_its_leak() -> None:
    assert issue_id("1", "dead_stock", "TOOLS").startswith("dead_stock-")


def test_an_issue_id_fits_an_address() -> None:
    made = issue_id("Main St / 2", "dead_stock", "LAWN & GARDEN é?#")
    assert made.replace("_", "").replace("-", "").isalnum()
    assert made.isascii()


def test_names_that_run_together_stay_apart() -> None:
    assert issue_id("1", "stockout", "1TOOLS") != issue_id("11", "stockout", "TOOLS")
    assert issue_id("1:4", "stockout", "ACME") != issue_id("1", "stockout", ":4ACME")


def test_store_leak_and_group_each_make_another_issue() -> None:
    ids = {
        issue_id("1", "dead_stock", "TOOLS"),
        issue_id("2", "dead_stock", "TOOLS"),
        issue_id("1", "overstock", "TOOLS"),
        issue_id("1", "dead_stock", "PAINT"),
    }
    assert len(ids) == 4


@given(PARTS, PARTS)
def test_only_the_same_parts_share_an_id(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assert (issue_id(*one) == issue_id(*other)) == (one == other)


def test_a_finding_is_known_by_store_leak_and_sku() -> None:
    assert FINDING.identity == ("1", "dead_stock", "00101")


def test_other_dollars_are_still_the_same_finding() -> None:
    later = replace(FINDING, dollars=80.0, probability=0.7, kept=False)
    assert later.identity == FINDING.identity
