import json
from dataclasses import replace
from typing import Any

import pytest

from builders import LAMPS_BACK
from profit_sentinel import Digest
from profit_sentinel.digest.serialise import digest_json, digest_pieces, recognition_json

ISSUE = {
    "id", "issue_type", "title", "store_id", "group", "money", "dollar_impact", "recoverable",
    "probability", "evidence", "trend_direction", "priority_score", "first_seen",
    "detection_timestamp", "context", "root_cause", "root_cause_confidence", "cause_scores",
    "active_signals", "sku_count", "skus",
}  # fmt: skip
Json = dict[str, Any]
SUMMARY = {
    "rows_read", "rows_used", "stores", "skus", "leaks_evaluated", "leaks_switched_off", "dollars",
    "recoverable", "total_dollar_impact", "findings_kept", "findings_cut", "milliseconds",
}  # fmt: skip


def as_read(digest: Digest, top: int | None = None) -> Json:
    read: Json = json.loads(json.dumps(digest_json(digest, top), allow_nan=False))
    return read


@pytest.fixture
def written(morning: Digest) -> Json:
    """The digest as a program reads it."""
    return as_read(morning)


def test_the_digest_has_the_promised_fields(written: Json) -> None:
    promised = {"generated_at", "as_of", "store_filter", "pipeline_ms", "issues", "summary"}
    assert promised <= set(written)


@pytest.mark.parametrize("place", range(3))
def test_an_issue_has_the_promised_fields(place: int, written: Json) -> None:
    assert set(written["issues"][place]) >= ISSUE


@pytest.mark.parametrize("top", [None, 0, 1, 2, 99])
def test_pieces_make_up_the_same_text(top: int | None, morning: Digest) -> None:
    notes = ('of "issues": [] and more\u2028', "'\"issues\": []'")
    digest = replace(morning, notes=notes, store_filter=('"issues": []',))
    whole = json.dumps(digest_json(digest, top), indent=2, ensure_ascii=False)
    assert "".join(digest_pieces(digest, top)) == whole + "\n"


def test_the_summary_has_the_promised_fields(written: Json) -> None:
    assert set(written["summary"]) >= SUMMARY


def test_what_one_file_cannot_tell_is_left_open(written: Json) -> None:
    issue = written["issues"][0]
    assert issue["trend_direction"] == "unknown"
    assert issue["first_seen"] is None
    assert issue["cause_scores"] is None


def test_dollars_are_told_by_kind(written: Json) -> None:
    assert written["summary"]["dollars"] == {
        "cash": 0,
        "margin": 0,
        "capital": 7 * 9.00,
        "record": 4 * 10.00 + 2 * 12.50 + 1 * 60.00,
    }


def test_the_headline_is_once_plus_per_year(written: Json) -> None:
    summary = written["summary"]
    assert summary["recoverable"] == {"once": LAMPS_BACK, "per_year": 0}
    assert summary["total_dollar_impact"] == LAMPS_BACK


def test_the_top_shortens_the_issues_only(morning: Digest) -> None:
    short, whole = as_read(morning, 1), as_read(morning)
    assert short["issues"] == whole["issues"][:1]
    assert short["summary"] == whole["summary"]


def test_times_have_a_zone(written: Json) -> None:
    assert written["generated_at"].endswith("+00:00")
    assert written["issues"][0]["detection_timestamp"].endswith("+00:00")


def test_a_leak_switched_off_says_why(written: Json) -> None:
    off = {item["leak"]: item["reason"] for item in written["summary"]["leaks_switched_off"]}
    assert off["surplus_order"] == "needs on_order"


def test_a_sku_brings_its_own_numbers(written: Json) -> None:
    issue = next(each for each in written["issues"] if each["issue_type"] == "dead_stock")
    assert issue["skus"][0]["sku"] == "00103"
    assert issue["skus"][0]["numbers"]["on_hand"] == 7.0


def test_a_column_is_told_with_its_confidence_and_reason(morning: Digest) -> None:
    told = recognition_json(morning.sources[0].recognition)
    assert {"system", "kind", "encoding", "delimiter", "header_row", "columns"} <= set(told)
    for column in told["columns"]:
        assert {"header", "canonical", "store", "confidence", "reason"} <= set(column)
