from counter import ROWS, morning

from profit_sentinel import Finding
from profit_sentinel.digest.findings import TABLE

COLUMNS = (
    "store_id", "sku", "description", "department", "vendor", "leak", "money", "dollars",
    "recoverable", "probability", "evidence", "kept", "reason",
)  # fmt: skip


def test_the_table_begins_with_the_promised_columns() -> None:
    assert morning().findings.table.columns[: len(TABLE)] == [*COLUMNS, "cut_reason"]


def test_the_table_ends_with_the_numbers_quoted() -> None:
    numbers = morning().findings.table.columns[len(TABLE) :]
    assert {"on_hand", "stock_cost", "days_silent"} <= set(numbers)
    assert "stated" not in numbers


def test_there_is_a_row_for_every_finding() -> None:
    findings = morning().findings
    assert findings.table.height == len(findings) == len(list(findings))


def test_rows_and_objects_say_the_same() -> None:
    findings = morning().findings
    rows = findings.table.select("store_id", "leak", "sku", "reason").rows()
    assert rows == [(*finding.identity, finding.reason) for finding in findings]


def test_an_id_keeps_its_zeros() -> None:
    assert {finding.sku for finding in morning().findings} <= {row[1] for row in ROWS}


def test_a_finding_quotes_the_numbers_of_its_own_row() -> None:
    dead = next(each for each in morning().findings if each.leak == "dead_stock")
    assert dead.numbers["on_hand"] == 7.0
    assert dead.numbers["stock_cost"] == 9.00


def test_a_part_of_the_findings_is_findings_again() -> None:
    part = morning().findings[1:3]
    assert [each.identity for each in part] == [
        each.identity for each in list(morning().findings)[1:3]
    ]


def test_the_last_finding_can_be_taken() -> None:
    last = morning().findings[-1]
    assert isinstance(last, Finding)
    assert last == list(morning().findings)[-1]
