from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from shutil import rmtree
from threading import Event, Thread
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest

from homes import (
    FIRST,
    HEADER,
    LATER_DEAD,
    MANAGER,
    OWNER,
    SECOND,
    Line,
    bring,
    configured,
    dead,
    listing,
    negative,
    ordinary,
    read,
    shown,
)
from profit_sentinel.domain.errors import (
    ConflictError,
    NotFoundError,
    UnavailableError,
    WrongUsageError,
)
from profit_sentinel.services import digests, reading, snapshots, stores, uploads
from profit_sentinel.services import readers as module
from profit_sentinel.services.home import rule_book
from profit_sentinel.services.readers import ReaderThreads
from profit_sentinel.services.reading import read_next, read_until_done
from profit_sentinel.services.uploads import bytes_key
from profit_sentinel.store import uploads as kept
from profit_sentinel.store.database import EVERYBODY
from profit_sentinel.store.rows import now
from profit_sentinel.store.snapshots import get_analysis
from profit_sentinel.store.stores import get as get_store
from profit_sentinel.store.uploads import Progress

if TYPE_CHECKING:
    from profit_sentinel.services.home import Home
    from profit_sentinel.store.tables import Upload

STOCK = listing(Line("A", on_hand=-3, cost=12.5, price=20), *ordinary())
STRANGE = HEADER.replace("Quantity On Hand", "Zeta").replace("Units Sold Last 12 Months", "Omega")
"""Headers of which two say nothing."""


def expire(home: Home, name: str) -> None:
    """Let the claim on an upload run out."""
    with home.database.writing(OWNER.org) as session:
        kept.get(session, name).claimed_until = now() - timedelta(seconds=1)


def broken(*args: object) -> None:
    del args
    message = "no such thing"
    raise RuntimeError(message)


def test_a_file_that_was_read_shows_what_was_understood(home: Home) -> None:
    upload = read(home, STOCK)
    assert (upload.status, upload.stage, upload.share, upload.error) == (
        Progress.READY, "ready", 100, None,
    )  # fmt: skip
    assert upload.finished_at
    assert upload.finished_at >= upload.received_at
    understood = uploads.understood_columns(upload)
    assert (understood["sku"], understood["on_hand"]) == ("SKU", "Quantity On Hand")
    assert negative(home)["dollar_impact"] == 3 * 12.5


def test_a_file_that_cannot_be_used_says_why_and_is_kept(home: Home) -> None:
    data = b"a picture of a shelf"
    upload = read(home, data)
    assert upload.status == Progress.FAILED
    assert upload.error
    assert all(upload.error[name] for name in ("found", "needed", "try"))
    assert home.blobs.get(bytes_key("acme", upload.sha256)) == data
    assert shown(home) == []


def test_too_many_rows_are_told(small: Home) -> None:
    upload = read(configured(small, rows=12), STOCK)
    assert upload.error
    assert upload.error["found"] == "13 rows"
    assert upload.error["needed"].startswith("at most 12 rows")
    assert upload.recognition


def test_with_nothing_waiting_nothing_is_read(small: Home) -> None:
    assert read_next(small, "reader") is None


def is_doubtful(upload: Upload, header: str) -> bool:
    """Whether a person is asked about a column."""
    uses = (use for source in upload.recognition for use in source["columns"])
    return next(bool(use["doubtful"]) for use in uses if use["header"] == header)


def test_a_corrected_column_holds_for_this_file_and_the_next(home: Home) -> None:
    data = listing(Line("A", on_hand=-3, cost=12.5, price=20), *ordinary(), header=STRANGE)
    upload = read(home, data)
    assert is_doubtful(upload, "Zeta")
    uploads.correct(home, OWNER, upload.id, {"on_hand": "Zeta"}, keep=True)
    while read_next(home, "reader"):
        pass
    again = uploads.get(home, OWNER, upload.id)
    assert (again.status, uploads.understood_columns(again)["on_hand"]) == ("ready", "Zeta")
    assert not is_doubtful(again, "Zeta")
    assert negative(home)["dollar_impact"] == 3 * 12.5
    later = listing(Line("A", on_hand=-4, cost=12.5, price=20), *ordinary(), header=STRANGE)
    assert not is_doubtful(read(home, later, SECOND), "Zeta")
    assert negative(home)["dollar_impact"] == 4 * 12.5


