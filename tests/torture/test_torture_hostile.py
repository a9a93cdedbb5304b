"""Files and names made to do harm end as a clear refusal, in bounded memory."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from profit_sentinel.api.application import application
from profit_sentinel.app import open_home
from profit_sentinel.config import Config
from profit_sentinel.services.reading import read_next
from torture import bombs
from torture.service import stock_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEGABYTE = 2**20
STATUS, PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service that unpacks 8 MB at most and reads nothing by itself."""
    config = Config(
        home=tmp_path_factory.mktemp("hostile") / "home", unpacked_megabytes=8, readers=0, rate=""
    )
    app = application(open_home(config))
    with TestClient(app, base_url="http://127.0.0.1") as made:
        yield made


def read(client: TestClient, name: str, data: bytes) -> dict[str, Any]:
    """What becomes of an upload."""
    answer = client.post("/api/v1/uploads", files={"file": (name, data)})
    assert answer.status_code == 201, answer.text
    home: Any = client.app
    read_next(home.state.home, "a reader")
    said: dict[str, Any] = client.get(f"/api/v1/uploads/{answer.json()['id']}").json()
    return said


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    """Fail when the memory of this process rises by more, where the system tells."""
    if not PEAK.exists():
        yield
        return
    PEAK.write_text("5", encoding="ascii")
    before = peak()
    yield
    assert peak() - before <= megabytes


def peak() -> float:
    """The most megabytes this process has had in memory."""
    line = next(each for each in STATUS.read_text("ascii").splitlines() if "VmHWM" in each)
    return int(line.split()[1]) / 1024


BOMBS: dict[str, Callable[[], bytes]] = {
    "zeros.zip": lambda: bombs.zipped(stock__csv=bytes(64 * MEGABYTE)),
    "many.zip": lambda: bombs.renamed({f"{n}.csv": b"SKU\n1\n" for n in range(2000)}),
    "nested.zip": lambda: bombs.zipped(inner__zip=bombs.zipped(stock__csv=stock_list("1", 1))),
    "blank.xlsx": lambda: bombs.workbook(bytes(64 * MEGABYTE)),
    "liar.xlsx": lambda: bombs.liar(64),
    "far.xlsx": bombs.far_apart,
    "shared.xlsx": lambda: bombs.shared("x" * MEGABYTE, 4000),
    "shared texts.xlsx": lambda: bombs.shared("x" * 32_000, 100_000),
    "in a zip.zip": lambda: bombs.zipped(far__xlsx=bombs.far_apart()),
    "short.xlsx": lambda: bombs.workbook()[:2000],
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_fails_with_a_reason_in_bounded_memory(client: TestClient, name: str) -> None:
    data = BOMBS[name]()
    with at_most(150):
        upload = read(client, name, data)
    assert upload["status"] == "failed"
    assert upload["error"]["found"]
    assert "the program" not in upload["error"]["found"]


def test_a_workbook_that_is_none_of_this_is_read(client: TestClient) -> None:
    assert read(client, "stock.xlsx", bombs.workbook())["status"] == "ready"


def test_names_in_a_zip_lead_nowhere(client: TestClient) -> None:
    names = ("../../outside.csv", "/tmp/outside.csv", "..\\outside.csv")  # noqa: S108 - not written
    data = bombs.renamed(
        {name: stock_list(str(number), number) for number, name in enumerate(names)}
    )
    assert read(client, "a.zip", data)["status"] == "ready"
    home: Any = client.app
    folder = home.state.home.folder
    assert not list(folder.parent.rglob("*outside*"))
    assert not list(folder.parent.parent.glob("outside*"))


NAMES = (
    "../../etc/passwd.csv", "..\\..\\boot.csv", "a\x00b.csv", "a\r\nSet-Cookie: x.csv", "..", "",
    " ", "n" * 300 + ".csv", "\N{SNOWMAN}" * 300 + ".csv", 'quo"te.csv', "=1+1.csv", "con.csv",
    "\u202egnp.csv",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=[ascii(name)[:20] for name in NAMES])
def test_a_file_may_be_called_anything(client: TestClient, name: str) -> None:
    home: Any = client.app
    folder = home.state.home.folder
    quoted = name.replace("\\", "\\\\").replace('"', '\\"').encode()
    body = (
        b'--part\r\nContent-Disposition: form-data; name="file"; filename="' + quoted
        + b'"\r\n\r\n' + stock_list("1", 100 + NAMES.index(name)) + b"\r\n--part--\r\n"
    )  # fmt: skip
    before = {path for path in folder.parent.rglob("*") if folder not in path.parents}
    answer = client.post(
        "/api/v1/uploads", content=body,
        headers={"Content-Type": "multipart/form-data; boundary=part"},
    )  # fmt: skip
    assert answer.status_code in {201, 400, 422}, answer.text
    assert "set-cookie" not in answer.headers
    if answer.status_code == 201:
        said = answer.json()["name"]
        assert said.isprintable()
        assert not {"/", "\\"} & set(said)
        read_next(home.state.home, "a reader")
        upload = client.get(f"/api/v1/uploads/{answer.json()['id']}").json()
        assert upload["status"] == "ready", upload["error"]
    assert before == {path for path in folder.parent.rglob("*") if folder not in path.parents}


@pytest.mark.parametrize("name", ["a b", "a\tb", "x" * 65, "<script>", "a;b", "", "\N{SNOWMAN}"])
def test_a_request_name_that_is_none_is_not_thrown_back(client: TestClient, name: str) -> None:
    answer = client.get("/health/live", headers={b"X-Request-ID": name.encode()})
    assert answer.headers["x-request-id"] != name
    assert len(answer.headers["x-request-id"]) == 32


def test_a_good_request_name_is_kept(client: TestClient) -> None:
    answer = client.get("/health/live", headers={"X-Request-ID": "a-1.b_2"})
    assert answer.headers["x-request-id"] == "a-1.b_2"


def test_half_a_letter_in_a_request_is_refused(client: TestClient) -> None:
    text = b'{"issue_id": "\\ud800", "assignee": "\\udfff"}'
    told = {"Content-Type": "application/json"}
    answer = client.post("/api/v1/delegate", content=text, headers=told)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("body", [b"[" * 100_000, b"1" * 5000, b"NaN", b"\xff", b'{"a":1e999}'])
def test_odd_json_is_refused(client: TestClient, body: bytes) -> None:
    told = {"Content-Type": "application/json"}
    assert client.post("/api/v1/delegate", content=body, headers=told).status_code in {400, 422}


def test_nothing_ends_a_filter_early(client: TestClient) -> None:
    for query in ("store_id=%00", "store_id=a%00b", "leak=%00", "store_id='%20or%201=1"):
        for noun in ("issues", "tasks", "snapshots"):
            assert client.get(f"/api/v1/{noun}?{query}").status_code in {200, 422}
    assert client.get("/api/v1/issues?store_id=%00").status_code == 422
