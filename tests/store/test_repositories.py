"""What the modules of queries promise, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from profit_sentinel.act.tasks import Draft
from profit_sentinel.domain.errors import (
    ClashError,
    NotFoundError,
    UnavailableError,
    WrongUsageError,
)
from profit_sentinel.domain.task import Priority, Status
from profit_sentinel.store import issues, keys, snapshots, stores, tasks, uploads
from profit_sentinel.store.database import EVERYBODY, Database, spelled
from profit_sentinel.store.rows import now
from profit_sentinel.store.uploads import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from profit_sentinel.store.tables import Task, Upload

DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
AHEAD = datetime(2999, 1, 1, tzinfo=UTC)
BEHIND = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Writes in an organisation with two stores."""
    with database.writing("acme") as session:
        stores.organisation(session, "Acme")
        stores.know(session, ["1", "2"])
        yield session


def upload(session: Session, sha256: str = "a", store: str = "", **said: Any) -> Upload:
    given: dict[str, Any] = {
        "name": "stock.csv", "size": 1, "as_of": None, "columns": {}, "who": "olga",
    }  # fmt: skip
    return uploads.add(session, sha256=sha256, store=store, **given | said)


def sighting(issue: str, store: str = "1", **changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "issue_id": issue, "store_id": store, "leak": "dead_stock", "place": "ACME",
        "money": "capital", "section": 1, "dollars": 10.0, "recoverable": 1.0,
        "recovery": "once", "priority": 1.0, "sku_count": 1, "trend": "new", "shown": {"id": issue},
    }  # fmt: skip
    return usual | changes


def shows(session: Session, *rows: dict[str, Any], name: str = "a1") -> None:
    """Let the stores show an analysis of a snapshot of that day."""
    snapshots.add(session, f"s-{name}", f"u-{name}", 2, {}, {"1": DAY.date(), "2": DAY.date()})
    snapshots.add_analysis(session, name, f"s-{name}", "rules", "catalogue", {})
    snapshots.write_sightings(session, name, rows, ["1", "2"])
    snapshots.show(session, name, {"1": DAY.date(), "2": DAY.date()})


def drafted(**changes: Any) -> Draft:
    usual: dict[str, Any] = {
        "title": "Count", "priority": Priority.LOW, "deadline": date(2026, 7, 1),
        "checklist": ("look", "count"),
    }  # fmt: skip
    return Draft(**usual | changes)


def add_task(session: Session, issue: str = "i", store: str = "1", **changes: Any) -> Task:
    told = {"id": issue, "store_id": store, "dollar_impact": 12.34, "recoverable": 1.1}
    made = drafted(**changes)
    return tasks.add(session, told, made, "max", made.deadline, "p", "olga")


def test_an_organisation_is_made_once(session: Session) -> None:
    stores.organisation(session, "another name").settings = "x"
    assert stores.organisation(session, "Acme").name == "Acme"
    assert stores.organisation(session, "Acme").settings == "x"


def test_stores_known_again_keep_what_was_said_of_them(session: Session) -> None:
    stores.get(session, "1").time_zone = "America/Chicago"
    session.flush()
    stores.know(session, ["3", "1"])
    assert [store.id for store in stores.listed(session, None)] == ["1", "2", "3"]
    assert [store.id for store in stores.listed(session, {"2", "9"})] == ["2"]
    assert stores.get(session, "1").time_zone == "America/Chicago"
    with pytest.raises(NotFoundError, match="there is no store '9'"):
        stores.get(session, "9")


def test_an_alias_said_again_is_replaced(session: Session) -> None:
    stores.say_same(session, "store:01", "1", "olga")
    stores.say_same(session, "store:01", "2", "olga")
    session.flush()
    assert stores.aliases(session) == {"store:01": "2"}


def test_moments_come_back_with_their_zone_and_cents_exactly(database: Database) -> None:
    zone = datetime.fromisoformat("2026-06-01T23:30:00-05:00")
    with database.writing("acme") as session:
        stores.organisation(session, "Acme")
        upload(session).finished_at = zone
        add_task(session)
    with database.reading("acme") as session:
        (kept,), _ = uploads.listed(session, None, 0, 1)
        (task,), _ = tasks.listed(session, None, 0, 1)
    assert kept.finished_at == zone
    assert kept.finished_at.utcoffset() == timedelta(0)
    assert (task.dollars, task.recoverable) == (12.34, 1.1)


