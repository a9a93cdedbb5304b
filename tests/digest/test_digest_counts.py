from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from profit_sentinel import Digest, analyze
from profit_sentinel.digest.counts import PRINTED, along_the_shelf, count_sheets, sheet_table
from profit_sentinel.digest.render import render
from profit_sentinel.digest.serialise import digest_json
from profit_sentinel.digest.style import Text
from profit_sentinel.digest.wording import look_at, so_many_of
from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.settings import load

if TYPE_CHECKING:
    from profit_sentinel.domain.count_sheet import CountSheet

DAY = date(2026, 6, 30)


def asked(  # noqa: PLR0913 - one argument for each figure a case differs in
    sku: str, bin_name: str | None = None, recoverable: float = 100.0, probability: float = 0.2,
    *, department: str | None = "PAINT", store: str = "1", worth: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """A finding as the engine gives it."""
    return {
        "store_id": store, "department": department, "leak": "phantom_inventory", "sku": sku,
        "description": f"item {sku}", "vendor": "ACME", "bin": bin_name, "on_hand": 3.0,
        "days_silent": 100.0, "missed_units": 7.0, "dollars": recoverable,
        "recoverable": recoverable, "probability": probability, "worth_a_count": worth,
    }  # fmt: skip


def sheets(*rows: dict[str, Any]) -> tuple[CountSheet, ...]:
    found = Memory()
    found.add(pl.DataFrame(rows, schema_overrides={"bin": pl.String, "department": pl.String}))
    return count_sheets(found, catalogue(), load())


def test_a_sheet_is_of_one_store_and_department() -> None:
    made = sheets(asked("a"), asked("b"), asked("c", department="TOOLS"), asked("d", store="2"),
                  asked("e", department=None), asked("f", worth=False))  # fmt: skip
    places = {(each.store_id, each.department): [one.sku for one in each.lines] for each in made}
    assert places == {
        ("1", "PAINT"): ["a", "b"],
        ("1", "TOOLS"): ["c"],
        ("2", "PAINT"): ["d"],
        ("1", "no department named"): ["e"],
    }


def test_a_sheet_is_walked_in_shelf_order() -> None:
    (made,) = sheets(asked("1"), asked("2", "A10"), asked("3", "A2"), asked("4", "B1"),
                     asked("5", "A2"), asked("6", "7"), asked("7", "A2-10"))  # fmt: skip
    assert [line.sku for line in made.lines] == ["3", "5", "7", "2", "4", "6", "1"]


def test_a_bin_is_read_by_its_numbers() -> None:
    bins = ["A2", "A10", "A10-3", "A10-12", "B", "7", "12"]
    mixed = [bins[place] for place in (3, 6, 0, 5, 2, 4, 1)]
    assert sorted(mixed, key=lambda each: along_the_shelf({"bin": each, "sku": ""})) == bins


def test_a_sheet_says_what_to_expect() -> None:
    (made,) = sheets(asked("a", recoverable=100.0, probability=0.2),
                     asked("b", recoverable=60.0, probability=0.3))  # fmt: skip
    assert made.hits == pytest.approx(0.2 + 0.3)
    assert made.expected == 0.2 * 100.0 + 0.3 * 60.0
    assert made.minutes == 2.0
    assert (made.question, made.so) == ("Is any of it on the shelf?", "empty")


def test_the_sheet_that_expects_most_comes_first() -> None:
    made = sheets(asked("a"), asked("b", department="TOOLS", recoverable=200.0),
                  asked("c", store="2", recoverable=150.0))  # fmt: skip
    assert [each.expected for each in made] == [40.0, 30.0, 20.0]


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.25, "about 1 in 4"),
        (0.14, "about 1 in 7"),
        (0.39, "about 1 in 3"),
        (0.4, "about 4 in 10"),
        (0.62, "about 6 in 10"),
        (0.0, "none"),
    ],
)
def test_a_share_is_said_as_people_say_it(share: float, said: str) -> None:
    assert so_many_of(share) == said


def test_what_a_sheet_asks_is_said_in_words() -> None:
    assert look_at(40, 10.0, "empty", "$3,200 a year") == (
        "Look at these shelves: 40 SKUs, about 1 in 4 is empty, $3,200 a year expected"
    )


