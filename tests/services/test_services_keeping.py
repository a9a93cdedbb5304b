from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from homes import OWNER, STRANGER, Line, configured, dead, listing, negative, ordinary, read, shown
from profit_sentinel.app import open_home
from profit_sentinel.config import Config
from profit_sentinel.domain.errors import NotFoundError, WrongUsageError
from profit_sentinel.domain.person import Role
from profit_sentinel.services import keys, stores, tasks
from profit_sentinel.services.keeping import back_up, daily, forget, hand_out, prune, restore

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
