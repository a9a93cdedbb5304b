"""Shelves: what was kept comes back in order, from memory or disk, and nothing stays behind."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import polars as pl
import pytest

from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.services.scratch import made, scratch
from profit_sentinel.services.shelf import OwnShelf, Shelf

if TYPE_CHECKING:
    from pathlib import Path

    from profit_sentinel.ingest.shelf import Shelf as AnyShelf

FRAMES = [pl.DataFrame({"number": [start, start + 1]}) for start in range(0, 10, 2)]
SIZE = int(FRAMES[0].estimated_size())


@pytest.fixture(params=["memory", "disk", "disk and memory"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> AnyShelf:
    """An empty shelf: in memory, on disk from the first frame on, or from the third on."""
    most = {"disk": 0, "disk and memory": 2 * SIZE}
    return Memory() if request.param == "memory" else Shelf(tmp_path, most[request.param])


def test_rows_come_back_in_order(shelf: AnyShelf) -> None:
    for frame in FRAMES:
        shelf.add(frame)
    assert shelf.stock().collect()["number"].to_list() == list(range(10))


def test_each_frame_comes_back(shelf: AnyShelf) -> None:
    for frame in FRAMES:
        shelf.add(frame)
    each = [shelf.piece(number).collect()["number"].to_list() for number in range(len(shelf))]
    assert each == [frame["number"].to_list() for frame in FRAMES]


def test_what_was_thrown_away_does_not_come_back(shelf: AnyShelf) -> None:
    shelf.add(FRAMES[0])
    shelf.clear()
    assert len(shelf) == 0
    shelf.add(FRAMES[1])
    assert shelf.stock().collect().equals(FRAMES[1])


def test_few_rows_need_no_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    shelf = OwnShelf(SIZE)
    shelf.add(FRAMES[0])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_goes_with_its_shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    shelf = OwnShelf(0)
    shelf.add(FRAMES[0])
    assert len(list(tmp_path.glob("*/*.parquet"))) == 1
    del shelf
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_a_scratch_folder_is_made_when_asked_for_and_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with scratch() as folder:
        assert list(tmp_path.iterdir()) == []
        assert made(made(folder)).stat().st_mode & 0o777 == 0o700
        (folder / "rows").touch()
    assert list(tmp_path.iterdir()) == []
