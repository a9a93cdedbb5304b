"""A person who came by a link to her tasks: what she can do, and that it is all she can."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from homes import MANAGER, OF_STORE_2, OWNER
from posting import Post
from profit_sentinel.domain.task import Status
from profit_sentinel.services import links, tasks
from profit_sentinel.services.tasks import Order
from profit_sentinel.web import site
from serving import BROWSER, MARK, Visited, World

if TYPE_CHECKING:
    from collections.abc import Callable

COOKIE = "profit_sentinel_mine"


def made(visited: Visited, task: str, who: Any = OWNER, **form: Any) -> str:
    """The path of a link that somebody makes on a task's page."""
    answer = visited.post(f"/tasks/{task}/link", who, data=form)
    assert answer.status_code == 200
    found = re.search(r'<code class="secret">(.*?)</code>', answer.text)
    assert found
    at = urlsplit(found[1])
    assert at.netloc == "127.0.0.1:8001"
    assert at.path.startswith("/mine/open/")
    return at.path


def came(visited: Visited, path: str) -> str:
    """What a browser shows after it opened a link."""
    answer = visited.look(path, None)
    assert (answer.status_code, answer.headers["location"]) == (303, "/mine")
    name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
    assert name == COOKIE
    return str(value)


def ask(visited: Visited, method: str, path: str, shown: str | None, **said: Any) -> Any:
    """The answer to a browser that came by a link."""
    headers = BROWSER | said.pop("headers", {})
    if shown:
        headers["Cookie"] = f"{COOKIE}={shown}"
    visited.client.cookies.clear()
    return visited.client.request(method, path, headers=headers, follow_redirects=False, **said)


@pytest.fixture
def ann(visited: Visited, world: World) -> str:
    """The browser of Ann, who came by her link."""
    return came(visited, made(visited, world.task))


def test_a_link_leads_to_the_list_and_is_seen_nowhere_after(visited: Visited, world: World) -> None:
    path = made(visited, world.task)
    secret = path.rpartition("/")[2]
    answer = visited.look(path, None)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.text == ""
    assert secret not in str(answer.headers)
    attributes = {each.split("=")[0].lower() for each in answer.headers["set-cookie"].split("; ")}
    assert {"httponly", "samesite", "path", "max-age"} <= attributes
    page = ask(visited, "GET", "/mine", came(visited, path))
    assert page.status_code == 200
    assert "Tasks of ann" in page.text
    assert f"/mine/tasks/{world.task}" in page.text
    assert secret not in page.text


def test_a_task_is_ticked_noted_and_moved(visited: Visited, world: World, ann: str) -> None:
    at = f"/mine/tasks/{world.task}"
    assert MARK in ask(visited, "GET", at, ann).text
    ticked = ask(visited, "POST", f"{at}/steps/0", ann, data={"done": "true"})
    assert (ticked.status_code, ticked.headers["location"]) == (303, f"{at}#steps")
    form = {"status": "in_progress", "notes": "on it <b>"}
    assert ask(visited, "POST", f"{at}/move", ann, data=form).status_code == 303
    page = ask(visited, "GET", at, ann).text
    assert 'aria-pressed="true"' in page
    assert 'ann, by link: in progress, <span class="note">on it &lt;b&gt;</span>' in page
    assert tasks.get(visited.home, OWNER, world.task).task.status == "in_progress"


def test_what_somebody_else_did_meanwhile_is_told_and_not_overwritten(
    visited: Visited, world: World, ann: str
) -> None:
    seen = tasks.get(visited.home, OWNER, world.task).version
    tasks.move(visited.home, OWNER, world.task, Status.ESCALATED, "call me")
    form = {"status": "completed", "notes": "all counted", "seen": seen}
    answer = ask(visited, "POST", f"/mine/tasks/{world.task}/move", ann, data=form)
    assert answer.status_code == 409
    assert "call me" in answer.text
    assert "all counted</textarea>" in answer.text
    assert tasks.get(visited.home, OWNER, world.task).task.status == "escalated"


def test_she_sees_nothing_else(visited: Visited, world: World, ann: str) -> None:
    bobs = tasks.delegate(visited.home, OWNER, Order(world.dead, "bob")).task.id
    page = ask(visited, "GET", "/mine", ann).text
    assert bobs not in page
    assert "/digest" not in page
    for method, path in (("GET", f"/mine/tasks/{bobs}"), ("POST", f"/mine/tasks/{bobs}/move"),
                         ("POST", f"/mine/tasks/{bobs}/steps/0")):  # fmt: skip
        data = {"status": "completed", "done": "true"} if method == "POST" else None
        assert ask(visited, method, path, ann, data=data).status_code == 404
    assert tasks.get(visited.home, OWNER, bobs).task.status == "open"


