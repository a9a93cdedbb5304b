import io
import mmap
import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from errno import EACCES
from pathlib import Path

import polars as pl
import pytest

from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.domain.intake import Intake, UnusableFileError
from profit_sentinel.ingest import archive
from profit_sentinel.ingest.archive import Unpacked
from profit_sentinel.ingest.take_in import take_in
from profit_sentinel.services.inputs import arrive
from storage import Storage

NORTH = "Store,SKU,Qty On Hand\nNorth,001,2\nNorth,002,5\n"
SOUTH = "Store,SKU,Qty On Hand\nSouth,001,4\nSouth,002,-1\n"
PIECE = {"sku": ["001", "002"], "on_hand": [2, 5]}

Arrive = Callable[..., Unpacked]


@pytest.fixture
def arrived(tmp_path: Path) -> Arrive:
    """The uploads of a source, what comes from a cloud put in a folder of its own."""
    return lambda *sources: arrive(sources, tmp_path / "fetched")


def names(unpacked: Unpacked) -> list[str]:
    return [upload.name for upload in unpacked.uploads]


def taken(unpacked: Unpacked) -> Intake:
    return take_in(unpacked.uploads, notes=unpacked.notes)


def parquet(**columns: object) -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame({**PIECE, **columns}).write_parquet(buffer)
    return buffer.getvalue()


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in files.items():
            made.writestr(f"{name}.csv", text)
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two parts of a stock list and things beside them."""
    made = tmp_path / "stock"
    (made / "old").mkdir(parents=True)
    for name, text in {
        "north.csv": NORTH, "south.csv": SOUTH, "manual.pdf": "%PDF", ".DS_Store": "x",
        "~$north.xlsx": "lock", "old/north.csv": NORTH,
    }.items():  # fmt: skip
        (made / name).write_text(text, encoding="utf-8")
    return made


def test_the_files_of_a_folder_are_parts(folder: Path, arrived: Arrive) -> None:
    got = arrived(folder)
    assert names(got) == ["stock/north.csv", "stock/south.csv"]
    assert taken(got).frame["on_hand"].sum() == 2 + 5 + 4 - 1


def test_what_is_not_read_of_a_folder_is_told(folder: Path, arrived: Arrive) -> None:
    assert arrived(folder).notes == ("stock: not read: manual.pdf, old/north.csv, ~$north.xlsx.",)


def test_a_folder_of_mixed_kinds_is_one_stock_list(folder: Path, arrived: Arrive) -> None:
    (folder / "south.csv").unlink()
    pl.DataFrame({**PIECE, "store_id": "East"}).write_parquet(folder / "east.parquet")
    pl.DataFrame({**PIECE, "store_id": "West"}).write_excel(folder / "west.xlsx")
    (folder / "more.zip").write_bytes(zipped(south=SOUTH))
    stores = taken(arrived(folder)).frame["store_id"].unique().sort().to_list()
    assert stores == ["East", "North", "South", "West"]


def test_long_files_of_a_zip_lie_on_disk(
    tmp_path: Path, arrived: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LEAST", len(NORTH) - 1)
    path = tmp_path / "night.zip"
    path.write_bytes(zipped(north=NORTH, little="Store,SKU,Qty\nX,1,2\n"))
    long, little = arrived(path).uploads
    assert isinstance(long.data, mmap.mmap)
    assert long.path is not None
    assert long.path.read_text(encoding="utf-8") == long.data[:].decode() == NORTH
    assert (little.path, little.data) == (None, b"Store,SKU,Qty\nX,1,2\n")
    assert taken(arrived(path)).frame["on_hand"].sum() == 2 + 5 + 2


def test_a_long_parquet_file_of_a_zip_is_read(
    tmp_path: Path, arrived: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LEAST", 0)
    path = tmp_path / "night.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("north.parquet", parquet())
    assert taken(arrived(path)).frame["on_hand"].to_list() == [2, 5]


def test_no_room_for_a_file_of_a_zip_is_no_damage(
    tmp_path: Path, arrived: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LEAST", 0)
    path = tmp_path / "night.zip"
    path.write_bytes(zipped(north=NORTH))
    (tmp_path / "fetched" / "unpacked-0").mkdir(parents=True)
    with pytest.raises(OSError, match="unpacked-0"):
        arrived(path)


def test_a_damaged_zip_on_disk_is_told(
    tmp_path: Path, arrived: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LEAST", 0)
    whole, path = zipped(north=NORTH, south=SOUTH), tmp_path / "night.zip"
    for place in range(4, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with suppress(UnusableFileError):
            got = arrived(path)
            assert taken(got).frame.height == 4 or "not read" in got.notes[0]


@pytest.mark.parametrize("ending", [".csv", ""])
def test_a_file_of_a_folder_that_may_not_be_read_stops_it(
    ending: str, folder: Path, arrived: Arrive
) -> None:
    (folder / f"broken{ending or '.tsv'}").symlink_to(folder / "gone")
    with pytest.raises(UnusableFileError, match="stock/broken"):
        arrived(folder)


def test_an_empty_folder_is_refused(tmp_path: Path, arrived: Arrive) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(UnusableFileError, match="an empty folder"):
        arrived(tmp_path / "none")


def test_a_folder_of_no_tables_names_them(tmp_path: Path, arrived: Arrive) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "manual.pdf").write_bytes(b"%PDF")
    with pytest.raises(UnusableFileError, match=r"manual\.pdf"):
        arrived(tmp_path / "none")


def test_links_in_a_circle_end(folder: Path, arrived: Arrive) -> None:
    (folder / "old" / "store=1").symlink_to(folder / "old")
    (folder / "again=1").symlink_to(folder)
    assert names(arrived(folder)) == ["stock/north.csv", "stock/south.csv"]


def test_a_file_and_the_folder_it_is_in_are_not_counted_twice(
    folder: Path, arrived: Arrive
) -> None:
    with pytest.raises(UnusableFileError, match="the same content"):
        taken(arrived(folder, folder / "north.csv"))


def dataset(folder: Path) -> Path:
    """Parquet files that are pieces of one table, cut by store."""
    for store in ("01", "2"):
        (folder / f"store_id={store}").mkdir(parents=True)
        (folder / f"store_id={store}" / "part-0.parquet").write_bytes(parquet())
    (folder / "_SUCCESS").touch()
    return folder


def test_a_parquet_folder_is_one_table(tmp_path: Path, arrived: Arrive) -> None:
    got = arrived(dataset(tmp_path / "lake"))
    assert names(got) == ["lake"]
    rows = taken(got).frame.select("store_id", "sku", "on_hand").sort("store_id", "sku").rows()
    assert rows == [("01", "001", 2), ("01", "002", 5), ("2", "001", 2), ("2", "002", 5)]


def test_pieces_with_other_columns_are_refused(tmp_path: Path, arrived: Arrive) -> None:
    folder = dataset(tmp_path / "lake")
    (folder / "store_id=2" / "part-1.parquet").write_bytes(parquet(colour="red"))
    with pytest.raises(UnusableFileError, match=r"part-1\.parquet has other columns"):
        arrived(folder)


def test_a_damaged_piece_is_refused(tmp_path: Path, arrived: Arrive) -> None:
    folder = dataset(tmp_path / "lake")
    (folder / "store_id=2" / "part-0.parquet").write_bytes(parquet()[:-9])
    with pytest.raises(UnusableFileError, match="cut short"):
        arrived(folder)


def test_a_folder_that_may_not_be_listed_is_refused(
    folder: Path, arrived: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise PermissionError(EACCES, os.strerror(EACCES))

    monkeypatch.setattr(Path, "iterdir", fail)
    with pytest.raises(UnusableFileError, match="permission denied"):
        arrived(folder)


def test_a_file_of_a_cloud_is_read(storage: Storage, arrived: Arrive) -> None:
    got = arrived(storage.put("night/north 100%.csv", NORTH))
    assert names(got) == ["north 100%.csv"]
    assert taken(got).frame["on_hand"].to_list() == [2, 5]


def test_a_folder_of_a_cloud_is_read_as_one_here(storage: Storage, arrived: Arrive) -> None:
    for key, text in {
        "north.csv": NORTH, "Süd & co.csv": SOUTH, "manual.pdf": "%PDF", "old/a.csv": NORTH,
    }.items():  # fmt: skip
        storage.put(f"night/{key}", text)
    got = arrived("s3://exports/night")
    assert names(got) == ["night/Süd & co.csv", "night/north.csv"]
    assert got.notes == ("night: not read: manual.pdf, old/a.csv.",)
    assert taken(got).frame["on_hand"].sum() == 2 + 5 + 4 - 1


def test_what_is_not_read_is_not_fetched(storage: Storage, arrived: Arrive, tmp_path: Path) -> None:
    storage.put("night/north.csv", NORTH)
    storage.put("night/film.pdf", "%PDF")
    arrived("s3://exports/night/")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["north.csv"]


def test_a_zip_of_a_cloud_is_unpacked(storage: Storage, arrived: Arrive) -> None:
    got = arrived(storage.put("night.zip", zipped(north=NORTH, south=SOUTH)))
    assert names(got) == ["night.zip/north.csv", "night.zip/south.csv"]


def test_a_parquet_folder_of_a_cloud_is_one_table(storage: Storage, arrived: Arrive) -> None:
    storage.put("lake/store_id=01/part-0.parquet", parquet())
    storage.put("lake/store_id=2/part-0.parquet", parquet())
    storage.put("lake/_SUCCESS", "")
    got = arrived("s3://exports/lake/")
    assert names(got) == ["lake"]
    assert taken(got).frame["store_id"].unique().sort().to_list() == ["01", "2"]


def test_sources_of_one_name_do_not_overwrite_each_other(storage: Storage, arrived: Arrive) -> None:
    got = arrived(storage.put("a/stock.csv", NORTH), storage.put("b/stock.csv", SOUTH))
    assert [bytes(upload.data).decode() for upload in got.uploads] == [NORTH, SOUTH]


class Hostile:
    """A storage whose keys lead out of the folder."""

    def __init__(self, key: str) -> None:
        self.key, self.name = key, "stock"

    def is_file(self) -> bool:
        return False

    def names(self) -> list[str]:
        return [self.key]

    def fetch(self, name: str, path: Path) -> None:
        raise AssertionError(name, path)


@pytest.mark.parametrize(
    "key", ["../../evil.csv", "/evil.csv", "/etc/store=1/part-0.parquet", "a=1/../../b.parquet"]
)
def test_no_key_leads_out_of_the_folder(
    key: str, arrived: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("profit_sentinel.adapters.objects.StoredObjects", lambda _: Hostile(key))
    with pytest.raises(UnusableFileError):
        arrived("s3://exports/stock/")


def test_an_address_of_a_file_here_is_a_path(folder: Path, arrived: Arrive) -> None:
    assert names(arrived(f"file://{folder}/north.csv")) == ["north.csv"]


def test_an_address_nobody_knows_is_a_wrong_use(arrived: Arrive) -> None:
    with pytest.raises(WrongUsageError, match="s3://, gs://, az://, file://"):
        arrived("ftp://here/a.csv")
