"""Sign-in by a link in a mail, with a real mail server on this machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from homes import OWNER
from issuing import CLIENT
from posting import Post
from profit_sentinel.domain.person import Role
from profit_sentinel.services import members, sign_ins
from profit_sentinel.web.sign_in import LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from serving import Visited

ANN = "ann@acme.test"


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as made:
        yield made


@pytest.fixture
def visited(visit: Callable[..., Visited], post: Post) -> Visited:
    """The pages of a service that sends mail, to which Ann is invited."""
    made = visit(**post.config())
    members.invite(made.home, OWNER, "Ann", ANN, Role.EXECUTIVE)
    assert "invited" in post.next().get_content()
    return made


def link(post: Post) -> str:
    """Where the newest letter leads, without the host."""
    text = post.next().get_content()
    found = re.search(r"\S+/sign-in/link/\S+", text)
    assert found, text
    at = urlsplit(found[0])
    assert at.netloc == "127.0.0.1:8001"
    return f"{at.path}?{at.query}"


def ask(visited: Visited, mail: str = ANN, wanted: str = "/tasks") -> Any:
    return visited.post("/sign-in/mail", None, data={"mail": mail, "next": wanted})


def pressed(visited: Visited, path: str, **said: Any) -> Any:
    """The answer when the button behind a link is pressed."""
    page = visited.look(path, None)
    assert page.status_code == 200
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    return visited.post("/sign-in/link", None, data=form, **said)


def test_a_link_leads_where_somebody_wanted_to_go(visited: Visited, post: Post) -> None:
    page = visited.look("/sign-in?next=/digest%3Fstore%3D1", None)
    assert 'name="next" value="/digest?store=1"' in page.text
    assert ask(visited, wanted="/digest?store=1").status_code == 200
    answer = pressed(visited, link(post))
    assert (answer.status_code, answer.headers["location"]) == (303, "/digest?store=1")
    name, _, secret = answer.headers["set-cookie"].partition(";")[0].partition("=")
    assert name == "profit_sentinel"
    assert 'title="Ann, executive"' in visited.look("/digest", secret).text


def test_looking_at_a_link_uses_nothing_up(visited: Visited, post: Post) -> None:
    ask(visited)
    path = link(post)
    for method in ("GET", "HEAD", "GET"):
        assert visited.browse(method, path, None).status_code in {200, 405}
    assert pressed(visited, path, headers={"User-Agent": "another browser"}).status_code == 303
    again = pressed(visited, path)
    assert again.status_code == 403
    assert "was used or is too old" in again.text
    assert "set-cookie" not in again.headers


def test_nobody_learns_whether_an_address_is_known(visited: Visited, post: Post) -> None:
    known, unknown = ask(visited), ask(visited, "bob@acme.test")
    assert known.status_code == unknown.status_code == 200
    assert known.text == unknown.text
    assert set(known.headers) == set(unknown.headers)
    assert post.next()["To"] == ANN
    LETTERS.submit(int).result()
    assert post.letters == []


def test_a_post_that_is_away_is_not_told_either(visited: Visited, post: Post) -> None:
    unknown = ask(visited, "bob@acme.test").text
    post.refuses = "550 no"
    assert ask(visited).text == unknown
    LETTERS.submit(int).result()


@pytest.mark.parametrize("wanted", ["//evil.example", "http://evil.example", "/\\evil.example"])
def test_a_letter_leads_nowhere_else(wanted: str, visited: Visited, post: Post) -> None:
    ask(visited, wanted=wanted)
    path = link(post)
    assert path.endswith("?next=/")
    answer = pressed(visited, path.replace("?next=/", f"?next={wanted}"))
    assert answer.headers["location"] == "/"


def test_another_site_signs_nobody_in(visited: Visited, post: Post) -> None:
    ask(visited)
    path = link(post)
    evil = {"Sec-Fetch-Site": "cross-site"}
    assert pressed(visited, path, headers=evil).status_code == 403
    assert visited.post("/sign-in/mail", None, data={"mail": ANN}, headers=evil).status_code == 403
    assert pressed(visited, path).status_code == 303


def test_signing_in_gives_a_new_secret_and_ends_the_one_before(
    visited: Visited, post: Post
) -> None:
    before = visited.secret(OWNER)
    ask(visited)
    page = visited.look(link(post), None)
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    answer = visited.post("/sign-in/link", before, data=form)
    assert answer.status_code == 303
    assert before not in answer.headers["set-cookie"]
    assert sign_ins.known(visited.home, before) is None


def test_an_address_may_try_so_often(visit: Callable[..., Visited], post: Post) -> None:
    visited = visit(**post.config(sign_in_rate="3/minute"))
    tries = [ask(visited, f"{n}@acme.test").status_code for n in range(5)]
    assert tries == [200, 200, 200, 429, 429]
    assert visited.look("/digest").status_code == 200


def test_with_an_issuer_nobody_signs_in_by_mail(visit: Callable[..., Visited], post: Post) -> None:
    known = {"client_id": CLIENT, "issuer": "http://127.0.0.1:9"}
    visited = visit(anonymous=True, **post.config(**known))
    members.invite(visited.home, OWNER, "Ann", ANN, Role.VIEWER)
    assert 'action="/sign-in/mail"' not in visited.look("/sign-in", None).text
    assert ask(visited).status_code == 403
    LETTERS.submit(int).result()
    assert post.letters == []


def test_an_owner_invites_and_removes_on_a_page(visited: Visited, post: Post) -> None:
    form = {"name": "Bob <b>", "mail": "bob@acme.test", "role": "manager", "of": "1, 2"}
    assert visited.post("/people", data=form).status_code == 303
    assert post.next()["To"] == "bob@acme.test"
    page = visited.look("/people").text
    assert "Bob &lt;b&gt; <small>bob@acme.test, manager, 1, 2, invited" in page
    (bob,) = [each for each in members.listed(visited.home, OWNER) if each.mail != ANN]
    assert visited.post(f"/people/{bob.id}/remove").status_code == 303
    assert "bob@acme.test" not in visited.look("/people").text


def test_an_invitation_that_makes_no_sense_is_told_on_the_page(visited: Visited) -> None:
    form = {"name": "Bob", "mail": "bob@acme.test", "role": "manager"}
    answer = visited.post("/people", data=form)
    assert answer.status_code == 422
    assert "A manager needs the stores" in answer.text


@pytest.mark.parametrize("secret", ["x", "a" * 200, "%3Cscript%3E%3C%2Fscript%3E-and-more"])
def test_what_is_no_secret_is_no_link(secret: str, visited: Visited) -> None:
    assert visited.look(f"/sign-in/link/{secret}", None).status_code in {404, 422}


def test_secrets_stay_out_of_the_log(visited: Visited, post: Post) -> None:
    with capture_logs() as lines:
        ask(visited)
        path = link(post)
        answer = pressed(visited, path)
        post.refuses = "550 no"
        ask(visited)
        LETTERS.submit(int).result()
    told = str(lines)
    secret = path.partition("?")[0].rpartition("/")[2]
    assert "was not sent" in told
    assert "/sign-in/link/{secret}" in told
    assert secret not in told
    assert ANN not in told
    assert answer.headers["set-cookie"].partition("=")[2].partition(";")[0] not in told
