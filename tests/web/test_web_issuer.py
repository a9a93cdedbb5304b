"""Sign-in by an issuer, with a real one on this machine."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from structlog.testing import capture_logs

from homes import MANAGER, OWNER
from issuing import CLIENT, SECRET, Issuer
from profit_sentinel.adapters.issuer import NoIssuer, NotLetInError, OpenIdIssuer, asked
from profit_sentinel.config import Config
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.services import sign_ins
from serving import BROWSER, MARK, Signer
from storage import endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from serving import Visited

BACK = "/sign-in/issuer/back"


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with Issuer() as made:
        yield made


@pytest.fixture
def visited(visit: Callable[..., Visited], issuer: Issuer) -> Visited:
    """The pages of a service that knows the issuer."""
    return known_to(visit, issuer)


def known_to(visit: Callable[..., Visited], issuer: Issuer, **config: Any) -> Visited:
    visited = visit(anonymous=True, **issuer.config(**config))
    visited.client.headers.update(BROWSER)
    visited.client.follow_redirects = False
    return visited


def sent(visited: Visited, wanted: str = "/tasks") -> str:
    """The issuer's address a browser is sent to."""
    answer = visited.client.get("/sign-in/issuer", params={"next": wanted})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def sent_back(place: str) -> str:
    """What the issuer sends the browser back to, without the host."""
    answer = httpx2.get(place, follow_redirects=False)
    at = urlsplit(answer.headers["location"])
    assert (at.netloc, at.path) == ("127.0.0.1:8001", BACK)
    return f"{at.path}?{at.query}"


def signed_in(visited: Visited, wanted: str = "/tasks") -> Any:
    """The answer when the whole way was gone."""
    return visited.client.get(sent_back(sent(visited, wanted)))


def test_the_whole_way_leads_where_somebody_wanted_to_go(visited: Visited) -> None:
    asked_for = visited.client.get("/digest?store=1")
    page = visited.client.get(asked_for.headers["location"])
    assert 'href="/sign-in/issuer?next=/digest%3Fstore%3D1"' in page.text
    answer = signed_in(visited, "/digest?store=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/digest?store=1")
    assert MARK not in answer.text
    digest = visited.client.get("/digest?store=1")
    assert digest.status_code == 200
    assert 'title="olga, owner"' in digest.text


def test_role_and_stores_are_those_the_issuer_names(visited: Visited, issuer: Issuer) -> None:
    issuer.person = MANAGER
    signed_in(visited)
    signed = sign_ins.known(visited.home, visited.client.cookies["profit_sentinel"])
    assert signed is not None
    assert signed.person == MANAGER
    assert visited.client.get("/digest?store=1").status_code == 200
    assert visited.client.get("/digest?store=2").status_code == 403


def test_every_sign_in_has_values_of_its_own(visited: Visited) -> None:
    seen = [parse_qs(urlsplit(sent(visited)).query) for _ in range(3)]
    for name in ("state", "nonce", "code_challenge"):
        assert len({each[name][0] for each in seen}) == 3


def test_a_sign_in_gives_a_new_secret_and_ends_the_one_before(visited: Visited) -> None:
    visited.client.cookies.set("profit_sentinel", "chosen-by-somebody", domain="127.0.0.1")
    signed_in(visited)
    first = visited.client.cookies["profit_sentinel"]
    assert first != "chosen-by-somebody"
    signed_in(visited)
    second = visited.client.cookies["profit_sentinel"]
    assert second != first
    assert sign_ins.known(visited.home, first) is None
    assert sign_ins.known(visited.home, second) is not None


@pytest.mark.parametrize(
    ("document", "secret", "way"),
    [
        ({}, SECRET, "header"),
        ({"token_endpoint_auth_methods_supported": ["client_secret_post"]}, SECRET, "form"),
        ({"token_endpoint_auth_methods_supported": ["client_secret_basic"]}, SECRET, "header"),
        ({}, None, "none"),
    ],
)
def test_the_service_says_its_secret_as_the_issuer_wants_it(
    document: dict[str, Any], secret: str | None, way: str, issuer: Issuer,
    visit: Callable[..., Visited],
) -> None:  # fmt: skip
    issuer.document = document
    visited = known_to(visit, issuer, client_secret=secret)
    assert signed_in(visited).status_code == 303
    assert issuer.ways == [way]


