"""What pages answer to what browsers send, without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from profit_sentinel.app import service
from profit_sentinel.config import Config
from profit_sentinel.services import tasks
from profit_sentinel.web import start
from visitor import stock

GET = ("/start", "/digest", "/tasks", "/stores", "/settings", "/leaks", "/search?q=x")
NUL = "/search?q=%00", "/digest?place=%00", "/tasks?person=%00"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = service(Config(home=tmp_path_factory.mktemp("home"), rate=""))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=True) as made:
        bring(made, stock(1))
        yield made


def bring(client: TestClient, text: str) -> None:
    client.post("/start", files={"files": ("stock.csv", text.encode(), "text/csv")})
    upload = client.get("/api/v1/uploads").json()["uploads"][0]
    client.get(f"/api/v1/uploads/{upload['id']}/events")


def issue_of(client: TestClient) -> str:
    return str(client.get("/api/v1/issues").json()["issues"][0]["id"])


@pytest.mark.parametrize("path", GET)
def test_every_page_is_a_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_a_file_larger_than_other_forms_may_be_is_taken(client: TestClient) -> None:
    large = stock(1) + "".join(f"9{n:07},FILLER,TOOLS,ACME,1,1.00,2.00,\n" for n in range(9_000))
    assert len(large) > Config().body_kilobytes * 1024
    answer = client.post("/start", files={"files": ("large.csv", large.encode(), "text/csv")})
    assert answer.status_code == 200
    assert "/uploads/" in str(answer.url)


@pytest.mark.parametrize(
    ("form", "action"),
    [
        ({"assignee": "Ann", "deadline": "tomorrow"}, "delegate"),
        ({"assignee": "  "}, "delegate"),
        ({"assignee": "A\0nn"}, "delegate"),
        ({"state": "snoozed", "until": "31/12/2030"}, "decide"),
        ({"state": "dismissed", "reason": " "}, "decide"),
        ({"state": "sold"}, "decide"),
    ],
)
def test_a_form_that_makes_no_sense_is_told_so(
    client: TestClient, form: dict[str, str], action: str
) -> None:
    answer = client.post(f"/issues/{issue_of(client)}/{action}", data=form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("path", NUL)
def test_what_no_database_takes_is_refused(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 422


@pytest.mark.parametrize("path", ["/leaks/none", "/issues/none", "/tasks/none", "/nowhere"])
def test_what_is_not_there_is_told_in_a_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_an_error_of_the_program_is_told_in_a_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        del args
        message = "a secret of the program"
        raise RuntimeError(message)

    monkeypatch.setattr(tasks, "listed", broken)
    answer = client.get("/tasks")
    assert answer.status_code == 500
    assert "<h1>" in answer.text
    assert "secret" not in answer.text


def test_programs_are_told_in_data(client: TestClient) -> None:
    answer = client.get("/api/v1/tasks/none")
    assert answer.headers["content-type"] == "application/problem+json"


def test_files_are_said_to_stay_where_they_do(client: TestClient) -> None:
    assert "Nothing leaves this machine." in client.get("/start").text


def test_the_demo_chain_never_stands_among_real_stores(client: TestClient) -> None:
    before = client.get("/api/v1/stores").json()
    assert client.post("/demo").status_code == 409
    assert client.get("/api/v1/stores").json() == before
    assert "/demo" not in client.get("/start").text


def test_the_demo_chain_is_offered_where_nothing_is(tmp_path: Path) -> None:
    with TestClient(service(Config(home=tmp_path)), base_url="http://127.0.0.1") as empty:
        assert 'action="/demo"' in empty.get("/start").text


def test_the_demo_chain_goes_through_the_spool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders: list[Path] = []

    def written(folder: Path, *args: object, **options: object) -> list[Path]:
        del args, options
        folders.append(folder)
        path = folder / "inventory.csv"
        path.write_text(stock(1), encoding="utf-8")
        return [path]

    monkeypatch.setattr(start, "write_demo", written)
    with TestClient(service(Config(home=tmp_path)), base_url="http://127.0.0.1") as empty:
        assert empty.post("/demo").status_code == 200
        (folder,) = folders
        assert folder.parent == empty.app.state.home.spool  # type: ignore[attr-defined]
        assert not folder.exists()


@pytest.mark.parametrize(("form", "start"), [("csv", b"\xef\xbb\xbfstore_id"), ("xlsx", b"PK")])
def test_the_skus_of_an_issue_come_as_files(client: TestClient, form: str, start: bytes) -> None:
    answer = client.get(f"/issues/{issue_of(client)}/skus.{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(start)


def test_a_search_finds_a_sku_and_a_department(client: TestClient) -> None:
    assert "Negative inventory: FASTENERS" in client.get("/search?q=2001").text
    assert "Negative inventory: FASTENERS" in client.get("/search?q=fasten").text
    assert "Nothing found" in client.get("/search?q=9%25").text
