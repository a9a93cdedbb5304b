from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest

from homes import (
    MANAGER,
    OF_STORE_2,
    OWNER,
    STRANGER,
    VIEWER,
    Line,
    bring,
    configured,
    listing,
    ordinary,
    read,
)
from profit_sentinel.domain.errors import ForbiddenError, NotFoundError, UnavailableError
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services import uploads
from profit_sentinel.services.uploads import TooLargeError, bytes_key, plain_name, receive
from profit_sentinel.store.uploads import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from profit_sentinel.services.home import Home

STOCK = listing(Line("A", on_hand=-3), *ordinary())


def test_bytes_are_kept_before_an_upload_is_accepted(home: Home) -> None:
    upload = bring(home, STOCK)
    assert (upload.status, upload.size, upload.sha256) == (
        Progress.ACCEPTED, len(STOCK), sha256(STOCK).hexdigest(),
    )  # fmt: skip
    assert home.blobs.get(bytes_key("acme", upload.sha256)) == STOCK


def test_the_same_bytes_are_the_same_upload(home: Home) -> None:
    first = receive(home, OWNER, "a.csv", BytesIO(STOCK))
    again = receive(home, OWNER, "b.csv", BytesIO(STOCK))
    assert (first.new, again.new) == (True, False)
    assert (again.upload.id, again.upload.name) == (first.upload.id, "a.csv")


def test_the_same_bytes_of_others_are_another_upload(home: Home) -> None:
    assert bring(home, STOCK).id != bring(home, STOCK, who=STRANGER).id
    assert bring(home, STOCK).id != bring(home, STOCK, store="1").id


def test_a_file_that_failed_is_tried_again(home: Home) -> None:
    failed = read(home, b"not a stock list")
    assert failed.status == Progress.FAILED
    again = bring(home, b"not a stock list")
    assert (again.id, again.status, again.error) == (failed.id, Progress.ACCEPTED, None)


def test_a_file_that_was_read_is_not_read_again(home: Home) -> None:
    upload = read(home, STOCK)
    assert bring(home, STOCK).status == Progress.READY
    assert read(home, STOCK).finished_at == upload.finished_at


def test_two_who_bring_the_same_bytes_at_once_get_one_upload(home: Home) -> None:
    together, got = Barrier(4), list[Any]()

    def go() -> None:
        together.wait()
        got.append(receive(home, OWNER, "stock.csv", BytesIO(STOCK)))

    threads = [Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({each.upload.id for each in got}) == 1
    assert [each.new for each in got].count(True) == 1
    assert uploads.listed(home, OWNER, 0, 10)[1] == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("stock.csv", "stock.csv"),
        ("/etc/passwd", "passwd"),
        ("../../stock.csv", "stock.csv"),
        ("C:\\Exports\\stock.csv", "stock.csv"),
        ("a/b\\c.csv", "c.csv"),
        ("st\x00o\nck\x1b.csv", "stock.csv"),
        ("\u202estock.csv", "stock.csv"),
        ("Bestände 2026.csv", "Bestände 2026.csv"),
        ("..", "upload"),
        (".", "upload"),
        ("", "upload"),
        ("\x00", "upload"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_a_name_is_a_plain_name(given: str, kept: str) -> None:
    assert plain_name(given) == kept


def test_a_long_name_of_long_letters_can_be_read(small: Home) -> None:
    upload = read(small, STOCK, name="ü" * 300 + ".csv")
    assert upload.status == Progress.READY, upload.error


def test_too_many_bytes_are_refused_and_not_kept(small: Home, tmp_path: Path) -> None:
    tight = configured(small, upload_megabytes=1)
    with pytest.raises(TooLargeError, match="1 MB"):
        bring(tight, b"x" * (2**20 + 1))
    assert bring(tight, b"x" * 2**20).size == 2**20
    assert len(small.blobs.keys()) == 1
    assert list((tmp_path / "spool").iterdir()) == []


def test_nothing_is_accepted_when_the_bytes_cannot_be_kept(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(key: str, path: Path) -> None:
        del key, path
        raise UnavailableError("storage", "no space left")

    monkeypatch.setattr(small.blobs, "put", full)
    with pytest.raises(UnavailableError):
        bring(small, STOCK)
    assert uploads.listed(small, OWNER, 0, 10) == ([], 0)


def test_only_those_who_may_bring_a_file(small: Home) -> None:
    for who, store in [(VIEWER, "1"), (MANAGER, "2"), (MANAGER, "")]:
        with pytest.raises(ForbiddenError):
            bring(small, STOCK, who=who, store=store)
    assert bring(small, STOCK, who=MANAGER, store="1").uploaded_by == "max"


def test_uploads_in_sight_are_those_of_ones_stores(small: Home) -> None:
    mine = bring(small, STOCK, who=MANAGER, store="1")
    namesake = Person("max", "acme", Role.MANAGER, frozenset({"2"}))
    for who in (OF_STORE_2, namesake):
        assert uploads.listed(small, who, 0, 10) == ([], 0)
        with pytest.raises(ForbiddenError):
            uploads.get(small, who, mine.id)
        with pytest.raises(ForbiddenError):
            uploads.correct(small, who, mine.id, {}, keep=False)
    with pytest.raises(NotFoundError):
        uploads.get(small, STRANGER, mine.id)
    assert uploads.listed(small, MANAGER, 0, 10)[1] == uploads.listed(small, VIEWER, 0, 10)[1] == 1
