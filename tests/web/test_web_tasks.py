"""Tasks as pages: by state and person, overdue, and two people at one task."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from profit_sentinel.app import service
from profit_sentinel.config import Config
from profit_sentinel.store.tables import Task
from visitor import TODAY, stock


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = service(Config(home=tmp_path_factory.mktemp("home"), rate=""))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=True) as made:
        made.post("/start", files={"files": ("stock.csv", stock(1).encode(), "text/csv")})
        upload = made.get("/api/v1/uploads").json()["uploads"][0]
        made.get(f"/api/v1/uploads/{upload['id']}/events")
        yield made


@pytest.fixture
def task(client: TestClient) -> str:
    issue = client.get("/api/v1/issues").json()["issues"][0]["id"]
    path: str = client.post(f"/issues/{issue}/delegate", data={"assignee": "Ann"}).url.path
    return path


def version(page: str) -> str:
    return page.split('name="seen" value="')[1].partition('"')[0]


def notes(client: TestClient, task: str) -> list[str]:
    history = client.get(f"/api/v1{task}").json()["history"]
    return [event["note"] for event in history if event["note"]]


def test_two_tabs_never_write_over_each_other(client: TestClient, task: str) -> None:
    seen = version(client.get(task).text)
    first = {"status": "in_progress", "notes": "counted half", "seen": seen}
    assert client.post(f"{task}/move", data=first).status_code == 200
    second = {"status": "completed", "notes": "a long story", "seen": seen}
    answer = client.post(f"{task}/move", data=second)
    assert answer.status_code == 409
    assert "somebody has changed this task" in answer.text.lower()
    assert "counted half" in answer.text.split('role="alert"')[1].partition("</div>")[0]
    assert ">a long story</textarea>" in answer.text
    assert client.get(f"/api/v1{task}").json()["status"] == "in_progress"
    assert notes(client, task) == ["counted half"]
    again = {**second, "seen": version(answer.text)}
    assert client.post(f"{task}/move", data=again).status_code == 200
    assert notes(client, task) == ["counted half", "a long story"]


def test_a_dismissal_without_a_reason_is_told_on_the_task(client: TestClient, task: str) -> None:
    answer = client.post(f"{task}/move", data={"status": "dismissed", "notes": " "})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'name="seen"' in answer.text


def test_a_step_ticked_in_two_tabs_is_ticked_once(client: TestClient, task: str) -> None:
    for _ in range(2):
        assert client.post(f"{task}/steps/0", data={"done": "true"}).status_code == 200
    told = client.get(f"/api/v1{task}").json()
    assert told["task"]["checklist"][0]["done"]
    assert [event["what"] for event in told["history"]] == ["open", "step"]


def test_tasks_are_listed_by_state_and_by_person(client: TestClient, task: str) -> None:
    by_state, by_person = client.get("/tasks").text, client.get("/tasks?by=person").text
    assert "<h2>Open <small>1</small></h2>" in by_state
    assert "<h2>Ann <small>1</small></h2>" in by_person
    assert task in client.get("/tasks?person=Ann").text
    assert task not in client.get("/tasks?person=Bob").text


def test_a_person_of_the_name_of_a_state_is_no_state(client: TestClient) -> None:
    issue = client.get("/api/v1/issues").json()["issues"][0]["id"]
    path = client.post(f"/issues/{issue}/delegate", data={"assignee": "completed"}).url.path
    by_state, by_person = client.get("/tasks").text, client.get("/tasks?by=person").text
    assert "<h2>Open <small>1</small></h2>" in by_state
    assert "<h2>Completed" not in by_state
    assert by_state.count(f'href="{path}"') == 1
    assert "<h2>completed <small>1</small></h2>" in by_person


def test_what_is_overdue_is_marked_until_it_is_done(client: TestClient, task: str) -> None:
    assert "overdue" not in client.get("/tasks").text
    home = client.app.state.home  # type: ignore[attr-defined]
    with home.database.writing("local") as session:
        session.execute(update(Task).values(deadline=TODAY - timedelta(days=2)))
    assert "1 task overdue" in client.get("/tasks").text
    assert "overdue" in client.get(task).text
    client.post(f"{task}/move", data={"status": "completed"})
    assert "overdue" not in client.get("/tasks").text
