from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from homes import (
    LATER_DEAD,
    OWNER,
    STRANGER,
    Line,
    configured,
    dead,
    listing,
    negative,
    ordinary,
    read,
    shown,
)
from profit_sentinel.adapters.blobs import Blobs
from profit_sentinel.app import open_home
from profit_sentinel.config import Config
from profit_sentinel.domain.errors import NotFoundError, UnavailableError, WrongUsageError
from profit_sentinel.domain.person import Role
from profit_sentinel.domain.task import Status
from profit_sentinel.services import keys, stores, tasks, uploads
from profit_sentinel.services.keeping import back_up, daily, forget, hand_out, prune, restore
from profit_sentinel.services.reading import read_next
from profit_sentinel.services.uploads import bytes_key
from profit_sentinel.store import snapshots
from profit_sentinel.store import uploads as kept_uploads

if TYPE_CHECKING:
    from pathlib import Path

    from profit_sentinel.services.home import Home

TODAY = datetime.now(UTC).date()


def minus(count: int) -> bytes:
    return listing(Line("A", on_hand=-count, cost=12.5, price=20), *ordinary())


def test_a_restored_backup_holds_all_that_was_there(small: Home, tmp_path: Path) -> None:
    read(small, minus(3))
    task = tasks.delegate(small, OWNER, tasks.Order(negative(small)["id"], "Ann")).task.id
    back_up(small, tmp_path / "night.zip")
    restore(tmp_path / "night.zip", tmp_path / "new")
    other = open_home(Config(home=tmp_path / "new"))
    assert shown(other) == shown(small)
    assert tasks.get(other, OWNER, task).task.assignee == "Ann"
    assert sorted(other.blobs.keys()) == sorted(small.blobs.keys())
    assert read(other, minus(4), date(2026, 6, 8)).status == "ready"


def test_a_backup_takes_no_file_that_is_there(small: Home, tmp_path: Path) -> None:
    path = tmp_path / "night.zip"
    path.write_text("last night's")
    with pytest.raises(WrongUsageError, match="there already"):
        back_up(small, path)
    assert path.read_text() == "last night's"


def test_nothing_is_restored_over_state(small: Home, tmp_path: Path) -> None:
    back_up(small, tmp_path / "night.zip")
    restore(tmp_path / "night.zip", tmp_path / "new")
    with pytest.raises(WrongUsageError, match="holds state already"):
        restore(tmp_path / "night.zip", tmp_path / "new")


def test_what_is_no_whole_backup_is_refused(small: Home, tmp_path: Path) -> None:
    read(small, minus(3))
    whole = tmp_path / "night.zip"
    back_up(small, whole)
    cut, odd = tmp_path / "cut.zip", tmp_path / "odd.zip"
    cut.write_bytes(whole.read_bytes()[:-200])
    with ZipFile(odd, "w") as zipped:
        zipped.writestr("profit-sentinel.sqlite", "x")
        zipped.writestr("../outside", "x")
    for path in (cut, odd):
        with pytest.raises(WrongUsageError, match="no whole backup"):
            restore(path, tmp_path / "new")
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path / "new").exists()


def test_an_organisation_gets_all_it_has_and_nothing_else(home: Home, tmp_path: Path) -> None:
    upload = read(home, minus(3))
    read(home, listing(dead("SECRET"), *ordinary()), who=STRANGER)
    secret = keys.make(home, OWNER, "till", Role.VIEWER).secret
    path = tmp_path / "acme.zip"
    count = hand_out(home, OWNER.org, path)
    with ZipFile(path) as zipped:
        names = zipped.namelist()
        rows = [
            (name, json.loads(line))
            for name in names
            if name.endswith(".jsonl")
            for line in zipped.read(name).decode().splitlines()
        ]
        assert zipped.read(f"files/acme/uploads/{upload.sha256}") == minus(3)
        whole = b"".join(zipped.read(name) for name in names if name.endswith(".jsonl"))
    assert count == len(rows)
    assert {row["org_id"] for name, row in rows if name != "organisations.jsonl"} == {"acme"}
    assert [row["name"] for name, row in rows if name == "api_keys.jsonl"] == ["till"]
    assert b"SECRET" not in whole
    assert secret.encode() not in whole
    assert b'"secret"' not in whole
    assert not [name for name in names if name.startswith("files/other/")]


