"""A file that lacks much of the one before is told, and what is missing is not fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from homes import FIRST, OF_STORE_2, OWNER, SECOND, Line, dead, listing, ordinary, read, shown
from profit_sentinel.digest.trend import trend
from profit_sentinel.digest.wording import missing_line
from profit_sentinel.services import digests, stores, uploads

if TYPE_CHECKING:
    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home

CUT = (
    "5 of 12 SKUs of the file of 2026-06-01 are missing; if the export was cut off, bring it again"
)


def quality(home: Home, who: Person = OWNER) -> list[dict[str, str]]:
    """What the digest says of the data."""
    made = digests.digest(home, who, [], 5).plain
    found: list[dict[str, str]] = made["digest"]["summary"]["data_quality"]
    assert all(f"store {each['store_id']}: {each['note']}" in made["rendered_text"]
               for each in found)  # fmt: skip
    return found


def test_a_file_that_was_cut_off_is_told_until_a_whole_one_comes(home: Home) -> None:
    assert read(home, listing(*ordinary(12))).notes == []
    cut = read(home, listing(*ordinary(7)), SECOND)
    assert cut.status == "ready"
    (note,) = cut.notes
    assert note["store_id"] == "1"
    assert note["note"].startswith(CUT)
    assert quality(home) == [note]
    read(home, listing(*ordinary(12), Line("more")), SECOND)
    assert quality(home) == []
    assert uploads.get(home, OWNER, cut.id).notes == [note]


def test_a_shorter_file_of_the_same_day_is_told_too(home: Home) -> None:
    read(home, listing(*ordinary(12)))
    (note,) = read(home, listing(*ordinary(7))).notes
    assert note["note"].startswith("5 of 12 SKUs of an earlier file of the same day are missing")


def test_only_the_store_that_lacks_something_is_told(home: Home) -> None:
    read(home, listing(*ordinary(), *ordinary(store="2")))
    upload = read(home, listing(*ordinary(), *ordinary(4, store="2")), SECOND)
    assert [note["store_id"] for note in upload.notes] == ["2"]
    read(home, listing(*ordinary(12), Line("x")), SECOND)
    assert [note["store_id"] for note in quality(home)] == ["2"]
    assert [note["store_id"] for note in quality(home, OF_STORE_2)] == ["2"]
    assert digests.digest(home, OWNER, ["1"], 5).plain["digest"]["summary"]["data_quality"] == []


def test_how_much_may_be_missing_is_a_setting(home: Home) -> None:
    read(home, listing(*ordinary(10)))
    assert read(home, listing(*ordinary(8)), SECOND).notes == []
    stores.set_settings(home, OWNER, "[files]\nmissing_skus = 0.1\n")
    assert [note["note"][:16] for note in quality(home)] == ["2 of 10 SKUs of "]
    stores.set_settings(home, OWNER, "")
    assert quality(home) == []


def test_an_older_file_that_comes_later_tells_what_the_newest_lacks(home: Home) -> None:
    short = read(home, listing(*ordinary(7)), SECOND)
    assert short.notes == []
    read(home, listing(*ordinary(12)), FIRST)
    assert [note["note"][: len(CUT)] for note in quality(home)] == [CUT]


def deads(*names: str, sold: str = "") -> tuple[Line, ...]:
    """Dead stock of $60 a SKU; what was sold is ordinary."""
    return tuple(Line(name) if name == sold else dead(name) for name in names)


@pytest.mark.parametrize(
    ("after", "dollars", "direction"),
    [
        (deads("A", "B", "C", sold="C"), 120, "improving"),
        (deads("A", "B"), 120, "stable"),
        (deads("A"), 60, "stable"),
        (deads("A", "B", sold="B"), 60, "improving"),
        (deads("A", "D", "E"), 180, "worsening"),
        (deads("E"), 60, "worsening"),
    ],
)
def test_what_is_missing_is_not_fixed(
    after: tuple[Line, ...], dollars: float, direction: str, home: Home
) -> None:
    read(home, listing(*deads("A", "B", "C"), *ordinary()))
    read(home, listing(*after, *ordinary()), SECOND)
    (issue,) = shown(home, leak="dead_stock")
    assert (issue["dollar_impact"], issue["trend_direction"]) == (dollars, direction)


def test_a_trend_needs_something_to_be_compared_with() -> None:
    assert trend(10.0, None) == "new"
    assert (trend(10.0, 0.0), trend(0.0, 0.0)) == ("worsening", "stable")


def test_figures_are_said_in_full() -> None:
    told = missing_line(4100, 12000, FIRST, SECOND)
    assert told.startswith("4,100 of 12,000 SKUs of the file of 2026-06-01 are missing;")