def test_a_correction_for_one_file_is_not_remembered(small: Home) -> None:
    data = listing(Line("A", on_hand=-3), *ordinary(), header=STRANGE)
    upload = read(small, data)
    uploads.correct(small, OWNER, upload.id, {"on_hand": "Zeta"}, keep=False)
    read_until_done(small, OWNER, upload.id)
    later = read(small, data + b"1,B,item B,PLUMBING,ACME,5,6,10,24,2026-05-30\n", SECOND)
    assert is_doubtful(later, "Zeta")


@pytest.mark.parametrize(
    ("columns", "told"),
    [({"on_hand": "Gamma"}, "the file has no column Gamma"), ({"colour": "SKU"}, "colour")],
)
def test_a_column_that_is_not_there_is_refused(
    columns: dict[str, str], told: str, small: Home
) -> None:
    upload = read(small, STOCK)
    with pytest.raises(WrongUsageError, match=told):
        uploads.correct(small, OWNER, upload.id, columns, keep=True)


def test_a_file_that_waits_cannot_be_corrected(small: Home) -> None:
    upload = bring(small, STOCK)
    with pytest.raises(ConflictError):
        uploads.correct(small, OWNER, upload.id, {}, keep=True)


def test_a_lost_claim_keeps_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = bring(home, STOCK)
    keep = snapshots.keep_findings

    def slowly(*args: Any) -> Any:
        with home.database.writing(OWNER.org) as session:
            kept.get(session, upload.id).claimed_by = "another"
        return keep(*args)

    monkeypatch.setattr(reading, "keep_findings", slowly)
    read_next(home, "reader")
    left = uploads.get(home, OWNER, upload.id)
    assert (left.status, left.claimed_by) == (Progress.READING, "another")
    assert stores.kept(home, OWNER, None, 0, 10) == ([], 0)
    assert shown(home) == []


def test_a_claim_that_ran_out_is_taken_over(home: Home) -> None:
    upload = bring(home, STOCK)
    with home.database.writing(EVERYBODY) as session:
        assert kept.claim(session, "dead", 60)
    assert read_next(home, "reader") is None
    expire(home, upload.id)
    assert read_next(home, "reader")
    done = uploads.get(home, OWNER, upload.id)
    assert (done.status, done.claimed_by, done.attempts) == (Progress.READY, "reader", 2)


def test_a_claim_is_held_while_its_reader_works(small: Home) -> None:
    quick = configured(small, lease_seconds=0.4)
    bring(small, STOCK)
    with small.database.writing(EVERYBODY) as session:
        upload = kept.claim(session, "reader", 0.4)
    assert upload
    with reading.held(reading.Reading(quick, upload, "reader")):
        sleep(1.0)
        assert read_next(quick, "other") is None


def test_a_file_that_stops_the_reader_is_given_up(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "analyse", broken)
    upload = bring(home, STOCK)
    for attempt in (1, 2, 3):
        assert uploads.get(home, OWNER, upload.id).status in kept.UNREAD
        assert read_next(home, "reader")
        assert uploads.get(home, OWNER, upload.id).attempts == attempt
        expire(home, upload.id)
    failed = uploads.get(home, OWNER, upload.id)
    assert failed.status == Progress.FAILED
    assert failed.error
    assert "RuntimeError" in failed.error["found"]
    assert read_next(home, "reader") is None


def test_a_file_that_ends_the_program_is_given_up(small: Home) -> None:
    upload = bring(small, STOCK)
    for _ in range(small.config.attempts):
        with small.database.writing(EVERYBODY) as session:
            assert kept.claim(session, "dead", -1)
    read_next(small, "reader")
    failed = uploads.get(small, OWNER, upload.id)
    assert failed.error
    assert failed.error["found"] == "the program stopped 3 times while it read the file"


