import socket
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import pytest

from profit_sentinel.adapters.objects import StoredObjects
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.domain.intake import UnusableFileError
from storage import Storage, endpoint


@pytest.fixture
def closed_port() -> int:
    """A port of this machine at which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def test_a_file_is_fetched_to_the_last_byte(storage: Storage, tmp_path: Path) -> None:
    data = bytes(range(256)) * 50_000
    objects = StoredObjects(storage.put("deep/stock.bin", data))
    assert objects.is_file()
    objects.fetch("", tmp_path / "new" / "stock.bin")
    assert (tmp_path / "new" / "stock.bin").read_bytes() == data


def test_a_file_keeps_the_day_it_was_written(storage: Storage, tmp_path: Path) -> None:
    StoredObjects(storage.put("stock.csv", "a")).fetch("", tmp_path / "a")
    written = datetime.fromtimestamp((tmp_path / "a").stat().st_mtime, UTC)
    assert abs((datetime.now(UTC) - written).total_seconds()) < 60


def test_the_names_of_a_folder_are_below_it(storage: Storage) -> None:
    for key in ("stock/a.csv", "stock/deep/b.csv", "stock_old.csv", "stock/"):
        storage.put(key, "" if key.endswith("/") else "a")
    objects = StoredObjects("s3://exports/stock")
    assert not objects.is_file()
    assert sorted(objects.names()) == ["a.csv", "deep/b.csv"]
    assert objects.name == "stock"


def test_a_bucket_is_a_folder(storage: Storage) -> None:
    storage.put("a.csv", "a")
    assert StoredObjects("s3://exports").names() == ["a.csv"]
    assert StoredObjects("s3://exports").name == "exports"


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("a b/100% Hämmer.csv", "a b/100% Hämmer.csv"),
        ("a b/100% Hämmer.csv", "a%20b/100%25%20H%C3%A4mmer.csv"),
        ("a%20b.csv", "a%2520b.csv"),
        ("Lager (2)+neu&alt=1.csv", "Lager (2)+neu&alt=1.csv"),
    ],
)
def test_names_may_hold_any_character(
    key: str, address: str, storage: Storage, tmp_path: Path
) -> None:
    storage.put(key, "found")
    objects = StoredObjects(f"s3://exports/{address}")
    assert objects.is_file()
    objects.fetch("", tmp_path / "a")
    assert (tmp_path / "a").read_text() == "found"


@pytest.mark.parametrize("address", ["exports/none.csv", "exports/none/", "nowhere/", "nowhere"])
@pytest.mark.usefixtures("storage")
def test_what_is_not_there_is_told(address: str) -> None:
    objects = StoredObjects(f"s3://{address}")
    assert not objects.is_file()
    with pytest.raises(UnusableFileError, match="no such file or folder"):
        objects.names()


@pytest.mark.usefixtures("storage")
def test_a_file_that_went_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableFileError, match=r"s3://exports/stock/a\.csv: no such file"):
        StoredObjects("s3://exports/stock/").fetch("a.csv", tmp_path / "a")


def test_refused_access_names_the_credentials(storage: Storage, tmp_path: Path) -> None:
    objects = StoredObjects(storage.put("stock/a.csv", "a"))
    folder = StoredObjects("s3://exports/stock/")
    storage.refuse()
    for refused in (
        objects.is_file,
        folder.names,
        lambda: folder.fetch("a.csv", tmp_path / "a"),
    ):
        with pytest.raises(UnusableFileError, match="no access") as told:
            refused()
        assert "AWS_ACCESS_KEY_ID" in told.value.attempt
    assert not (tmp_path / "a").exists()


@pytest.mark.usefixtures("storage")
def test_a_storage_that_does_not_answer_is_told_in_seconds(
    closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint(f"127.0.0.1:{closed_port}"))
    started = perf_counter()
    with pytest.raises(UnusableFileError, match="does not answer") as told:
        StoredObjects("s3://exports/a.csv").is_file()
    assert perf_counter() - started < 10
    assert "\n" not in told.value.found


@pytest.mark.parametrize("key", ["stock/../../evil.csv", "stock/./evil.csv"])
def test_a_key_that_is_no_path_is_refused(key: str, storage: Storage) -> None:
    storage.put(key, "evil")
    with pytest.raises(UnusableFileError, match="no path"):
        StoredObjects("s3://exports/stock/").names()
    with pytest.raises(UnusableFileError, match="no path"):
        StoredObjects(f"s3://exports/{key}").is_file()


def test_no_room_on_this_machine_is_told(storage: Storage, tmp_path: Path) -> None:
    objects = StoredObjects(storage.put("a.csv", "a"))
    with pytest.raises(UnusableFileError, match="cannot be copied"):
        objects.fetch("", tmp_path / ("long" * 100))


def test_an_address_without_a_bucket_is_a_wrong_use() -> None:
    with pytest.raises(WrongUsageError, match="names no bucket"):
        StoredObjects("s3://")


def test_plain_http_is_spoken_to_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint("storage.invalid:9000"))
    with pytest.raises(UnusableFileError, match="AWS_ALLOW_HTTP=true"):
        StoredObjects("s3://exports/a.csv")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    assert StoredObjects("s3://exports/a.csv").name == "a.csv"
