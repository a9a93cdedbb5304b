"""Browsers at the door: signed in, signed out, sent by another site, sent on afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from homes import MANAGER, OWNER, VIEWER, configured
from profit_sentinel.api.application import application
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.services import sign_ins
from profit_sentinel.web.sign_in import inside
from serving import BROWSER

if TYPE_CHECKING:
    from collections.abc import Callable

    from profit_sentinel.services.home import Home
    from serving import Visited, World

PUBLIC = "https" + "://profit.localhost"
"""An address others reach, of which nothing is asked."""
ELSEWHERE = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "http://evil.example", "https://evil.example/digest", "javascript:alert(1)", "evil.example",
    "/digest\r\nSet-Cookie: x=1", "/\x00", "", "/ /evil.example", "/sign-in", "/sign-in/out",
)  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere(wanted: str) -> None:
    assert inside(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/digest?store=1&more=28", "/search?q=a%20b", "/tasks/x"])
def test_everybody_is_sent_to_places_here(wanted: str) -> None:
    assert inside(wanted) == wanted


@pytest.mark.parametrize(
    "path", ["/digest?store=1&place=A%20B", "/tasks", "/nowhere", "/issues/x/skus.csv", "/people"]
)
def test_who_is_not_signed_in_is_asked_to_and_goes_on_from_there(
    path: str, visited: Visited
) -> None:
    for secret in (None, "", "nobody-gave-this-out"):
        answer = visited.look(path, secret)
        assert answer.status_code == 303
        at = urlsplit(answer.headers["location"])
        assert (at.netloc, at.path) == ("", "/sign-in")
        assert parse_qs(at.query) == {"next": [path]}
        assert inside(path) == path


def test_the_start_needs_no_name(visited: Visited) -> None:
    assert visited.look("/", None).headers["location"] == "/sign-in"


def test_files_of_people_elsewhere_are_not_said_to_stay(visited: Visited) -> None:
    page = visited.look("/start").text
    assert "Bring last night" in page
    assert "leaves this machine" not in page


def test_a_form_of_somebody_whose_time_is_over_leads_back_to_its_page(visited: Visited) -> None:
    page = {"Referer": "http://127.0.0.1/issues/7?x=1"}
    answer = visited.post("/issues/7/decide", None, data={"state": "confirmed"}, headers=page)
    assert answer.headers["location"] == "/sign-in?next=/issues/7%3Fx%3D1"
    assert visited.post("/tasks/7/move", None).headers["location"] == "/sign-in"


@pytest.mark.parametrize("site", ["http://127.0.0.1", "http://evil.example"])
def test_a_part_of_a_page_is_sent_to_sign_in_as_a_whole(site: str, visited: Visited) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": f"{site}/uploads/7?a=b", "Accept": "*/*"}
    answer = visited.look("/uploads/7/progress", None, headers=asked)
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/sign-in?next=/uploads/7%3Fa%3Db"


@pytest.mark.parametrize("path", ["/api/v1/tasks", "/metrics", "/api/v1/nowhere"])
def test_programs_are_told_in_data(path: str, visited: Visited) -> None:
    answer = visited.look(path, None)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_pages_may_ask_the_interface(visited: Visited) -> None:
    assert visited.look("/api/v1/tasks").json()["total"] == 1
    assert visited.look("/api/v1/keys", VIEWER).status_code == 403


def test_a_bad_token_is_not_mended_by_a_cookie(visited: Visited) -> None:
    wrong = {"Authorization": "Bearer ps_nobody-gave-this-out"}
    assert visited.look("/api/v1/tasks", headers=wrong).status_code == 401


FORMS: list[tuple[dict[str, str | None], bool]] = [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"}, False),
    ({"Sec-Fetch-Site": ""}, False),
    ({"Sec-Fetch-Site": None, "Origin": "http://127.0.0.1"}, True),
    ({"Sec-Fetch-Site": None, "Origin": "http://evil.example"}, False),
    ({"Sec-Fetch-Site": None, "Origin": "http://127.0.0.1.evil.example"}, False),
    ({"Sec-Fetch-Site": None, "Origin": "http://127.0.0.1:81"}, False),
    ({"Sec-Fetch-Site": None, "Origin": "null"}, False),
    ({"Sec-Fetch-Site": None}, False),
]


def told(headers: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in (BROWSER | headers).items() if value is not None}


@pytest.mark.parametrize(("headers", "taken"), FORMS, ids=str)
@pytest.mark.parametrize("part", [{}, {"HX-Request": "true"}], ids=["form", "htmx"])
def test_only_a_page_of_this_service_changes_anything(
    headers: dict[str, str | None], part: dict[str, str], world: World, visited: Visited, *,
    taken: bool,
) -> None:  # fmt: skip
    visited.client.headers.clear()
    said = told(headers)
    data = {"status": "in_progress"}
    cookies = {"Cookie": f"profit_sentinel={visited.secret(OWNER)}"}
    path = f"/tasks/{world.task}/move"
    answer = visited.client.post(path, data=data, headers=said | part | cookies,
                                 follow_redirects=False)  # fmt: skip
    assert answer.status_code == (303 if taken else 403)
    status = visited.look(f"/api/v1/tasks/{world.task}").json()["status"]
    assert status == ("in_progress" if taken else "open")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_way_to_change_something_is_open_to_another_site(method: str, visited: Visited) -> None:
    evil = {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"}
    for path in ("/api/v1/settings", "/settings", "/people", "/sign-out", "/nowhere"):
        assert visited.browse(method, path, headers=evil).status_code == 403
    assert visited.browse(method, "/sign-in", None, headers=evil).status_code == 403


def test_signing_out_ends_it_and_takes_the_cookie(visited: Visited) -> None:
    secret = visited.secret(OWNER)
    assert visited.look("/sign-out").status_code == 405
    assert sign_ins.known(visited.home, secret) is not None
    answer = visited.post("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert sign_ins.known(visited.home, secret) is None
    assert visited.look("/digest").status_code == 303


def test_a_page_says_who_is_signed_in(visited: Visited) -> None:
    assert 'title="max, manager"' in visited.look("/digest", MANAGER).text
    assert 'action="/sign-out"' not in visited.get("/digest").text
    assert 'action="/sign-out"' not in visited.look("/sign-in", None).text


def test_a_browser_is_signed_out_from_another(visited: Visited) -> None:
    phone = sign_ins.begin(visited.home, replace(OWNER, id="issuer:olga"), "iPhone Safari/")
    page = visited.look("/people").text
    assert "Safari on iPhone" in page
    assert page.count("this one") == 1
    signed = sign_ins.known(visited.home, phone)
    assert signed is not None
    assert visited.post(f"/people/sign-ins/{signed.id}/revoke").status_code == 303
    assert visited.look("/digest", phone).status_code == 303
    assert visited.look("/digest").status_code == 200


@pytest.mark.parametrize(
    ("config", "name", "secure"),
    [
        ({}, "profit_sentinel", False),
        ({"address": PUBLIC}, "__Host-profit_sentinel", True),
        ({"address": "http://evil.example"}, "__Host-profit_sentinel", True),
        ({"host": "0.0.0.0"}, "__Host-profit_sentinel", True),  # noqa: S104 - off loopback
    ],
)
def test_a_cookie_is_for_this_service_alone(
    config: dict[str, Any], name: str, visit: Callable[..., Visited], *, secure: bool
) -> None:
    answer = visit(**config).post("/sign-out")
    value, *rest = answer.headers["set-cookie"].split("; ")
    assert value.partition("=")[0] == name
    wanted = {"HttpOnly", "Max-Age=0", "Path=/", "SameSite=lax"} | ({"Secure"} if secure else set())
    assert {each for each in rest if not each.startswith("expires")} == wanted


def test_behind_a_proxy_the_public_address_is_ones_own(visit: Callable[..., Visited]) -> None:
    visited = visit(address=PUBLIC)
    from_page = {"Sec-Fetch-Site": "", "Origin": PUBLIC}
    visited.client.headers.clear()
    headers = {**BROWSER, **from_page, "Host": "inner"}
    del headers["Sec-Fetch-Site"]
    headers["Cookie"] = f"__Host-profit_sentinel={visited.secret(OWNER)}"
    answer = visited.client.post("/sign-out", headers=headers, follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.parametrize("config", [
    {"host": "0.0.0.0"}, {"address": "http://evil.example"},  # noqa: S104 - off loopback
    {"host": "0.0.0.0", "address": "http://evil.example"},  # noqa: S104
])  # fmt: skip
@pytest.mark.parametrize("way", [
    {"client_id": "x", "issuer": PUBLIC}, {"smtp_host": "post.test", "mail_from": "x@acme.test"},
])  # fmt: skip
def test_an_address_to_which_nobody_comes_back_is_told_at_the_start(
    config: dict[str, Any], way: dict[str, Any], small: Home
) -> None:
    with pytest.raises(WrongUsageError, match="PROFIT_SENTINEL_ADDRESS"):
        application(configured(small, **config, **way))
    application(configured(small, **{**config, "address": PUBLIC}, **way))


def test_with_an_open_door_nobody_signs_in(visit: Callable[..., Visited]) -> None:
    visited = visit(anonymous=True)
    assert visited.look("/sign-in", None).headers["location"] == "/"
    assert visited.look("/people", None).status_code == 200


def test_a_person_is_told_at_the_door_in_a_page(visit: Callable[..., Visited]) -> None:
    visited = visit(rate="1/minute")
    evil = {"Sec-Fetch-Site": "cross-site"}
    refused = visited.post("/settings", headers=evil)
    assert "Another site may not change anything here" in refused.text
    visited.look("/tasks")
    often = visited.look("/tasks")
    assert often.status_code == 429
    assert int(often.headers["retry-after"]) > 0
    for answer in (refused, often):
        assert answer.headers["content-type"].startswith("text/html")