def test_the_same_bytes_are_found_for_the_same_store(session: Session) -> None:
    one, other = upload(session), upload(session, store="1")
    assert uploads.same(session, "a", "") is one
    assert uploads.same(session, "a", "1") is other
    assert uploads.same(session, "a", "2") is None
    assert uploads.same(session, "b", "") is None


def test_the_same_bytes_are_kept_once(database: Database) -> None:
    with database.writing("acme") as session:
        stores.organisation(session, "Acme")
        upload(session)
    with pytest.raises(ClashError), database.writing("acme") as session:
        upload(session)
    with database.reading("acme") as session:
        assert uploads.listed(session, None, 0, 1)[1] == 1


def test_the_oldest_upload_is_claimed_first_and_by_one(database: Database) -> None:
    with database.writing("acme") as session:
        stores.organisation(session, "Acme")
        names = [upload(session, sha256=each).id for each in "abc"]
    claimed = []
    for reader in ("r1", "r2", "r3", "r4"):
        with database.writing(EVERYBODY) as session:
            found = uploads.claim(session, reader, 60)
            claimed.append(found and (found.id, found.claimed_by, found.attempts))
    assert claimed == [(names[0], "r1", 1), (names[1], "r2", 1), (names[2], "r3", 1), None]


def test_two_claims_at_the_same_moment_get_two_uploads(database: Database) -> None:
    if database.kind == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with database.writing("acme") as session:
        stores.organisation(session, "Acme")
        names = {upload(session, sha256=each).id for each in "ab"}
    with database.writing(EVERYBODY) as one, database.writing(EVERYBODY) as other:
        found = [uploads.claim(session, "r", 60) for session in (one, other)]
    assert {each.id for each in found if each} == names


def test_a_silent_reader_loses_its_claim_and_a_lively_one_does_not(session: Session) -> None:
    name = upload(session).id
    session.info["org"] = "acme"
    assert uploads.claim(session, "slow", -1)
    session.flush()
    again = uploads.claim(session, "quick", -1)
    assert again
    assert (again.id, again.attempts) == (name, 2)
    session.flush()
    uploads.hold(session, name, "quick", 60)
    assert uploads.claim(session, "third", 60) is None
    assert not uploads.tell(session, name, "slow", share=50)
    assert uploads.tell(session, name, "quick", share=60)
    session.expire_all()
    assert uploads.get(session, name).share == 60


def test_a_file_accepted_again_begins_from_nothing(session: Session) -> None:
    kept = upload(session)
    assert uploads.claim(session, "r", 60) is kept
    kept.status, kept.error, kept.finished_at = Progress.FAILED, {"found": "x"}, now()
    uploads.accept_again(kept)
    session.flush()
    held = kept.error or kept.finished_at or kept.claimed_by or kept.attempts
    assert not held
    assert uploads.claim(session, "r", 60) is kept


def test_uploads_of_a_scope_are_those_of_its_stores(session: Session) -> None:
    upload(session, "a", "1")
    upload(session, "b", "2")
    upload(session, "c", "")
    found, total = uploads.listed(session, {"1"}, 0, 10)
    assert ([each.sha256 for each in found], total) == (["a"], 1)
    assert uploads.listed(session, None, 1, 1)[1] == 3


def test_what_a_store_says_of_columns_goes_before_what_all_say(session: Session) -> None:
    assert not uploads.knows_mappings(session)
    uploads.remember(session, "mark", "", {"sku": "A"}, "olga")
    uploads.remember(session, "mark", "1", {"sku": "B"}, "olga")
    uploads.remember(session, "mark", "1", {"sku": "C"}, "olga")
    session.flush()
    assert uploads.knows_mappings(session)
    assert uploads.mapping(session, "mark", "1") == {"sku": "C"}
    assert uploads.mapping(session, "mark", "2") == {"sku": "A"}
    assert uploads.mapping(session, "other", "1") == {}


def test_snapshots_are_found_by_store_and_day(session: Session) -> None:
    days = {"june": date(2026, 6, 1), "may": date(2026, 5, 1), "july": date(2026, 7, 1)}
    for name, day in days.items():
        snapshots.add(session, name, f"u-{name}", 1, {}, {"1": day})
    snapshots.add(session, "of 2", "u-2", 1, {}, {"2": date(2027, 1, 1)})
    latest = snapshots.latest(session, ["1", "2", "3"])
    assert latest["1"] == (days["july"], "july", "june", ("june", days["june"]))
    assert latest["2"] == (date(2027, 1, 1), "of 2", None, None)
    assert set(latest) == {"1", "2"}
    listed, total = snapshots.listed(session, "1", 0, 2)
    assert ([each.id for each in listed], total) == (["july", "june"], 3)
    assert snapshots.stores_of(session, "may") == {"1": days["may"]}
    assert snapshots.get(session, "may").as_of == days["may"]


