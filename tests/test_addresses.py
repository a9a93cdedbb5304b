"""Addresses that nobody can read are refused where they are given, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from profit_sentinel.addresses import apart
from profit_sentinel.api.application import application
from profit_sentinel.app import open_database, open_home
from profit_sentinel.config import Config
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.services.inputs import arrive
from profit_sentinel.web.site import add_pages

if TYPE_CHECKING:
    from pathlib import Path

S = "https:" + 2 * "/"
HALF = f"{S}[::1"
UNREADABLE = ["[::1", "[x]", "[::1]x:80:80", "127.0.0.1:port", "127.0.0.1:99999"]


@pytest.mark.parametrize("place", ["//[", HALF, "//[x]", "//h:p", "//h:65536"])
def test_what_nobody_can_read_has_no_parts(place: str) -> None:
    assert apart(place) is None


def test_what_can_be_read_has_parts() -> None:
    parts = apart(f"{S}[::1]:8001/a?b")
    assert parts is not None
    assert (parts.hostname, parts.port, parts.path, parts.query) == ("::1", 8001, "/a", "b")


@pytest.mark.parametrize("host", UNREADABLE)
def test_an_unreadable_host_is_refused_at_the_open_door(tmp_path: Path, host: str) -> None:
    client = TestClient(application(open_home(Config(home=tmp_path, readers=0))))
    answer = client.get("/api/v1/tasks", headers={"Host": host})
    assert answer.status_code == 400
    assert "Host" in answer.json()["detail"]


@pytest.mark.parametrize("origin", [f"{S}[", f"{S}[x]", "null", ""])
def test_an_unreadable_origin_is_another_site(tmp_path: Path, origin: str) -> None:
    home = open_home(Config(home=tmp_path, readers=0))
    client = TestClient(application(home), base_url="http://127.0.0.1:8001")
    answer = client.post("/api/v1/delegate", json={}, headers={"Origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize(("method", "path", "headers"), [
    ("GET", "//[/x", {"Accept": "text/html"}),
    ("POST", "/tasks/1", {"Accept": "text/html", "Referer": HALF}),
    ("GET", "/", {"HX-Request": "true", "HX-Current-URL": HALF}),
])  # fmt: skip
def test_from_an_unreadable_place_one_comes_to_the_sign_in(
    tmp_path: Path, method: str, path: str, headers: dict[str, str]
) -> None:
    app = application(open_home(Config(home=tmp_path, readers=0, dev_mode=False)))
    add_pages(app)
    client = TestClient(app, follow_redirects=False)
    answer = client.request(method, f"http://localhost{path}", headers=headers)
    assert answer.status_code in {303, 401}
    place = answer.headers.get("location") or answer.headers["hx-redirect"]
    assert place == "/sign-in"


@pytest.mark.parametrize(("name", "said"), [
    ("address", HALF), ("address", f"{S}[x]"), ("address", f"{S}shop:port"),
    ("address", f"{S}:443"), ("address", "shop.example"),
    ("host", "[::1]"), ("host", "["), ("host", "a b"), ("host", ""),
    ("port", 70_000),
])  # fmt: skip
def test_a_setting_that_is_no_address_is_named(name: str, said: Any) -> None:
    with pytest.raises(WrongUsageError, match=f"PROFIT_SENTINEL_{name.upper()} cannot be used"):
        Config(**{name: said})


def test_what_a_setting_says_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROFIT_SENTINEL_CORS", "secret")
    with pytest.raises(WrongUsageError, match="cors") as caught:
        Config()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("place", ["s3://[", "s3://", "ftp://host/x", "://"])
def test_an_address_of_no_bucket_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(WrongUsageError, match="no bucket"):
        open_home(Config(home=tmp_path, bucket_url=place))


@pytest.mark.parametrize(
    "place", ["postgresql://host:port/name", "postgresql://u:p@[::1/name", "sqlite://"]
)
def test_an_address_of_no_database_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(WrongUsageError, match="database address"):
        open_database(Config(home=tmp_path, database_url=place))


@pytest.mark.parametrize(
    "changes",
    [{"jwks": HALF}, {"jwks": "ftp://host/keys"}, {"jwks": "://"}, {"rate": "often"},
     {"sign_in_rate": "600"}],
)  # fmt: skip
def test_the_service_does_not_begin_with_what_it_would_stumble_over(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    home = open_home(Config(home=tmp_path, readers=0, **changes))
    (name,) = changes
    with pytest.raises(WrongUsageError, match=f"PROFIT_SENTINEL_{name.upper()}"):
        application(home)


@pytest.mark.parametrize("sender", ["ann@[", "ann", "@shop.example", "ann@shop@example", ""])
def test_a_sender_that_is_no_address_is_refused(tmp_path: Path, sender: str) -> None:
    with pytest.raises(WrongUsageError, match="PROFIT_SENTINEL_MAIL_FROM"):
        open_home(Config(home=tmp_path, smtp_host="127.0.0.1", mail_from=sender))


@pytest.mark.parametrize("place", ["file://[x", "s3://[", "s3://[x]/stock.csv"])
def test_a_source_that_is_no_address_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(WrongUsageError, match="write it as"):
        arrive([place], tmp_path)


def test_an_endpoint_that_is_no_address_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", HALF)
    with pytest.raises(WrongUsageError, match="endpoint"):
        arrive(["s3://bucket/stock.csv"], tmp_path)
