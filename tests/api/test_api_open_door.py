"""Without sign-in, pages of somebody else must not act in the owner's name."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from profit_sentinel.api.application import application
from profit_sentinel.app import open_home
from profit_sentinel.config import Config

TASK = {"issue_id": "x", "assignee": "Ann"}


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    home = open_home(Config(home=tmp_path, readers=0))
    return TestClient(application(home), base_url="http://127.0.0.1:8001")


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost", "[::1]:8001"])
def test_its_own_addresses_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/tasks", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8001", ""])
def test_a_name_that_leads_here_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/tasks", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 404)]
)
def test_another_site_may_not_change_anything(client: TestClient, site: str, status: int) -> None:
    asked = client.post("/api/v1/delegate", json=TASK, headers={"Sec-Fetch-Site": site})
    assert asked.status_code == status
