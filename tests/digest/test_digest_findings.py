from profit_sentinel import Digest, Finding
from profit_sentinel.digest.findings import TABLE

COLUMNS = (
    "store_id", "sku", "description", "department", "vendor", "leak", "money", "dollars",
    "recoverable", "probability", "evidence", "kept", "reason",
)  # fmt: skip


def test_the_table_begins_with_the_promised_columns(morning: Digest) -> None:
    promised = [*COLUMNS, "cut_reason", "worth_a_count"]
    assert morning.findings.table.columns[: len(TABLE)] == promised


def test_the_table_ends_with_the_numbers_quoted(morning: Digest) -> None:
    numbers = morning.findings.table.columns[len(TABLE) :]
    assert {"on_hand", "stock_cost", "days_silent"} <= set(numbers)
    assert "stated" not in numbers


def test_there_is_a_row_for_every_finding(morning: Digest) -> None:
    findings = morning.findings
    assert findings.table.height == len(findings) == len(list(findings))


def test_rows_and_objects_say_the_same(morning: Digest) -> None:
    findings = morning.findings
    rows = findings.table.select("store_id", "leak", "sku", "reason").rows()
    assert rows == [(*finding.identity, finding.reason) for finding in findings]


def test_an_id_keeps_its_zeros(morning: Digest, rows: list[tuple[str | None, ...]]) -> None:
    assert {finding.sku for finding in morning.findings} <= {row[1] for row in rows}


def test_a_finding_quotes_the_numbers_of_its_own_row(morning: Digest) -> None:
    dead = next(each for each in morning.findings if each.leak == "dead_stock")
    assert dead.numbers["on_hand"] == 7.0
    assert dead.numbers["stock_cost"] == 9.00


def test_a_part_of_the_findings_is_findings_again(morning: Digest) -> None:
    part = morning.findings[1:3]
    assert [each.identity for each in part] == [
        each.identity for each in list(morning.findings)[1:3]
    ]


def test_a_part_of_a_part_counts_from_its_own_beginning(morning: Digest) -> None:
    part = morning.findings[1:][1:3]
    assert list(part) == list(morning.findings)[2:4]
    assert part.table.height == len(part) == 2


def test_findings_can_be_taken_backwards(morning: Digest) -> None:
    assert list(morning.findings[::-1]) == list(morning.findings)[::-1]


def test_the_last_finding_can_be_taken(morning: Digest) -> None:
    last = morning.findings[-1]
    assert isinstance(last, Finding)
    assert last == list(morning.findings)[-1]
