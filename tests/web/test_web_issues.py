"""An issue of 10,000 SKUs as pieces, files and worked figures."""

import csv
import gzip
from collections.abc import Iterator
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from homes import Line, listing, ordinary
from profit_sentinel.app import service
from profit_sentinel.config import Config

MANY = 10_000
WICKED = "@SUM(1+1)"
"""A description that a spreadsheet would run."""
MOST_BYTES = 200_000
"""Of one request, beyond vendored libraries."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = service(Config(home=tmp_path_factory.mktemp("home"), rate=""))
    with TestClient(app, base_url="http://127.0.0.1") as made:
        many = [Line(f"S{n:05}", on_hand=-1, cost=6 + n / 1000, price=20) for n in range(MANY - 1)]
        data = listing(*many, Line("FIRST", on_hand=-2, cost=50, price=90), *ordinary())
        data = data.replace(b"item FIRST", WICKED.encode())
        made.post("/start", files={"files": ("stock.csv", data, "text/csv")})
        upload = made.get("/api/v1/uploads").json()["uploads"][0]
        made.get(f"/api/v1/uploads/{upload['id']}/events")
        yield made


@pytest.fixture(scope="module")
def issue(client: TestClient) -> str:
    (found,) = client.get("/api/v1/issues?leak=negative_inventory").json()["issues"]
    assert found["sku_count"] == MANY
    return f"/issues/{found['id']}"


def test_the_pieces_are_the_whole_and_none_is_large(client: TestClient, issue: str) -> None:
    first = client.get(f"{issue}/rows.json").json()
    seen: list[str] = []
    for number in range(1, first["last_page"] + 1):
        answer = client.get(f"{issue}/rows.json?number={number}")
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) < MOST_BYTES
        assert len(answer.content) < MOST_BYTES
        seen += [row["sku"] for row in answer.json()["data"]]
    assert len(seen) == len(set(seen)) == MANY
    amounts = [row["dollars"] for row in first["data"]]
    assert amounts == sorted(amounts, reverse=True)


def test_who_does_not_unpack_gets_it_plain(client: TestClient, issue: str) -> None:
    answer = client.get(f"{issue}/rows.json", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.json()["data"][0]["description"] == WICKED


@pytest.mark.parametrize("path", ["", "/chart.json"])
def test_the_page_and_its_chart_are_small(client: TestClient, issue: str, path: str) -> None:
    assert len(client.get(issue + path).content) < MOST_BYTES


def test_no_cell_of_a_file_is_a_formula(client: TestClient, issue: str) -> None:
    text = client.get(f"{issue}/skus.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == MANY
    assert rows[0]["description"] == f"'{WICKED}"
    with ZipFile(BytesIO(client.get(f"{issue}/skus.xlsx").content)) as book:
        sheet, texts = book.read("xl/worksheets/sheet1.xml"), book.read("xl/sharedStrings.xml")
    assert f"'{WICKED}".encode() in texts
    assert b"<f>" not in sheet


def test_the_figures_of_one_row_are_worked_out(client: TestClient, issue: str) -> None:
    page = client.get(f"{issue}?sku=S01000").text
    assert "1 unit below zero x $7.00 each = $7." in page
    assert "The file itself states it" in page
    assert client.get(f"{issue}?sku=none").status_code == 404


@pytest.mark.parametrize(
    ("action", "form"),
    [
        ("decide", {"state": "confirmed"}),
        ("decide", {"state": "dismissed", "reason": "bins"}),
        ("decide", {"state": "snoozed", "until": "2100-01-01"}),
    ],
)
def test_each_decision_can_be_undone(
    client: TestClient, issue: str, action: str, form: dict[str, str]
) -> None:
    after = client.post(f"{issue}/{action}", data=form).text
    assert f'action="{issue}/undo"' in after
    assert client.post(f"{issue}/undo").status_code == 200
    assert client.get(issue).status_code == 200


def test_packing_loses_nothing(client: TestClient, issue: str) -> None:
    with client.stream("GET", f"{issue}/rows.json") as answer:
        raw = b"".join(answer.iter_raw())
    assert gzip.decompress(raw) == client.get(
        f"{issue}/rows.json", headers={"Accept-Encoding": "identity"}
    ).content  # fmt: skip
