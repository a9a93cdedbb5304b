"""Every page, tried by everybody; a page that is not in the table fails here."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute
from structlog.testing import capture_logs

from profit_sentinel.api.guards import HEADERS
from profit_sentinel.domain.decision import Verdict
from profit_sentinel.domain.person import Role
from profit_sentinel.services import issues, links, members, sign_ins, stores
from profit_sentinel.web import site
from serving import MARK, PEOPLE, Visited, World

OPEN = {
    ("GET", "/sign-in"): {}, ("GET", "/sign-in/issuer"): {}, ("GET", "/sign-in/issuer/back"): {},
    ("POST", "/sign-in/mail"): {"mail": "olga@acme.test"}, ("GET", "/sign-in/link/{secret}"): {},
    ("GET", "/mine/open/{secret}"): {},
    ("POST", "/sign-in/link"): {"secret": "a-secret-of-some-letter"},
}  # fmt: skip
"""Pages that need no sign-in."""
FILE = {"files": {"files": ("new.csv", b"SKU,On Hand\nA,1\n", "text/csv")}, "data": {"store": "1"}}
OPEN_NAMES = {"secret": "a-secret-of-some-letter"}
IN_FORCE = "the mark of the rules in force"
Table = dict[tuple[str, str], tuple[dict[str, Any], int, int, int, int]]
TABLE: Table = {
    # how it is asked for, and what owner, stranger, manager of store 2 and viewer get
    ("GET", "/"): ({}, 303, 303, 303, 303),
    ("GET", "/start"): ({}, 200, 200, 200, 200),
    ("POST", "/start"): (FILE, 303, 303, 422, 422),
    ("POST", "/demo"): ({}, 409, 303, 409, 409),
    ("GET", "/uploads/{upload_id}"): ({}, 200, 404, 403, 200),
    ("GET", "/uploads/{upload_id}/progress"): ({}, 200, 404, 403, 200),
    ("POST", "/uploads/{upload_id}/columns"): (
        {"data": {"column:SKU": "sku"}}, 303, 404, 403, 403,
    ),
    ("GET", "/digest"): ({}, 200, 303, 200, 200),
    ("GET", "/counts"): ({"params": {"store": "1"}}, 200, 404, 403, 200),
    ("GET", "/counts/sheet.{form}"): ({"params": {"store": "1"}}, 200, 404, 403, 200),
    ("GET", "/issues/{issue_id}"): ({}, 200, 404, 403, 200),
    ("GET", "/issues/{issue_id}/chart.json"): ({}, 200, 404, 403, 200),
    ("GET", "/issues/{issue_id}/rows.json"): ({"params": {"number": "1"}}, 200, 404, 403, 200),
    ("GET", "/issues/{issue_id}/skus.{form}"): ({}, 200, 404, 403, 200),
    ("POST", "/issues/{issue_id}/delegate"): ({"data": {"assignee": "ann"}}, 303, 404, 403, 403),
    ("POST", "/issues/{issue_id}/decide"): ({"data": {"state": "confirmed"}}, 303, 404, 403, 403),
    ("POST", "/issues/{issue_id}/undo"): ({}, 303, 404, 403, 403),
    ("GET", "/tasks"): ({}, 200, 200, 200, 200),
    ("GET", "/tasks/{task_id}"): ({}, 200, 404, 403, 200),
    ("POST", "/tasks/{task_id}/move"): (
        {"data": {"status": "in_progress"}}, 303, 404, 403, 403,
    ),
    ("POST", "/tasks/{task_id}/steps/{step}"): ({"data": {"done": "true"}}, 303, 404, 403, 403),
    ("POST", "/tasks/{task_id}/link"): ({"data": {"days": "3"}}, 200, 404, 403, 403),
    ("POST", "/links/{link_id}/revoke"): ({}, 303, 404, 403, 403),
    ("GET", "/leaks"): ({}, 200, 200, 200, 200),
    ("GET", "/leaks/{leak}"): ({}, 200, 200, 200, 200),
    ("GET", "/stores"): ({}, 200, 200, 200, 200),
    ("POST", "/stores/{store_id}"): (
        {"data": {"name": "Main", "time_zone": "UTC"}}, 303, 404, 403, 403,
    ),
    ("GET", "/settings"): ({}, 200, 200, 200, 200),
    ("POST", "/settings/try"): (
        {"data": {"preset": "garden", "amount": "more"}}, 200, 200, 403, 403,
    ),
    ("POST", "/settings/try-text"): ({"data": {"toml": "preset = 'garden'"}}, 200, 200, 403, 403),
    ("POST", "/settings"): (
        {"data": {"toml": "preset = 'garden'", "seen": IN_FORCE}}, 303, 303, 403, 403,
    ),
    ("POST", "/settings/undo"): ({"data": {"change": "nowhere"}}, 409, 409, 403, 403),
    ("POST", "/keys"): ({"data": {"name": "new", "role": "viewer"}}, 200, 200, 403, 403),
    ("POST", "/keys/{key_id}/revoke"): ({}, 303, 404, 403, 403),
    ("GET", "/search"): ({"params": {"q": MARK}}, 200, 200, 200, 200),
    ("GET", "/people"): ({}, 200, 200, 200, 200),
    ("POST", "/people"): (
        {"data": {"name": "Ann", "mail": "ann@acme.test", "role": "viewer"}}, 303, 303, 403, 403,
    ),
    ("POST", "/people/{member}/remove"): ({}, 303, 404, 403, 403),
    ("POST", "/people/sign-ins/{sign_in}/revoke"): ({}, 303, 404, 403, 403),
    ("POST", "/sign-out"): ({}, 303, 303, 303, 303),
}  # fmt: skip
WHO = ("owner", "stranger", "manager", "viewer")
each_route = pytest.mark.parametrize(
    ("method", "path"), list(TABLE), ids=[f"{method} {path}" for method, path in TABLE]
)


def by_link(path: str) -> bool:
    """Whether a page is for those who come by a link; tests/web/test_web_mine.py tries those."""
    return path.startswith("/mine") and not path.startswith("/mine/open")


def operations() -> set[tuple[str, str]]:
    """Every method and path of a page."""
    routes = [route for noun in site.NOUNS for route in noun.router.routes]
    assert all(isinstance(route, APIRoute) for route in routes)
    return {
        (method, route.path)
        for route in routes
        for method in route.methods
        if not by_link(route.path)
    }


def filled(world: World, visited: Visited, path: str) -> str:
    """A path that names what the first store of the chain has."""
    names = {
        "store_id": "1", "task_id": world.task, "issue_id": world.issue, "upload_id": world.upload,
        "key_id": world.key, "step": "0", "leak": "dead_stock", "form": "csv",
    }  # fmt: skip
    if "{sign_in}" in path:
        signed = sign_ins.known(visited.home, visited.secret(PEOPLE["owner"]))
        assert signed is not None
        names["sign_in"] = signed.id
    if "{link_id}" in path:
        names["link_id"] = links.make(visited.home, PEOPLE["owner"], world.task).link.id
    if "{member}" in path:
        names["member"] = members.invite(
            visited.home, PEOPLE["owner"], "Ann", "ann@acme.test", Role.VIEWER
        ).id
    return path.format(**names)


def seen(how: dict[str, Any], mark: str) -> dict[str, Any]:
    """How a page is asked for by whoever has just looked at it."""
    data = how.get("data", {})
    return how | {"data": {**data, "seen": mark}} if data.get("seen") == IN_FORCE else how


def test_every_page_stands_in_the_table() -> None:
    assert operations() == set(TABLE) | set(OPEN)


@each_route
def test_everybody_gets_what_is_theirs(
    method: str, path: str, world: World, visited: Visited
) -> None:
    how, *expected = TABLE[method, path]
    how = seen(how, stores.rules(visited.home, PEOPLE["owner"]).mark)
    place = filled(world, visited, path)
    for name, status in reversed(list(zip(WHO, expected, strict=True))):
        answer = visited.browse(method, place, PEOPLE[name], **how)
        assert (name, answer.status_code) == (name, status), answer.text
        if name in {"stranger", "manager"}:
            told = answer.text.replace(f'value="{MARK}"', "").replace(f"Found for {MARK}", "")
            assert MARK not in told
            assert "QUAGGA2" not in told or name == "manager"
        if status >= 400:
            assert answer.headers["content-type"].startswith("text/html")
        guarded(answer)


@each_route
def test_nobody_gets_nothing(method: str, path: str, world: World, visited: Visited) -> None:
    place, how = filled(world, visited, path), TABLE[method, path][0]
    for secret in (None, "nobody-gave-this-out"):
        answer = visited.browse(method, place, secret, **how)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")
        assert answer.text == ""
        part = visited.browse(method, place, secret, headers={"HX-Request": "true"}, **how)
        assert part.status_code == 401
        assert part.headers["hx-redirect"].startswith("/sign-in")
        bare = visited.browse(method, place, secret, headers={"Accept": "*/*"}, **how)
        assert bare.status_code == 401
        for each in (answer, part, bare):
            guarded(each)


@pytest.mark.parametrize(("method", "path"), sorted(OPEN))
def test_open_pages_need_no_sign_in(method: str, path: str, visited: Visited) -> None:
    said = {"data": OPEN[method, path]} if method == "POST" else {}
    answer = visited.browse(method, path.format(**OPEN_NAMES), None, **said)
    assert answer.status_code in {200, 403}
    assert MARK not in answer.text
    guarded(answer)


FORM = re.compile(r'<form[^>]*?action="([^"?#]*)[^"]*"[^>]*?method="post"')
LOOKED_AT = [path for method, path in TABLE if method == "GET"]


def refused_to_viewers(place: str) -> bool:
    """Whether the table says that a viewer gets no answer there."""
    (expected,) = (
        row[-1] for (method, path), row in TABLE.items()
        if method == "POST" and re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), place)
    )  # fmt: skip
    return expected in {403, 422}


@pytest.mark.parametrize("path", LOOKED_AT)
def test_who_may_only_look_sees_no_form_that_is_refused(
    path: str, world: World, visited: Visited
) -> None:
    how, place = TABLE["GET", path][0], filled(world, visited, path)
    signed = sign_ins.known(visited.home, visited.secret(PEOPLE["viewer"]))
    assert signed is not None
    own = f"/people/sign-ins/{signed.id}/revoke"
    forms = set(FORM.findall(visited.look(place, PEOPLE["viewer"], **how).text)) - {own}
    assert [form for form in forms if refused_to_viewers(form)] == []


def test_who_may_change_sees_the_forms(world: World, visited: Visited) -> None:
    issues.decide(visited.home, PEOPLE["owner"], world.issue, Verdict.CONFIRMED)
    forms = {
        form
        for path in LOOKED_AT
        for form in FORM.findall(
            visited.look(filled(world, visited, path), **TABLE["GET", path][0]).text
        )
    }
    refused = {form for form in forms if refused_to_viewers(form)}
    assert {"/start", "/keys", "/settings/try", "/settings/try-text", "/stores/1",
            f"/uploads/{world.upload}/columns", f"/issues/{world.issue}/decide",
            f"/issues/{world.issue}/undo", f"/tasks/{world.task}/move",
            f"/tasks/{world.task}/steps/0", f"/tasks/{world.task}/link"} <= refused  # fmt: skip


def guarded(answer: Any) -> None:
    """Every answer carries what keeps other sites away from it, and scripts that are not ours."""
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'self'" in policy


def test_secrets_stay_out_of_the_log(visited: Visited) -> None:
    secret = visited.secret(PEOPLE["owner"])
    with capture_logs() as lines:
        visited.look(f"/search?q={secret}")
        visited.look("/digest", "wrong-secret")
        visited.get(f"/nowhere/{secret}", None)
    told = str(lines)
    assert told.count("'request'") == 3
    assert secret not in told
    assert "wrong-secret" not in told