def test_a_wrong_secret_is_told_in_plain_words(
    issuer: Issuer, visit: Callable[..., Visited]
) -> None:
    answer = signed_in(known_to(visit, issuer, client_secret="wrong"))  # noqa: S106 - of a test
    assert answer.status_code == 403
    assert "does not accept the secret of this service" in answer.text
    assert "wrong" not in answer.text


NOW = datetime.now(UTC)
"""When these tests began."""


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "another"}, "issuer"),
        ({"aud": "another"}, "udience"),
        ({"aud": None}, "aud"),
        ({"aud": [CLIENT, "another"]}, "for another service"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "for another service"),
        ({"azp": "another"}, "for another service"),
        ({"nonce": "another"}, "not for this browser"),
        ({"nonce": None}, "not for this browser"),
        ({"exp": NOW - timedelta(minutes=2)}, "expired"),
        ({"exp": None}, "exp"),
        ({"iat": NOW + timedelta(hours=2)}, "not yet valid"),
        ({"iat": None}, "iat"),
        ({"sub": None}, "sub"),
        ({"app_metadata": None}, "names no organisation in app_metadata.org"),
        ({"app_metadata": {"org": "acme"}}, "names no role in app_metadata.role"),
        ({"app_metadata": {"org": "*", "role": "owner"}}, "names no organisation"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_a_token_that_says_the_wrong_thing_lets_nobody_in(
    claims: dict[str, Any], reason: str, visited: Visited, issuer: Issuer
) -> None:
    issuer.claims = claims
    answer = signed_in(visited)
    assert answer.status_code == 403
    assert reason in answer.text
    assert "profit_sentinel" not in visited.client.cookies
    assert sign_ins.listed(visited.home, OWNER, None) == []


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -10), ("iat", 10), ("nbf", 10)])
def test_clocks_may_differ_a_little(
    claim: str, seconds: int, visited: Visited, issuer: Issuer
) -> None:
    issuer.claims = {claim: datetime.now(UTC) + timedelta(seconds=seconds)}
    assert signed_in(visited).status_code == 303


@pytest.mark.parametrize("audience", [[CLIENT], [CLIENT, "another"]])
def test_a_token_may_name_others_that_may_read_it(
    audience: list[str], visited: Visited, issuer: Issuer
) -> None:
    issuer.claims = {"aud": audience, "azp": CLIENT}
    assert signed_in(visited).status_code == 303


def test_a_forged_token_lets_nobody_in(visited: Visited, issuer: Issuer) -> None:
    place = sent(visited)
    issuer.signer, honest = Signer("another", "RS256"), issuer.signer
    issuer.signer.name = honest.name
    back = sent_back(place)
    for_keys = issuer.signer.public
    issuer.signer.public = honest.public  # type: ignore[method-assign]
    answer = visited.client.get(back)
    assert for_keys() != honest.public()
    assert answer.status_code == 403
    assert "not valid" in answer.text


def test_what_was_not_begun_in_this_browser_ends_here(visited: Visited) -> None:
    back = sent_back(sent(visited))
    visited.client.cookies.clear()
    answer = visited.client.get(back)
    assert answer.status_code == 403
    assert "begin again" in answer.text
    for wrong in ("x", "W10=", "eyJ9", "bnVsbA=="):
        visited.client.cookies.set("profit_sentinel_asked", wrong, domain="127.0.0.1")
        assert visited.client.get(back).status_code == 403


def test_a_code_is_worth_one_sign_in_in_one_browser(visited: Visited) -> None:
    place = sent(visited)
    back = sent_back(place)
    cookies = dict(visited.client.cookies)
    assert visited.client.get(back).status_code == 303
    assert "profit_sentinel_asked" not in visited.client.cookies
    assert visited.client.get(back).status_code == 403
    visited.client.cookies.update(cookies)
    again = visited.client.get(back)
    assert again.status_code == 403
    assert "used already" in again.text