def test_of_two_snapshots_of_a_day_the_later_one_counts(session: Session) -> None:
    earlier = date(2026, 1, 1)
    for name, day in (("b", DAY.date()), ("y", earlier), ("x", earlier), ("a", DAY.date())):
        snapshots.add(session, name, f"u-{name}", 1, {}, {"1": day})
    told = snapshots.latest(session, ["1"])["1"]
    assert told == (DAY.date(), "a", "x", ("b", DAY.date()))


def test_the_latest_stock_is_that_of_the_own_organisation(database: Database) -> None:
    for org, name in (("acme", "a"), ("other", "o")):
        with database.writing(org) as session:
            stores.organisation(session, org)
            snapshots.add(session, name, "u", 1, {}, {"1": DAY.date()})
    for org, name in (("acme", "a"), ("other", "o")):
        with database.reading(org) as session:
            assert snapshots.latest(session, ["1"])["1"] == (DAY.date(), name, None, None)


def test_a_snapshot_that_is_replaced_takes_its_analyses_along(session: Session) -> None:
    shows(session, sighting("i"))
    snapshots.replace(session, "u-a1")
    session.expire_all()
    assert snapshots.latest(session, ["1"]) == {}
    assert snapshots.sightings(session, "a1", "1") == []
    assert stores.get(session, "1").analysis_id is None
    with pytest.raises(NotFoundError):
        snapshots.get_analysis(session, "a1")
    snapshots.replace(session, "u-a1")


def test_an_analysis_is_found_by_its_rules(session: Session) -> None:
    shows(session)
    found = snapshots.analysis(session, "s-a1", "rules")
    assert found
    assert found.id == "a1"
    assert snapshots.analysis(session, "s-a1", "other rules") is None
    assert snapshots.shown_stores(session) == [("acme", "1", "rules"), ("acme", "2", "rules")]


def test_more_sightings_than_one_statement_takes_are_all_kept(session: Session) -> None:
    shows(session, *(sighting(f"i{number}") for number in range(1203)))
    assert len(snapshots.sightings(session, "a1", "1")) == 1203
    snapshots.write_sightings(session, "a1", [sighting("i")], ["1"])
    assert [each.issue_id for each in snapshots.sightings(session, "a1", "1")] == ["i"]


def test_days_of_an_issue_widen_whatever_the_order_of_files(session: Session) -> None:
    week = timedelta(days=7)
    for day in (DAY, DAY + week, DAY - week):
        snapshots.see_issues(session, [("i", "1")], day)
        snapshots.see_findings(session, [("1", "dead_stock", "A")], day)
    assert snapshots.first_seen(session, ["i", "none"]) == {"i": DAY - week}


def test_issues_come_in_the_order_of_the_digest(session: Session) -> None:
    shows(
        session,
        sighting("record", section=2, priority=9.0),
        sighting("small", section=0, priority=1.0),
        sighting("large", section=0, priority=2.0),
        sighting("capital", "2", priority=9.0),
    )
    found, total = issues.listed(session, issues.shown(), 0, 3)
    assert ([each.issue_id for each in found], total) == (["large", "small", "capital"], 4)
    assert [each.issue_id for each in issues.first(session, issues.shown({"2"}), 5)] == ["capital"]
    assert issues.listed(session, issues.shown(store_id="1"), 0, 1)[1] == 3
    assert issues.get(session, "small").issue_id == "small"
    with pytest.raises(NotFoundError):
        issues.get(session, "gone")


def test_issues_of_an_analysis_no_store_shows_are_not_there(session: Session) -> None:
    shows(session, sighting("i"))
    shows(session, name="a2")
    assert issues.listed(session, issues.shown(), 0, 10) == ([], 0)


def test_sums_add_each_kind_of_money_to_the_cent(session: Session) -> None:
    shows(
        session,
        *(sighting(f"c{number}", dollars=0.1, recoverable=0.1) for number in range(3)),
        sighting("m", money="margin", dollars=7.0, recoverable=2.5, recovery="per_year"),
    )
    sums = issues.sums(session, issues.shown())
    assert (sums.count, sums.once, sums.per_year) == (4, 0.3, 2.5)
    assert sums.dollars == {"capital": 0.3, "margin": 7.0}


