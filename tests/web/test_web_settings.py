"""Settings as a page: what a choice would do is told before it is saved, and can be undone."""

from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from homes import Line, dead, listing, ordinary
from profit_sentinel.app import service
from profit_sentinel.config import Config
from visitor import TODAY

DEAD, QUIET = dead("D1"), dead("D2")
"""Two lines of 10 pieces at $6 nobody buys: $60 each."""


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = service(Config(home=tmp_path_factory.mktemp("home"), rate=""))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=True) as made:
        sold = TODAY
        goods = [Line(each.sku, last_sold=sold) for each in ordinary()]
        data = listing(Line("NEG", on_hand=-3, cost=12.5, last_sold=sold), DEAD, QUIET, *goods)
        made.post("/start", files={"files": ("stock.csv", data, "text/csv")})
        upload = made.get("/api/v1/uploads").json()["uploads"][0]
        made.get(f"/api/v1/uploads/{upload['id']}/events")
        yield made


def choice(**said: str | list[str]) -> dict[str, str | list[str]]:
    empty = dict.fromkeys(("department", "dead_stock_days", "cover_days", "salvage"), "")
    return {"preset": "hardware", "amount": "balanced", **empty, **said}


def dead_dollars(client: TestClient) -> float:
    issues = client.get("/api/v1/issues?leak=dead_stock").json()["issues"]
    return sum(float(issue["dollar_impact"]) for issue in issues)


def hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].partition('"')[0]


def toml_of(page: str) -> str:
    return unescape(page.split('name="toml" hidden>')[1].partition("</textarea>")[0])


def test_a_choice_is_tried_saved_and_undone(client: TestClient) -> None:
    assert dead_dollars(client) == 120
    tried = client.post(
        "/settings/try",
        data=choice(department=["PLUMBING", ""], dead_stock_days=["900", ""],
                    cover_days=["", ""], salvage=["", ""]),
    ).text  # fmt: skip
    assert "Judging stock 1 of 1: store 1" in tried
    assert "Dead stock: PLUMBING" in tried.split("What goes")[1]
    assert "-$120" in tried
    assert dead_dollars(client) == 120
    saved = client.post("/settings", data={"toml": toml_of(tried), "seen": hidden(tried, "seen")})
    assert "Saved." in saved.text
    assert 'value="PLUMBING"' in saved.text
    assert dead_dollars(client) == 0
    back = client.post("/settings/undo", data={"change": hidden(saved.text, "change")})
    assert back.status_code == 200
    assert dead_dollars(client) == 120


def test_nothing_tried_is_kept(client: TestClient) -> None:
    snapshots = client.get("/api/v1/snapshots").json()
    before = client.get("/api/v1/settings").json()
    answer = client.post("/settings/try", data=choice(preset="convenience", amount="few"))
    assert answer.status_code == 200
    assert client.get("/api/v1/settings").json() == before
    assert client.get("/api/v1/snapshots").json() == snapshots


def test_the_effect_shown_is_the_one_saved(client: TestClient) -> None:
    tried = client.post("/settings/try", data=choice(preset="garden", amount="more")).text
    client.post("/settings", data={"toml": toml_of(tried), "seen": hidden(tried, "seen")})
    held = client.get("/api/v1/settings").json()["toml"]
    assert 'preset = "garden"' in held
    assert "false_alarms = 0.25" in held
    again = client.post("/settings/try", data=choice(preset="garden", amount="more")).text
    assert "Nothing changes in today" in again


def test_what_somebody_else_saved_meanwhile_is_not_written_over(client: TestClient) -> None:
    tried = client.post("/settings/try", data=choice(amount="few")).text
    client.put("/api/v1/settings", json={"toml": 'preset = "lumber"'})
    answer = client.post("/settings", data={"toml": toml_of(tried), "seen": hidden(tried, "seen")})
    assert answer.status_code == 409
    assert 'preset = "lumber"' in client.get("/api/v1/settings").json()["toml"]


@pytest.mark.parametrize(
    "said",
    [
        {"department": "PLUMBING", "dead_stock_days": "soon"},
        {"department": "PLUMBING", "salvage": "half"},
        {"department": "PLUMBING", "salvage": "150"},
        {"preset": "bakery"},
    ],
)
def test_what_cannot_be_is_told(client: TestClient, said: dict[str, str]) -> None:
    answer = client.post("/settings/try", data=choice(**said))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_key_that_makes_no_sense_is_told_on_the_page(client: TestClient) -> None:
    answer = client.post("/keys", data={"name": "nightly", "role": "manager"})
    assert answer.status_code == 422
    assert "A manager needs the stores" in answer.text
    assert 'action="/keys"' in answer.text
    made = client.post("/keys", data={"name": "nightly", "role": "manager", "of": "1"})
    assert '<code class="secret">ps_' in made.text