def test_a_storage_that_is_away_is_not_held_against_a_file(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        del args
        raise UnavailableError("storage", "away")

    upload = bring(small, STOCK)
    with monkeypatch.context() as patch:
        patch.setattr(small.blobs, "fetch", away)
        for _ in range(small.config.attempts + 2):
            assert read_next(small, "reader")
            expire(small, upload.id)
    assert read_next(small, "reader")
    assert uploads.get(small, OWNER, upload.id).status == Progress.READY


def test_a_folder_nobody_can_write_to_is_not_held_against_a_file(small: Home) -> None:
    upload, spool = bring(small, STOCK), small.spool
    rmtree(spool)
    spool.write_bytes(b"")
    for _ in range(small.config.attempts + 2):
        assert read_next(small, "reader")
        expire(small, upload.id)
    with pytest.raises(UnavailableError, match="files on their way"):
        bring(small, STOCK + b"\n")
    spool.unlink()
    assert read_next(small, "reader")
    assert uploads.get(small, OWNER, upload.id).status == Progress.READY


def test_who_waits_for_a_file_is_told_when_the_storage_stays_away(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        del args
        raise UnavailableError("storage", "away")

    home = configured(small, lease_seconds=0.1)
    upload = bring(home, STOCK)
    with monkeypatch.context() as patch:
        patch.setattr(home.blobs, "fetch", away)
        with pytest.raises(UnavailableError, match=r"stock\.csv is kept and waits to be read"):
            read_until_done(home, OWNER, upload.id)
    assert read_until_done(home, OWNER, upload.id).status == Progress.READY


def test_a_file_read_again_gets_all_its_attempts(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(reading, "analyse", broken)
        upload = bring(small, STOCK)
        for _ in range(small.config.attempts):
            read_next(small, "reader")
            expire(small, upload.id)
        bring(small, STOCK)
        read_next(small, "reader")
    assert uploads.get(small, OWNER, upload.id).status == Progress.READING


def test_a_manager_cannot_bring_the_stock_of_another_store(home: Home) -> None:
    read(home, listing(Line("A", on_hand=-3, cost=12.5, price=20, store="2"), *ordinary(store="2")))
    held = negative(home, store="2")
    lied = read(home, listing(*ordinary(store="2")), SECOND, who=MANAGER, store="1")
    assert lied.status == Progress.FAILED
    assert lied.error
    assert lied.error["found"] == "the stock of store 2"
    assert negative(home, store="2")["dollar_impact"] == held["dollar_impact"]


def test_a_file_that_names_no_store_is_that_of_its_bringer(small: Home) -> None:
    plain = b"\n".join(row.partition(b",")[2] for row in STOCK.splitlines())
    upload = read(small, plain, FIRST, who=MANAGER, store="1")
    assert upload.status == Progress.READY, upload.error
    assert negative(small, MANAGER)["store_id"] == "1"


def test_another_name_of_the_own_store_is_no_other_store(small: Home) -> None:
    stores.say_same(small, OWNER, "store:01", "1")
    data = listing(*ordinary(store="01"))
    assert read(small, data, FIRST, who=MANAGER, store="1").status == Progress.READY


def test_settings_changed_while_a_file_is_read_are_those_it_is_judged_by(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = snapshots.keep_findings

    def meanwhile(*args: Any) -> Any:
        judged = keep(*args)
        monkeypatch.undo()
        stores.set_settings(small, OWNER, LATER_DEAD)
        return judged

    monkeypatch.setattr(reading, "keep_findings", meanwhile)
    read(small, listing(dead("D"), *ordinary()))
    assert shown(small, leak="dead_stock") == []
    with small.database.reading(OWNER.org) as session:
        shows = get_store(session, "1").analysis_id
        assert shows
        assert get_analysis(session, shows).rules == rule_book(session).mark
    assert digests.digest(small, OWNER, [], 5).plain["digest"]["summary"]["data_quality"] == []


def test_readers_read_what_waits_and_stop(home: Home) -> None:
    upload = bring(home, STOCK)
    readers = ReaderThreads(configured(home, readers=2), "reader")
    readers.start()
    readers.wake()
    try:
        done = read_until_done(home, OWNER, upload.id)
    finally:
        readers.stop()
    assert done.status == Progress.READY
    assert not any(thread.is_alive() for thread in readers.threads)


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("daily", NotFoundError("snapshot", "1")),
        ("daily", FileNotFoundError("gone")),
        ("wake", UnavailableError("database", "away")),
        ("wake", RuntimeError("odd")),
        ("read_next", NotFoundError("upload", "1")),
    ],
)
def test_whatever_fails_beside_it_an_upload_is_read(
    small: Home, monkeypatch: pytest.MonkeyPatch, place: str, error: Exception
) -> None:
    failed = Event()
    real = getattr(module, place)

    def failing(*args: Any) -> Any:
        if place == "read_next" and failed.is_set():
            return real(*args)
        failed.set()
        raise error

    monkeypatch.setattr(module, "_NAP", 0.0)
    monkeypatch.setattr(module, "_REST", 0.01)
    monkeypatch.setattr(module, place, (lambda _: failing) if place == "daily" else failing)
    readers = ReaderThreads(configured(small, readers=1), "reader")
    readers.start()
    try:
        assert failed.wait(20)
        upload = bring(small, STOCK)
        while uploads.get(small, OWNER, upload.id).status in kept.UNREAD:
            assert all(thread.is_alive() for thread in readers.threads)
            sleep(0.05)
        assert all(thread.is_alive() for thread in readers.threads)
    finally:
        readers.stop()


def test_a_service_that_reads_nothing_keeps_no_house(small: Home) -> None:
    assert ReaderThreads(small, "reader").threads == []


@pytest.mark.parametrize(("zones", "day"), [
    ({}, date(2026, 6, 10)), ({"1": "Pacific/Honolulu"}, date(2026, 6, 9)),
    ({"1": "Pacific/Honolulu", "2": "Asia/Tokyo"}, date(2026, 6, 10)),
])  # fmt: skip
def test_a_file_is_of_the_day_it_came_however_late_it_is_read(
    small: Home, zones: dict[str, str], day: date
) -> None:
    """At three in the night in UTC it is five in the afternoon before in Honolulu."""
    for store, zone in zones.items():
        read(small, listing(*ordinary(store=store)))
        stores.change(small, OWNER, store, None, zone)
    undated = b"Store,SKU,Qty On Hand,Unit Cost,Retail\n1,A,5,6,10\n1,B,7,6,10\n"
    upload = bring(small, undated, None)
    with small.database.writing(OWNER.org) as session:
        kept.get(session, upload.id).received_at = datetime(2026, 6, 10, 3, tzinfo=UTC)
    for _ in range(2):
        assert read_next(small, "reader")
        found, _ = stores.kept(small, OWNER, None, 0, 10)
        assert [each.as_of for each in found if each.upload_id == upload.id] == [day]
        uploads.correct(small, OWNER, upload.id, {"sku": "SKU"}, keep=False)


def test_two_corrections_at_once_are_not_lost(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = read(home, STOCK)
    real, others = uploads.check_headers, list[Thread]()
    refused: list[ConflictError] = []

    def correct() -> None:
        try:
            uploads.correct(home, OWNER, upload.id, {"vendor": "Vendor"}, keep=False)
        except ConflictError as error:
            refused.append(error)

    def meanwhile(*args: Any) -> None:
        real(*args)
        if not others:
            others.append(Thread(target=correct, daemon=True))
            others[0].start()
            others[0].join(1)

    monkeypatch.setattr(uploads, "check_headers", meanwhile)
    uploads.correct(home, OWNER, upload.id, {"sku": "SKU"}, keep=False)
    others[0].join(60)
    assert set(uploads.get(home, OWNER, upload.id).columns) == {"sku"}
    assert len(refused) == 1