def test_the_last_word_on_a_finding_counts(session: Session) -> None:
    finding = ("1", "dead_stock", "A")
    issues.decide(session, [finding], "dismissed", "a display", None, "olga")
    assert issues.quiet(session, ["1"]) == [finding]
    issues.decide(session, [finding], "confirmed", "", None, "max")
    session.expire_all()
    assert issues.quiet(session, ["1"]) == []
    (kept,) = issues.decisions(session, ["1"])
    assert (kept.state, kept.said_by) == ("confirmed", "max")
    issues.undecide(session, [finding])
    assert issues.decisions(session, ["1"]) == []


def test_a_snooze_holds_until_it_runs_out(session: Session) -> None:
    issues.decide(session, [("1", "dead_stock", "A")], "snoozed", "", AHEAD, "olga")
    issues.decide(session, [("2", "dead_stock", "A")], "snoozed", "", BEHIND, "olga")
    assert issues.quiet(session, ["1", "2"]) == [("1", "dead_stock", "A")]
    assert issues.waking(session) == {("acme", "2")}


def test_an_issue_has_one_open_task(database: Database) -> None:
    with database.writing("acme") as session:
        stores.organisation(session, "Acme")
        first = add_task(session)
    with pytest.raises(ClashError), database.writing("acme") as session:
        add_task(session)
    with database.writing("acme") as session:
        tasks.move(tasks.get(session, first.id), Status.COMPLETED)
        session.flush()
        assert tasks.open_of(session, "i") is None
        assert add_task(session).id != first.id


def test_tasks_come_by_what_is_open_and_pressing(session: Session) -> None:
    done = add_task(session, "done", priority=Priority.CRITICAL)
    tasks.move(done, Status.COMPLETED)
    for issue, priority, day in [
        ("low", Priority.LOW, 1), ("late", Priority.HIGH, 9), ("soon", Priority.HIGH, 2),
    ]:  # fmt: skip
        add_task(session, issue, "2", priority=priority, deadline=date(2026, 7, day))
    found, total = tasks.listed(session, None, 0, 10)
    assert [each.issue_id for each in found] == ["soon", "late", "low", "done"]
    assert total == 4
    assert tasks.listed(session, {"1"}, 0, 10)[1] == 1
    assert tasks.listed(session, None, 0, 10, priority="high", status="open")[1] == 2


def test_history_is_kept_in_order_by_noun(session: Session) -> None:
    for what in ("made", "moved"):
        tasks.note(session, "task", "t", what, "", "olga")
    tasks.note(session, "issue", "t", "dismissed", "", "olga")
    assert [each.what for each in tasks.history(session, "task", "t")] == ["made", "moved"]


def test_an_answer_is_kept_by_its_key(session: Session) -> None:
    tasks.answer(session, "k", "request", "t", new=False)
    kept = tasks.answered(session, "k")
    assert kept
    assert (kept.request, kept.task_id, kept.new) == ("request", "t", False)
    assert tasks.answered(session, "l") is None


def test_a_key_is_found_by_its_hash_until_it_is_revoked(session: Session) -> None:
    key = keys.add(session, "till", "hash", "manager", {"2", "1"}, "olga")
    assert keys.of_secret(session, "hash") is key
    assert key.stores == ["1", "2"]
    first = keys.revoke(session, key.id).revoked_at
    session.flush()
    assert keys.revoke(session, key.id).revoked_at == first
    assert keys.of_secret(session, "hash") is None
    assert keys.listed(session) == [key]
    with pytest.raises(NotFoundError):
        keys.revoke(session, "none")


def test_what_fails_keeps_nothing(database: Database) -> None:
    class StopError(Exception):
        pass

    def stop(session: Session) -> None:
        stores.organisation(session, "Acme")
        stores.know(session, ["1"])
        raise StopError

    with pytest.raises(StopError), database.writing("acme") as session:
        stop(session)
    with database.reading("acme") as session:
        assert stores.listed(session, None) == []


def test_a_database_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'none' / 'state.sqlite'}")
    assert not database.answers()
    with pytest.raises(UnavailableError, match="database"), database.reading("acme") as session:
        stores.listed(session, None)


def test_a_database_that_is_there_answers(database: Database) -> None:
    assert database.answers()


@pytest.mark.parametrize("url", ["postgres://h/d", "postgresql://h/d", "postgresql+psycopg://h/d"])
def test_every_spelling_of_an_address_names_the_driver(url: str) -> None:
    assert spelled(url) == "postgresql+psycopg://h/d"


@pytest.mark.parametrize("url", ["mysql://h/d", "state.sqlite", ""])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(WrongUsageError, match="sqlite:///"):
        spelled(url)
