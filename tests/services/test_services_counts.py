"""Count sheets of what is kept: questions beside the digest, in none of its sums."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from homes import FIRST, OF_STORE_2, OWNER, SECOND, STRANGER, read, shown
from profit_sentinel import analyze
from profit_sentinel.api import schemas
from profit_sentinel.digest.serialise import counts_json
from profit_sentinel.domain.decision import Verdict
from profit_sentinel.domain.errors import ForbiddenError, NotFoundError
from profit_sentinel.services import counts, digests, issues, stores
from shelves import SILENT, silent_shelves

if TYPE_CHECKING:
    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home

LISTS_MUCH = "[list]\nfalse_alarms = 0.95\nminimum_probability = 0.01\n"
"""Settings by which what is worth a count stands in the list."""


def digest(home: Home, who: Person = OWNER, *names: str, top: int = 5) -> dict[str, Any]:
    return digests.digest(home, who, names, top).plain


def asked(home: Home, store: str = "1") -> list[str]:
    """SKUs a store is asked to look at."""
    return sorted(line.sku for sheet in counts.of_store(home, OWNER, store) for line in sheet.lines)


def silent(store: str) -> list[str]:
    return [f"S{store}{days}" for days in SILENT]


def test_they_are_those_of_the_analysis(home: Home) -> None:
    data = silent_shelves("1", "2", day=FIRST)
    read(home, data)
    frame = pl.read_csv(BytesIO(data), schema_overrides={"Store": pl.String}, try_parse_dates=True)
    expected = counts_json(analyze(frame, as_of=FIRST).count_sheets)
    made = digest(home)
    assert {name: made["digest"][name] for name in expected} == expected
    assert [each["store_id"] for each in made["digest"]["count_sheets"]] == ["1", "2"]
    assert schemas.Digest.model_validate(made).digest.worth_a_count is not None


def test_they_are_in_no_sum(home: Home) -> None:
    read(home, silent_shelves("1", day=FIRST))
    made, listed = digest(home), shown(home)
    assert asked(home) == silent("1")
    assert {each["issue_type"] for each in listed} == {"dead_stock"}
    assert made["issue_count"] == len(listed)
    assert made["total_dollar_impact"] == sum(each["recoverable"] for each in listed)
    text = made["rendered_text"]
    assert "Worth a count. These are questions, not findings" in text
    assert "Look at these shelves: 4 SKUs, about 1 in 4 is empty" in text


def test_a_digest_carries_the_first_and_the_sums_of_all(home: Home) -> None:
    read(home, silent_shelves("1", "2", day=FIRST))
    made = digest(home, top=1)
    (sheet,) = made["digest"]["count_sheets"]
    both = made["digest"]["worth_a_count"]
    assert (both["sheet_count"], both["sku_count"], both["minutes"]) == (2, 8, 8.0)
    assert both["expected_dollars"] == {"once": 0, "per_year": 2 * sheet["expected_dollars"]}
    assert sheet["expected_dollars"] == round(sum(e["expected_dollars"] for e in sheet["skus"]), 2)
    assert "- and 1 more" in made["rendered_text"]


def test_everybody_sees_those_of_her_stores(home: Home) -> None:
    read(home, silent_shelves("1", "2", day=FIRST))
    hers = digest(home, OF_STORE_2)["digest"]
    assert [each["store_id"] for each in hers["count_sheets"]] == ["2"]
    assert hers["worth_a_count"]["sku_count"] == 4
    assert {each.store_id for each in counts.of_store(home, OF_STORE_2, "")} == {"2"}
    with pytest.raises(ForbiddenError):
        counts.of_store(home, OF_STORE_2, "1")
    with pytest.raises(NotFoundError):
        counts.of_store(home, STRANGER, "1")
    assert counts.of_store(home, STRANGER, "") == ()


def test_each_store_asks_about_the_stock_it_shows(home: Home) -> None:
    read(home, silent_shelves("1", "2", day=FIRST))
    read(home, silent_shelves("2", day=SECOND).replace(b"S2", b"T2"), SECOND)
    assert asked(home) == silent("1")
    assert asked(home, "2") == [sku.replace("S2", "T2") for sku in silent("2")]


def test_what_people_dismissed_is_not_asked_about(home: Home) -> None:
    read(home, silent_shelves("1", day=FIRST))
    stores.set_settings(home, OWNER, LISTS_MUCH)
    assert asked(home) == []
    (issue,) = shown(home, leak="phantom_inventory")
    issues.decide(home, OWNER, issue["id"], Verdict.DISMISSED, reason="rented", skus=["S124"])
    stores.set_settings(home, OWNER, "")
    assert asked(home) == [sku for sku in silent("1") if sku != "S124"]
    assert digest(home)["digest"]["worth_a_count"]["sku_count"] == 3


def test_a_walk_is_as_long_as_the_settings_say(home: Home) -> None:
    read(home, silent_shelves("1", day=FIRST))
    stores.set_settings(home, OWNER, "[counts]\nwalk_minutes = 2\n")
    assert asked(home) == ["S132", "S136"]


def test_the_table_of_an_issue_says_nothing_of_them(home: Home) -> None:
    read(home, silent_shelves("1", day=FIRST))
    (issue,) = shown(home)
    assert "worth_a_count" not in issues.table(home, OWNER, issue["id"]).columns
    assert digest(home)["digest"]["worth_a_count"] is not None
