"""The digest page: figures of a selection, what changed, what the data are worth."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from homes import Line, dead, listing, ordinary
from profit_sentinel.app import service
from profit_sentinel.config import Config
from visitor import TODAY


def chain(day: int, *lines: Line) -> bytes:
    sold = TODAY - timedelta(days=day)
    plain = [*lines, *ordinary(), *ordinary(store="2")]
    return listing(*(replace(each, last_sold=sold) if each.sold else each for each in plain))


def negative(sku: str, count: int, store: str = "1", department: str = "PLUMBING") -> Line:
    """Negative stock at $50 a piece."""
    return Line(sku, on_hand=-count, cost=50, price=80, store=store, department=department)


def bring(client: TestClient, data: bytes) -> None:
    client.post("/start", files={"files": ("stock.csv", data, "text/csv")})
    upload = client.get("/api/v1/uploads").json()["uploads"][0]
    client.get(f"/api/v1/uploads/{upload['id']}/events")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = service(Config(home=tmp_path_factory.mktemp("home"), rate=""))
    with TestClient(app, base_url="http://127.0.0.1") as made:
        old, new = negative("P", 2), negative("P", 4)
        bring(made, chain(8, old, negative("G", 6, "2", "PAINT"), dead("D")))
        bring(made, chain(1, new, negative("N", 1, "2", "TOOLS"), dead("D")))
        yield made


def titles(client: TestClient, query: str = "") -> set[str]:
    page = client.get(f"/digest{query}").text
    return set(re.findall(r'<h3><a href="/issues/[^"]+">([^<]+)</a>', page))


NEGATIVE = {"Negative inventory: PLUMBING, store 1", "Negative inventory: TOOLS, store 2"}
DEAD = {"Dead stock: PLUMBING, store 1"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", NEGATIVE | DEAD),
        ("?store=1", {"Negative inventory: PLUMBING, store 1"} | DEAD),
        ("?store=2", {"Negative inventory: TOOLS, store 2"}),
        ("?leak=dead_stock", DEAD),
        ("?money=capital", DEAD),
        ("?money=record&store=2", {"Negative inventory: TOOLS, store 2"}),
        ("?place=TOOLS", {"Negative inventory: TOOLS, store 2"}),
        ("?trend=worsening", {"Negative inventory: PLUMBING, store 1"}),
        ("?store=&leak=&money=&place=", NEGATIVE | DEAD),
        ("?leak=zero_cost", set()),
    ],
)
def test_each_filter_shows_its_own(client: TestClient, query: str, expected: set[str]) -> None:
    assert titles(client, query) == expected


def test_a_selection_has_its_own_totals(client: TestClient) -> None:
    whole, record = client.get("/digest").text, client.get("/digest?money=record&store=1").text
    assert "$250 wrong on the books" in whole
    assert "$200 wrong on the books" in record
    assert "recoverable within" in whole
    assert "recoverable within" not in record


def test_what_changed_since_last_time_is_told(client: TestClient) -> None:
    page = client.get("/digest").text
    since = page.split('class="since"')[1].partition("</section>")[0]
    assert "<strong>1</strong> new" in since
    assert "<strong>1</strong> worse" in since
    assert "<strong>1</strong> as before" in since
    assert "1 issue of last time no longer seen in the data" in since
    assert "Negative inventory: PAINT, store 2" in since
    assert "PAINT" not in client.get("/digest?store=1").text


def test_what_is_silenced_did_not_go_by_itself(tmp_path: Path) -> None:
    app = service(Config(home=tmp_path, rate=""))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        lines = negative("P", 2), negative("G", 6, "2", "PAINT")
        bring(client, chain(8, *lines))
        issue = client.get("/api/v1/issues?store_id=2").json()["issues"][0]["id"]
        client.post(f"/issues/{issue}/decide", data={"state": "dismissed", "reason": "loose"})
        bring(client, chain(1, *lines))
        assert "no longer seen" not in client.get("/digest").text


def test_the_age_and_the_reading_of_the_data_are_told(client: TestClient) -> None:
    page = client.get("/digest").text
    quality = page.split('id="quality"')[1]
    assert "stock.csv" in quality
    assert "27 of 27 rows used" in quality
    assert "Not checked:" in quality


def test_a_store_nobody_knows_is_told(client: TestClient) -> None:
    assert client.get("/digest?store=9").status_code == 404
    assert client.get("/digest?money=gold").status_code == 422
