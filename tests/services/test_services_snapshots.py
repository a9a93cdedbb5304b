from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from homes import (
    FIRST,
    LATER_DEAD,
    OF_STORE_2,
    OWNER,
    SECOND,
    STRANGER,
    VIEWER,
    Line,
    dead,
    listing,
    negative,
    ordinary,
    read,
    shown,
)
from profit_sentinel.domain.errors import ForbiddenError
from profit_sentinel.services import digests, stores, uploads
from profit_sentinel.services.home import catalogue_mark, rule_book
from profit_sentinel.services.reading import read_until_done
from profit_sentinel.services.showing import refresh_all
from profit_sentinel.settings import SettingsError, load

if TYPE_CHECKING:
    from profit_sentinel.services.home import Home

THIRD = date(2026, 6, 15)


def minus(units: float, sku: str = "A", store: str = "1") -> bytes:
    """A list with some units below zero at $12.50."""
    return listing(
        Line(sku, on_hand=-units, cost=12.5, price=20, store=store), *ordinary(store=store)
    )


def told(home: Home) -> tuple[float, str, str]:
    """Dollars, trend and first day of the negative stock."""
    issue = negative(home)
    return issue["dollar_impact"], issue["trend_direction"], issue["first_seen"][:10]


@pytest.mark.parametrize(
    ("before", "after", "trend"),
    [(3, 4, "worsening"), (4, 3, "improving"), (20, 21, "stable"), (0, 3, "new")],
)
def test_two_days_tell_a_trend(before: int, after: int, trend: str, home: Home) -> None:
    read(home, minus(before))
    read(home, minus(after), SECOND)
    first = FIRST if before else SECOND
    assert told(home) == (after * 12.5, trend, first.isoformat())


def test_without_a_day_before_there_is_no_trend(home: Home) -> None:
    read(home, minus(3))
    assert told(home) == (37.5, "unknown", "2026-06-01")


def test_an_older_file_that_comes_later_changes_only_what_is_compared(home: Home) -> None:
    read(home, minus(4), SECOND)
    read(home, minus(3), FIRST)
    assert told(home) == (50.0, "worsening", "2026-06-01")
    found, total = stores.kept(home, OWNER, "1", 0, 10)
    assert ([each.as_of for each in found], total) == ([SECOND, FIRST], 2)


def test_a_later_file_of_the_same_day_takes_its_place(home: Home) -> None:
    read(home, minus(3), FIRST)
    read(home, minus(2), SECOND)
    read(home, minus(4), SECOND)
    assert told(home) == (50.0, "worsening", "2026-06-01")


def test_a_settings_change_is_no_recovery(home: Home) -> None:
    for day in (FIRST, SECOND):
        old, newer = dead("old", date(2024, 1, 1)), dead("newer")
        read(home, listing(old, newer, *ordinary(), Line(f"of {day}")), day)
    (issue,) = shown(home, leak="dead_stock")
    assert (issue["dollar_impact"], issue["trend_direction"]) == (120.0, "stable")
    stores.set_settings(home, OWNER, LATER_DEAD)
    (issue,) = shown(home, leak="dead_stock")
    assert (issue["dollar_impact"], issue["trend_direction"]) == (60.0, "stable")
    stores.set_settings(home, OWNER, "")
    (issue,) = shown(home, leak="dead_stock")
    assert (issue["dollar_impact"], issue["trend_direction"]) == (120.0, "stable")


def test_settings_that_cannot_be_used_change_nothing(small: Home) -> None:
    before = stores.settings(small, OWNER)
    with pytest.raises(SettingsError):
        stores.set_settings(small, OWNER, "[dead_stock]\nlimit_days = 'long'\n")
    assert stores.settings(small, OWNER) == before
    with pytest.raises(ForbiddenError):
        stores.set_settings(small, OF_STORE_2, "")


def test_settings_are_those_of_one_organisation(home: Home) -> None:
    stores.set_settings(home, OWNER, LATER_DEAD)
    assert "limit_days = 600" in stores.settings(home, VIEWER)
    assert "limit_days = 180" in stores.settings(home, STRANGER)


