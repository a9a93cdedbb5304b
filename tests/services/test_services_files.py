import os
from errno import ENOSPC
from pathlib import Path

import pytest

from profit_sentinel.services.files import write_whole

FULL = os.strerror(ENOSPC)


@pytest.fixture
def disk_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes the bytes and then cannot keep them."""

    def fail(_: int) -> None:
        raise OSError(ENOSPC, FULL)

    monkeypatch.setattr("os.fsync", fail)


def test_a_file_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", b"new")
    assert (tmp_path / "a.csv").read_bytes() == b"new"


def test_a_file_is_replaced(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", b"a long old text")
    write_whole(tmp_path / "a.csv", b"new")
    assert (tmp_path / "a.csv").read_bytes() == b"new"


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.usefixtures("disk_full")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    with pytest.raises(OSError, match=FULL):
        write_whole(tmp_path / "a.csv", b"new")
    assert (tmp_path / "a.csv").read_bytes() == b"old"


@pytest.mark.usefixtures("disk_full")
def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=FULL):
        write_whole(tmp_path / "a.csv", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_whole(tmp_path / "nowhere" / "a.csv", b"new")


def test_others_may_read_it_as_they_may_read_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "a.csv", b"new")
    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "plain").stat().st_mode