def quiet(sku: str, sold: int, silent: int, bin_name: str = "A1") -> dict[str, Any]:
    return {
        "store_id": "1", "sku": sku, "description": f"item {sku}", "department": "PAINT",
        "vendor": "ACME", "on_hand": 8.0, "unit_cost": 6.0, "retail_price": 10.0,
        "sold_365d": float(sold), "last_sale_date": DAY - timedelta(days=silent),
        "last_receipt_date": DAY - timedelta(days=200), "bin": bin_name,
    }  # fmt: skip


@pytest.fixture(scope="module")
def digest() -> Digest:
    """Forty items that sell, and four that fell silent."""
    silent = [quiet(f"s{days}", 120, days, f"A{days}") for days in (24, 28, 32, 36)]
    usual = [quiet(f"u{number}", 20 + number * 5, 2) for number in range(40)]
    return analyze(pl.DataFrame(silent + usual), as_of=DAY)


def test_no_dollar_of_a_sheet_is_in_the_headline(digest: Digest) -> None:
    asked_for = [one for one in digest.findings if one.worth_a_count]
    assert asked_for
    assert not any(one.kept for one in asked_for)
    expected = sum(
        round(one.probability * one.recoverable, 2) for one in digest.findings if one.kept
    )
    assert digest.summary.headline == pytest.approx(expected, abs=0.02 * len(digest.findings))
    assert digest.summary.findings_kept == sum(one.kept for one in digest.findings)


def test_the_sheets_hold_the_findings_that_are_marked(digest: Digest) -> None:
    marked = {one.sku for one in digest.findings if one.worth_a_count}
    assert {line.sku for each in digest.count_sheets for line in each.lines} == marked
    table = digest.findings.table.filter("worth_a_count")
    assert set(table["sku"]) == marked
    assert set(table["bin"]) == {f"A{sku[1:]}" for sku in marked}


def test_the_digest_says_that_they_are_questions(digest: Digest) -> None:
    said = " ".join(render(digest, Text(), 5).split())
    (sheet,) = digest.count_sheets
    assert "WORTH A COUNT These are questions, not findings" in said
    assert f"Look at these shelves: {len(sheet.lines)} SKU" in said
    assert f"bin {sheet.lines[0].bin}: {sheet.lines[0].sku} item {sheet.lines[0].sku}" in said
    assert "Is any of it on the shelf?" in said


def test_without_a_sheet_nothing_is_said(morning: Digest) -> None:
    assert morning.count_sheets == ()
    assert "WORTH A COUNT" not in render(morning, Text(), 5)


def test_a_program_reads_the_same(digest: Digest) -> None:
    (sheet,) = digest.count_sheets
    whole = json.loads(json.dumps(digest_json(digest), allow_nan=False))
    (read,), both = whole["count_sheets"], whole["worth_a_count"]
    assert (both["sheet_count"], both["sku_count"]) == (1, len(sheet.lines))
    assert both["expected_dollars"] == {"once": 0, "per_year": sheet.expected}
    assert read["sku_count"] == len(read["skus"]) == len(sheet.lines)
    assert read["expected_dollars"] == sheet.expected
    assert read["expected_hits"] == round(sum(one.probability for one in sheet.lines), 2)
    assert [one["bin"] for one in read["skus"]] == [one.bin for one in sheet.lines]


def test_the_printed_sheet_is_walked_from_top_to_bottom() -> None:
    made = sheets(asked("a", "B2"), asked("b", "B1"), asked("c", "A1", department="TOOLS"),
                  asked("d", "C1", department="TOOLS", recoverable=900.0),
                  asked("e", "Z9", store="0"))  # fmt: skip
    printed = sheet_table(made)
    assert printed["sku"].to_list() == ["e", "b", "a", "c", "d"]
    assert printed["bin"].to_list() == ["Z9", "B1", "B2", "A1", "C1"]
    assert printed["found"].null_count() == 5
    assert printed["expected"].to_list() == [20.0, 20.0, 20.0, 20.0, 180.0]


def test_a_sheet_without_shelves_has_its_columns() -> None:
    assert sheet_table([]).columns == list(PRINTED)
