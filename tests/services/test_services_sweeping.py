"""What no row names goes after a day, and nothing else, whoever works meanwhile."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING

from homes import (
    FIRST,
    LATER_DEAD,
    OWNER,
    SECOND,
    STRANGER,
    Line,
    bring,
    configured,
    listing,
    negative,
    ordinary,
    read,
)
from profit_sentinel.adapters.blobs import Blobs
from profit_sentinel.services import reading, stores, sweeping, uploads
from profit_sentinel.services.inputs import arrive
from profit_sentinel.services.keeping import prune
from profit_sentinel.services.reading import read_next
from profit_sentinel.services.sweeping import Freed, sweep
from profit_sentinel.services.uploads import bytes_key
from profit_sentinel.store import files
from profit_sentinel.store import uploads as kept

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from profit_sentinel.services.home import Home

STOCK = listing(Line("A", on_hand=-3, cost=12.5, price=20), *ordinary())
ORPHANS = ("acme/uploads/0f", "acme/snapshots/0f.parquet", "acme/findings/0f.parquet",
           "ghost/uploads/0f", "a b+c@d:e/uploads/0f")  # fmt: skip


def tomorrow() -> datetime:
    """A moment for which all that is kept now is older than a day."""
    return datetime.now(UTC) + timedelta(days=1, seconds=5)


def test_what_rows_name_stays(home: Home) -> None:
    read(home, STOCK)
    read(home, STOCK + b"1,more,x,PLUMBING,ACME,5,6,10,24,2026-05-30\n", SECOND)
    read(home, b"a picture of a shelf")
    bring(home, STOCK + b"\n")
    before = sorted(home.blobs.keys())
    assert sweep(home, tomorrow()) == Freed()
    assert sorted(home.blobs.keys()) == before
    assert read_next(home, "reader")
    stores.set_settings(home, OWNER, LATER_DEAD)
    assert negative(home)["dollar_impact"] == 3 * 12.5


def test_what_no_row_names_goes_after_a_day(home: Home) -> None:
    read(home, STOCK)
    stays = {*home.blobs.keys(), "acme/notes/0f", "health/probe"}
    for key in (*ORPHANS, "acme/notes/0f", "health/probe"):
        home.blobs.put_bytes(key, b"12345")
    assert sweep(home) == Freed()
    assert sweep(home, tomorrow()) == Freed(5, 25)
    assert set(home.blobs.keys()) == stays


def test_a_file_of_one_organisation_does_not_keep_that_of_another(home: Home) -> None:
    name = read(home, STOCK).sha256
    stores.set_settings(home, STRANGER, "")
    home.blobs.put_bytes(bytes_key("other", name), STOCK)
    assert sweep(home, tomorrow()) == Freed(1, len(STOCK))
    assert home.blobs.get(bytes_key("acme", name)) == STOCK


def test_what_a_lost_claim_leaves_goes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*args: object) -> None:
        del args
        raise reading.LostClaimError

    with monkeypatch.context() as patch:
        patch.setattr(reading, "_finish", lost)
        upload = bring(home, STOCK)
        read_next(home, "reader")
    assert len(home.blobs.keys("acme")) == 3
    assert sweep(home, tomorrow()).files == 2
    assert home.blobs.keys("acme") == [bytes_key("acme", upload.sha256)]


def test_bytes_swept_while_they_come_again_are_kept_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep between the look whether the bytes are there and the row that names them."""
    upload = read(home, STOCK)
    key = bytes_key("acme", upload.sha256)
    other = STOCK + b"\n"
    real, swept = uploads.plain_name, list[set[str]]()

    def meanwhile(name: str) -> str:
        if not swept:
            swept.append(sweeping.throw_away(home, "acme", home.blobs.keys("acme")))
        return real(name)

    later = bring(home, other)
    with home.database.writing(OWNER.org) as session:
        kept.forget(session, later.id)
    monkeypatch.setattr(uploads, "plain_name", meanwhile)
    again = bring(home, other, FIRST)
    assert swept == [{bytes_key("acme", again.sha256)}]
    assert home.blobs.get(bytes_key("acme", again.sha256)) == other
    assert home.blobs.get(key) == STOCK


def test_a_sweep_waits_for_a_row_that_is_being_written(home: Home) -> None:
    read(home, STOCK)
    key = bytes_key("acme", "0f")
    home.blobs.put_bytes(key, b"12345")
    freed: list[Freed] = []
    thread = Thread(target=lambda: freed.append(sweep(home, tomorrow())), daemon=True)
    with home.database.writing("acme") as session:
        files.alone(session)
        kept.add(
            session, sha256="0f", name="n", size=5, store="1", as_of=None, columns={}, who="olga"
        )
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(60)
    assert freed == [Freed()]
    assert home.blobs.get(key) == b"12345"


def test_several_may_sweep_at_once(home: Home) -> None:
    read(home, STOCK)
    stays = sorted(home.blobs.keys())
    for number in range(30):
        home.blobs.put_bytes(f"acme/findings/{number:032x}.parquet", b"12345")
    threads = [Thread(target=sweep, args=(home, tomorrow())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(home.blobs.keys()) == stays


def test_old_bytes_that_somebody_brought_again_are_not_pruned(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = configured(home, keep_days=30)
    today = datetime.now(UTC).date()
    old = read(short, STOCK, today - timedelta(days=400))
    for ago, more in ((20, b"\n"), (10, b"\n\n")):
        read(short, STOCK + more, today - timedelta(days=ago))
    real = sweeping.throw_away

    def meanwhile(home: Home, org: str, keys: list[str]) -> set[str]:
        bring(home, STOCK, today)
        return real(home, org, keys)

    monkeypatch.setattr("profit_sentinel.services.keeping.throw_away", meanwhile)
    assert prune(short) == 1
    assert home.blobs.get(bytes_key("acme", old.sha256)) == STOCK


def _aged(path: Path, days: float) -> Path:
    moment = datetime.now(UTC).timestamp() - days * 86400
    os.utime(path, (moment, moment))
    return path


def test_what_killed_programs_left_goes_and_what_is_in_use_stays(small: Home) -> None:
    folder = small.spool / "tmpdead"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_bytes(b"12345")
        _aged(folder / name, 2)
    busy = small.spool / "tmpbusy"
    busy.mkdir()
    (busy / "a").write_bytes(b"12345")
    _aged(busy, 2)
    lone = small.spool / "tmpfile"
    lone.write_bytes(b"123")
    _aged(lone, 2)
    small.blobs.put_bytes("acme/uploads/0f", b"1")
    assert small.blobs.folder
    half = small.blobs.folder / "acme/uploads/1f#7"
    half.write_bytes(b"1234")
    _aged(half, 2)
    own = _aged(folder, 2).stat().st_size
    freed = sweep(small)
    assert freed == Freed(3, own + 10 + 3 + 4)
    assert sorted(path.name for path in small.spool.iterdir()) == ["tmpbusy"]
    assert not half.exists()
    assert small.blobs.keys() == ["acme/uploads/0f"]


def test_a_reading_leaves_nothing_and_its_folder_lies_in_the_spool(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = arrive

    def looked(paths: list[Path], folder: Path, most: int) -> object:
        seen.append(str(folder.parent))
        return real(paths, folder, most)

    monkeypatch.setattr(reading, "arrive", looked)
    read(small, STOCK)
    assert seen == [str(small.spool)]
    assert list(small.spool.iterdir()) == []


def test_what_somebody_else_threw_away_meanwhile_is_not_counted(
    small: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Blobs, "halves", lambda _: [tmp_path / "gone"])
    assert sweep(small, tomorrow()) == Freed()