def test_an_organisation_is_forgotten_and_its_neighbours_are_not(home: Home) -> None:
    near = replace(OWNER, org="acme2")
    for who in (OWNER, near, STRANGER):
        read(home, minus(3), who=who)
    secret = keys.make(home, OWNER, "till", Role.VIEWER).secret
    assert forget(home, "acme") == 3
    assert home.blobs.keys("acme") == []
    assert shown(home) == []
    assert keys.person_of(home, secret) is None
    for who in (near, STRANGER):
        assert negative(home, who)["dollar_impact"] == 3 * 12.5
        assert len(home.blobs.keys(who.org)) == 3
    with pytest.raises(NotFoundError):
        forget(home, "acme")


def test_nobody_is_handed_out_who_is_not_there(home: Home, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        hand_out(home, "nobody", tmp_path / "none.zip")
    assert not (tmp_path / "none.zip").exists()


def test_old_snapshots_go_and_the_two_latest_stay(home: Home) -> None:
    short = configured(home, keep_days=30)
    days = [TODAY - timedelta(days=ago) for ago in (400, 300, 200, 10)]
    uploads = [read(short, minus(count), day) for count, day in enumerate(days, start=1)]
    assert prune(short) == 2
    kept, _ = stores.kept(short, OWNER, None, 0, 10)
    assert [each.upload_id for each in kept] == [uploads[3].id, uploads[2].id]
    held = {key.rsplit("/", 1)[1] for key in short.blobs.keys("acme/uploads")}
    assert held == {uploads[2].sha256, uploads[3].sha256}
    assert negative(short)["dollar_impact"] == 4 * 12.5
    assert negative(short)["trend_direction"] == "worsening"
    assert prune(short) == 0


def test_the_stock_before_stays_where_the_newest_day_came_twice(home: Home) -> None:
    """The two newest are of one day then, and what they are compared with is older."""
    short = configured(home, keep_days=30)
    read(short, minus(1), TODAY - timedelta(days=400))
    before = read(short, minus(2), TODAY - timedelta(days=300))
    twice = [read(short, minus(count), TODAY - timedelta(days=40)) for count in (9, 4)]
    assert prune(short) == 1
    kept, _ = stores.kept(short, OWNER, None, 0, 10)
    assert {each.upload_id for each in kept} == {before.id, *(each.id for each in twice)}
    stores.set_settings(short, OWNER, LATER_DEAD)
    assert negative(short)["dollar_impact"] == 4 * 12.5
    assert negative(short)["trend_direction"] == "worsening"


@pytest.mark.parametrize("status", [Status.OPEN, Status.COMPLETED])
def test_the_stock_a_task_is_verified_by_stays(home: Home, status: Status) -> None:
    short = configured(home, keep_days=30)
    read(short, minus(3), TODAY - timedelta(days=60))
    task = tasks.delegate(short, OWNER, tasks.Order(negative(short)["id"], "Ann")).task
    tasks.move(short, OWNER, task.id, status)
    for ago in (50, 40, 10):
        read(short, minus(3) + b"\n" * ago, TODAY - timedelta(days=ago))
    prune(short)
    kept, _ = stores.kept(short, OWNER, None, 0, 10)
    assert task.snapshot_id in {each.id for each in kept}
    tasks.move(short, OWNER, task.id, Status.COMPLETED)
    read(short, listing(Line("A", on_hand=3, cost=12.5, price=20), *ordinary()), TODAY)
    found = tasks.get(short, OWNER, task.id).task.verification
    assert found is not None
    assert found["state"] == "verified"


def test_the_stock_of_a_verified_or_dismissed_task_goes(home: Home) -> None:
    short = configured(home, keep_days=30)
    read(short, minus(3), TODAY - timedelta(days=60))
    task = tasks.delegate(short, OWNER, tasks.Order(negative(short)["id"], "Ann")).task
    tasks.move(short, OWNER, task.id, Status.DISMISSED, "as it should be")
    for ago in (50, 10):
        read(short, minus(3) + b"\n" * ago, TODAY - timedelta(days=ago))
    assert prune(short) == 1
    kept, _ = stores.kept(short, OWNER, None, 0, 10)
    assert task.snapshot_id not in {each.id for each in kept}


def test_what_is_to_be_read_again_is_not_thrown_away(home: Home) -> None:
    short = configured(home, keep_days=30)
    old = read(short, minus(1), TODAY - timedelta(days=400))
    for ago in (20, 10):
        read(short, minus(2) + b"\n" * ago, TODAY - timedelta(days=ago))
    uploads.correct(short, OWNER, old.id, {"sku": "SKU"}, keep=False)
    assert prune(short) == 0
    assert read_next(short, "reader") is not None
    assert uploads.get(short, OWNER, old.id).status == "ready"
    assert prune(short) == 1


def test_files_that_cannot_be_used_go_too(home: Home) -> None:
    short = configured(home, keep_days=30)
    old, new = read(short, b"a picture of a shelf"), read(short, b"a picture of a wall")
    with short.database.writing(OWNER.org) as session:
        kept_uploads.get(session, old.id).received_at -= timedelta(days=31)
    prune(short)
    found, _ = uploads.listed(short, OWNER, 0, 10)
    assert [each.id for each in found] == [new.id]
    assert short.blobs.keys("acme") == [bytes_key("acme", new.sha256)]


def test_two_that_throw_old_data_away_do_not_stumble_over_each_other(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = configured(home, keep_days=30)
    for ago in (400, 300, 20, 10):
        read(short, minus(2) + b"\n" * ago, TODAY - timedelta(days=ago))
    real, other = snapshots.outdated, list[Thread]()
    gone: list[int] = []

    def meanwhile(*args: Any) -> Any:
        found = real(*args)
        if not other:
            other.append(Thread(target=lambda: gone.append(prune(short)), daemon=True))
            other[0].start()
            other[0].join(1)
        return found

    monkeypatch.setattr(snapshots, "outdated", meanwhile)
    gone.append(prune(short))
    other[0].join(60)
    assert sorted(gone) == [0, 2]


def test_a_backup_outlives_what_is_thrown_away_meanwhile(
    small: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(small, minus(3))
    found = [*small.blobs.keys(), "acme/findings/gone.parquet"]
    monkeypatch.setattr(Blobs, "keys", lambda *_: found)
    back_up(small, tmp_path / "night.zip")
    hand_out(small, "acme", tmp_path / "acme.zip")
    for name in ("night.zip", "acme.zip"):
        with ZipFile(tmp_path / name) as zipped:
            held = {each for each in zipped.namelist() if each.startswith("files/")}
        assert held == {f"files/{key}" for key in found[:-1]}


def test_without_a_limit_nothing_goes(small: Home) -> None:
    read(small, minus(1), TODAY - timedelta(days=4000))
    assert prune(small) == 0


def test_old_data_are_looked_for_once_a_day(small: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    pruned: list[Home] = []
    monkeypatch.setattr("profit_sentinel.services.keeping.prune", pruned.append)
    run = daily(small)
    run()
    run()
    assert pruned == [small]


def test_what_failed_is_tried_again_in_an_hour(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Home] = []

    def away(home: Home) -> None:
        tried.append(home)
        raise UnavailableError("database", "away")

    monkeypatch.setattr("profit_sentinel.services.keeping.prune", away)
    run = daily(small)
    with pytest.raises(UnavailableError):
        run()
    run()
    assert len(tried) == 1
    monkeypatch.setattr("profit_sentinel.services.keeping._AGAIN", timedelta(0))
    run = daily(small)
    for _ in range(2):
        with pytest.raises(UnavailableError):
            run()