def test_an_upgrade_judges_what_is_kept_again(small: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("profit_sentinel.services.home.catalogue_mark", lambda: "an older version")
        stores.set_settings(small, OWNER, LATER_DEAD)
        read(small, listing(dead("D"), *ordinary()))
        assert shown(small, leak="dead_stock") == []
    assert catalogue_mark() != "an older version"
    refresh_all(small)
    assert shown(small, leak="dead_stock") == []
    stores.set_settings(small, OWNER, "")
    assert len(shown(small, leak="dead_stock")) == 1


def test_a_default_that_changes_is_a_change_of_rules(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small.database.writing(OWNER.org) as session:
        before = rule_book(session).mark
    changed = load("garden")
    monkeypatch.setattr("profit_sentinel.services.home.load", lambda _preset, _text: changed)
    with small.database.writing(OWNER.org) as session:
        assert rule_book(session).mark != before


def test_stores_show_each_its_own_newest_stock(home: Home) -> None:
    both = listing(
        Line("A", on_hand=-3, cost=12.5, price=20), *ordinary(),
        Line("A", on_hand=-1, cost=12.5, price=20, store="2"), *ordinary(store="2"),
    )  # fmt: skip
    read(home, both)
    read(home, minus(5, store="2"), SECOND)
    assert negative(home, store="1")["dollar_impact"] == 37.5
    assert negative(home, store="2")["dollar_impact"] == 62.5
    assert negative(home, store="2")["trend_direction"] == "worsening"
    whole = digests.digest(home, OWNER, [], 20).plain
    assert whole["digest"]["as_of"] == SECOND
    assert whole["digest"]["summary"]["dollars"]["record"] == 100.0
    assert [issue["store_id"] for issue in shown(home, OF_STORE_2)] == ["2"]


def test_a_file_read_again_takes_back_stores_it_does_not_hold(home: Home) -> None:
    read(home, minus(3))
    wrong = listing(*ordinary(), header=(
        "Branch,SKU,Description,Department,Vendor,Quantity On Hand,Unit Cost,Retail Price,"
        "Store,Last Sale Date"
    ))  # fmt: skip
    upload = read(home, wrong, SECOND)
    held = set(_stores(home, upload.id))
    other = {"store_id": "Store" if held == {"1"} else "Branch"}
    uploads.correct(home, OWNER, upload.id, other, keep=False)
    again = read_until_done(home, OWNER, upload.id)
    assert again.error is None
    assert set(_stores(home, upload.id)) != held
    assert negative(home)["dollar_impact"] == 37.5


def _stores(home: Home, upload: str) -> list[str]:
    return [
        store.id
        for store in stores.listed(home, OWNER)
        for each in stores.kept(home, OWNER, store.id, 0, 10)[0]
        if each.upload_id == upload
    ]


def test_the_headline_does_not_hang_on_the_number_of_issues_carried(home: Home) -> None:
    read(home, listing(Line("A", on_hand=-3), dead("D"), Line("B", cost=12, price=9), *ordinary()))
    few, many = (digests.digest(home, OWNER, ["1"], top).plain for top in (1, 20))
    assert len(few["digest"]["issues"]) == 1 < len(many["digest"]["issues"])
    assert few["total_dollar_impact"] == many["total_dollar_impact"]
    expected = sum(issue["recoverable"] for issue in many["digest"]["issues"])
    assert many["total_dollar_impact"] == pytest.approx(expected, abs=0.005)
    assert many["issue_count"] == few["issue_count"] == len(many["digest"]["issues"])


def test_snapshots_out_of_sight_are_refused(small: Home) -> None:
    read(small, minus(3))
    for store in ("1", None):
        with pytest.raises(ForbiddenError):
            stores.kept(small, OF_STORE_2, store, 0, 10)
    assert stores.kept(small, STRANGER, "1", 0, 10) == ([], 0)