def test_every_other_page_is_closed_to_her(visited: Visited, world: World, ann: str) -> None:
    names = {"store_id": "1", "task_id": world.task, "issue_id": world.issue, "form": "csv",
             "upload_id": world.upload, "key_id": world.key, "step": "0", "leak": "dead_stock",
             "sign_in": "x", "member": "x", "link_id": "x"}  # fmt: skip
    routes = [route for noun in site.NOUNS for route in noun.router.routes]
    closed = [(method, route.path.format(**names)) for route in routes for method in route.methods
              if not route.path.startswith(("/mine", "/sign-in"))]  # fmt: skip
    api = [(method.upper(), path.format(**names)) for path, some in
           visited.app.openapi()["paths"].items() if path.startswith("/api")
           for method in some]  # fmt: skip
    assert len(closed) > 25
    assert len(api) > 25
    for cookie in (COOKIE, "profit_sentinel"):
        for method, path in [*closed, *api, ("GET", "/metrics")]:
            visited.client.cookies.clear()
            answer = visited.client.request(
                method, path, headers=BROWSER | {"Cookie": f"{cookie}={ann}"},
                follow_redirects=False,
            )  # fmt: skip
            assert answer.status_code in {303, 401}, path
            assert answer.headers.get("location", "/sign-in").startswith("/sign-in")
            assert MARK not in answer.text


@pytest.mark.parametrize("path", ["/mine", "/mine/tasks/TASK", "/mine/nowhere"])
def test_who_came_by_no_link_sees_no_tasks(path: str, visited: Visited, world: World) -> None:
    place = path.replace("TASK", world.task)
    for shown in (None, "nobody-gave-this-out", visited.secret(OWNER)):
        answer = ask(visited, "GET", place, shown)
        assert answer.status_code == 403
        assert "open the link to your tasks again" in answer.text
        assert MARK not in answer.text
    assert visited.look(place, OWNER).status_code == 403
    assert visited.get(place, OWNER).status_code == 403


def test_another_site_moves_nothing(visited: Visited, world: World, ann: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        for path in (f"/mine/tasks/{world.task}/move", "/mine/leave"):
            data = {"status": "completed"}
            answer = ask(visited, "POST", path, ann, data=data, headers=headers)
            assert answer.status_code == 403
    assert tasks.get(visited.home, OWNER, world.task).task.status == "open"
    assert ask(visited, "GET", "/mine", ann).status_code == 200


def test_a_link_is_listed_and_revoked_on_the_task(visited: Visited, world: World) -> None:
    path = made(visited, world.task, days=3)
    shown = came(visited, path)
    page = visited.look(f"/tasks/{world.task}").text
    found = re.search(r'action="/links/(\w+)/revoke"', page)
    assert found
    assert "open until" in page
    assert path.rpartition("/")[2] not in page
    assert found[1] in visited.look("/people").text
    data = {"task": world.task}
    answer = visited.post(f"/links/{found[1]}/revoke", data=data)
    assert answer.headers["location"] == f"/tasks/{world.task}"
    assert ask(visited, "GET", "/mine", shown).status_code == 403
    over = visited.look(path, None)
    assert over.status_code == 403
    assert "This link has ended" in over.text
    assert "set-cookie" not in over.headers
    assert "/links/" not in visited.look(f"/tasks/{world.task}").text


def test_after_revoking_nobody_is_led_elsewhere(visited: Visited, world: World) -> None:
    link = links.make(visited.home, OWNER, world.task).link.id
    answer = visited.post(f"/links/{link}/revoke", data={"task": "//evil.example"})
    assert answer.headers["location"] == "/tasks/%2F%2Fevil.example"


def test_a_browser_is_forgotten(visited: Visited, ann: str) -> None:
    answer = ask(visited, "POST", "/mine/leave", ann)
    assert answer.status_code == 200
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert ask(visited, "GET", "/mine", ann).status_code == 403


def test_the_link_of_a_manager_stays_in_her_stores(visited: Visited, world: World) -> None:
    assert visited.post(f"/tasks/{world.task}/link", OF_STORE_2).status_code == 403
    assert came(visited, made(visited, world.task, MANAGER))


def test_a_link_is_sent_by_mail(visit: Callable[..., Visited], world: World) -> None:
    with Post() as post:
        visited = visit(**post.config())
        assert 'name="mail"' in visited.look(f"/tasks/{world.task}").text
        path = made(visited, world.task, mail="ann@acme.test")
        letter = post.next()
        assert letter["To"] == "ann@acme.test"
        assert path in letter.get_content()
        assert visited.look("/mine", came(visited, path)).status_code == 403
        post.refuses = "550 no"
        told = visited.post(f"/tasks/{world.task}/link", data={"mail": "ann@acme.test"})
    assert told.status_code == 422
    assert "It was made and not sent" in told.text
    assert '<code class="secret">' in told.text


def test_without_mail_a_link_is_shown_only(visited: Visited, world: World) -> None:
    assert 'name="mail"' not in visited.look(f"/tasks/{world.task}").text


def test_secrets_stay_out_of_the_log(visited: Visited, world: World) -> None:
    with capture_logs() as lines:
        path = made(visited, world.task)
        shown = came(visited, path)
        ask(visited, "GET", "/mine", shown)
        ask(visited, "GET", f"/mine/open/{shown}/more", None)
    told = str(lines)
    assert "/mine/open/{secret}" in told
    assert path.rpartition("/")[2] not in told
    assert shown not in told