@pytest.mark.parametrize("changed", ["state", "iss", "code"])
def test_an_answer_that_was_changed_on_its_way_is_not_believed(
    changed: str, visited: Visited
) -> None:
    at = urlsplit(sent_back(sent(visited)))
    said = {name: each[0] for name, each in parse_qs(at.query).items()} | {changed: "other"}
    assert visited.client.get(at.path, params=said).status_code == 403


def test_the_verifier_is_what_redeems_the_code(visited: Visited, issuer: Issuer) -> None:
    back = sent_back(sent(visited))
    for each in issuer.codes.values():
        each["code_challenge"] = "of-another-browser"
    assert visited.client.get(back).status_code == 403


@pytest.mark.parametrize(
    ("error", "words"),
    [("access_denied", "did not let you in, or you said no"),
     ("server_error", "try again in a moment"), ("odd", "did not let you in")],
)  # fmt: skip
def test_what_the_issuer_refuses_is_told_in_plain_words(
    error: str, words: str, visited: Visited, issuer: Issuer
) -> None:
    issuer.refuses = error
    answer = signed_in(visited, "/digest")
    assert answer.status_code == 403
    assert words in answer.text
    assert "&lt;b&gt;not today&lt;/b&gt;" in answer.text
    assert 'href="/sign-in/issuer?next=/digest"' in answer.text


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ((500, b"oops"), 503),
        ((200, b"not json"), 503),
        ((200, b"[]"), 503),
        ((200, b"{}"), 403),
        ((200, json.dumps({"id_token": "a.b.c"}).encode()), 403),
        ((400, b'{"error": "invalid_grant"}'), 403),
        ((400, b"[]"), 503),
    ],
)
def test_an_issuer_that_answers_nonsense_is_no_error_of_the_program(
    answers: tuple[int, bytes], status: int, visited: Visited, issuer: Issuer
) -> None:
    issuer.answers = answers
    answer = signed_in(visited)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")


def test_an_issuer_that_is_away_is_told(visit: Callable[..., Visited]) -> None:
    with Issuer() as issuer:
        config = issuer.config()
    visited = visit(anonymous=True, **config)
    answer = visited.look("/sign-in/issuer", None)
    assert answer.status_code == 503
    assert "The issuer is not available" in answer.text


@pytest.mark.parametrize("document", [
    {"issuer": "another"}, {"token_endpoint": None}, {"jwks_uri": "file:///etc/passwd"},
    {"authorization_endpoint": "http://evil.example/authorize"},
])  # fmt: skip
def test_a_document_that_leads_astray_is_not_followed(
    document: dict[str, Any], visited: Visited, issuer: Issuer
) -> None:
    issuer.document = document
    assert visited.client.get("/sign-in/issuer").status_code == 503


def test_the_document_is_read_once(visited: Visited, issuer: Issuer) -> None:
    for _ in range(3):
        assert signed_in(visited).status_code == 303
    assert issuer.discovered == 1


@pytest.mark.parametrize("place", [None, "", "issuer.test", "http://evil.example", endpoint("[")])
def test_an_issuer_nobody_can_trust_is_refused_at_the_start(place: str | None) -> None:
    with pytest.raises(WrongUsageError, match="PROFIT_SENTINEL_ISSUER"):
        OpenIdIssuer(Config(issuer=place, client_id=CLIENT))


def test_a_service_without_an_issuer_says_so(visit: Callable[..., Visited]) -> None:
    visited = visit()
    assert "no way to sign in" in visited.look("/sign-in", None).text
    for path in ("/sign-in/issuer", f"{BACK}?code=1&state=2"):
        answer = visited.look(path, None)
        assert answer.status_code == 403
        assert "no issuer" in answer.text
    with pytest.raises(NotLetInError):
        NoIssuer().address(asked(), "x")


def test_secrets_stay_out_of_the_log(visited: Visited, issuer: Issuer) -> None:
    with capture_logs() as lines:
        back = sent_back(sent(visited))
        codes = list(issuer.codes)
        visited.client.get(back)
        issuer.answers = (500, b"oops")
        signed_in(visited)
    told = str(lines)
    held = [SECRET, *codes, *issuer.codes, visited.client.cookies["profit_sentinel"]]
    assert "/sign-in/issuer/back" in told
    assert not [each for each in held if each in told]
    assert SECRET not in repr(visited.home.config)
