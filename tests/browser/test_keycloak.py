"""Signing in through a real Keycloak, by browser and as a program."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import closing, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from signal import SIGTERM
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from ports import free_port
from visitor import bring, stock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.keycloak
FOLDER = Path(os.environ.get("KEYCLOAK", "")).resolve()
REALM = Path(__file__).with_name("realm.json")
PASSWORD = "hammer"  # noqa: S105 - of everybody in the realm
PATIENCE = 240
"""Seconds it may take to start."""


@pytest.fixture(scope="module")
def port() -> int:
    """Where the service listens: Keycloak is told to send browsers there and nowhere else."""
    return free_port()


@pytest.fixture(scope="module")
def realm(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a realm with three people."""
    if not (FOLDER / "bin" / "kc.sh").is_file():
        pytest.skip("no Keycloak on this machine; see keycloak.sh")
    said = REALM.read_text("utf-8").replace("ADDRESS", f"http://127.0.0.1:{port}")
    place = FOLDER / "data" / "import"
    place.mkdir(parents=True, exist_ok=True)
    (place / "shop.json").write_text(said, encoding="utf-8")
    own = free_port()
    log = tmp_path_factory.mktemp("keycloak") / "log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [FOLDER / "bin" / "kc.sh", "start-dev", "--db=dev-mem", "--cache=local",
             "--import-realm", "--http-host=127.0.0.1", f"--http-port={own}"],
            env=os.environ | {"JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1"},
            stdout=file, stderr=file, start_new_session=True,
        )  # fmt: skip
    address = f"http://127.0.0.1:{own}/realms/shop"
    try:
        _wait(server, f"{address}/.well-known/openid-configuration", log)
        yield address
    finally:
        os.killpg(server.pid, SIGTERM)
        server.wait(60)


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = monotonic() + PATIENCE
    while True:
        assert server.poll() is None, log.read_text("utf-8", "replace")
        assert monotonic() < until, log.read_text("utf-8", "replace")
        with suppress(OSError), urlopen(address):  # noqa: S310 - of this machine
            return
        sleep(0.5)


@pytest.fixture
def address(serve: Callable[..., str], realm: str, port: int) -> str:
    """The address of a service that lets in whom Keycloak knows."""
    return serve(
        port=port, address=f"http://127.0.0.1:{port}", issuer=realm,
        client_id="profit-sentinel", client_secret="chisel",  # noqa: S106 - of the realm
        jwks=f"{realm}/protocol/openid-connect/certs",
        org_claim="org", role_claim="role", stores_claim="stores",
    )  # fmt: skip


@pytest.fixture
def come(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """Has somebody sign in with a browser of her own."""
    contexts = []

    def come(name: str) -> Page:
        context = browser.new_context(base_url=address)
        contexts.append(context)
        page = context.new_page()
        page.goto("/stores")
        page.get_by_role("link", name="Sign in with your account").click()
        page.locator("#username").fill(name)
        page.locator("#password").fill(PASSWORD)
        page.locator("#kc-login").click()
        return page

    yield come
    for context in contexts:
        context.close()


def stores(*names: str) -> str:
    """A small export of some stores."""
    head, *rows = stock(3).splitlines()
    lines = [f"{name},{row}" for name in names for row in rows]
    return "\n".join([f"Store,{head}", *lines])


def test_people_come_in_with_the_role_and_stores_keycloak_knows(
    come: Callable[[str], Page],
) -> None:
    owner = come("olga")
    expect(owner.locator("h1")).to_have_text("Stores")
    bring(owner, stores("1", "2"))
    owner.goto("/people")
    expect(owner.locator("main")).to_contain_text("olga@shop.example")

    manager = come("max")
    expect(manager.locator("h1")).to_have_text("Stores")
    manager.goto("/digest?store=1")
    expect(manager.locator("main")).to_contain_text("$")
    answer = manager.goto("/digest?store=2")
    assert answer
    assert answer.status == HTTPStatus.FORBIDDEN


def test_whom_keycloak_gives_no_role_is_told_what_is_missing(come: Callable[[str], Page]) -> None:
    page = come("nina")
    expect(page.get_by_role("alert")).to_contain_text("names no organisation in org")
    page.goto("/stores")
    expect(page.locator("h1")).to_have_text("Sign in")


def test_programs_come_in_with_its_access_tokens(realm: str, address: str) -> None:
    form = {"grant_type": "password", "client_id": "profit-sentinel", "client_secret": "chisel",
            "username": "max", "password": PASSWORD, "scope": "openid"}  # fmt: skip
    got = json.loads(said(f"{realm}/protocol/openid-connect/token", urlencode(form).encode()))

    def ask(token: str, path: str) -> int:
        connection = HTTPConnection(urlsplit(address).netloc)
        with closing(connection):
            head = {"Authorization": f"Bearer {token}"}
            connection.request("GET", f"/api/v1{path}", headers=head)
            return connection.getresponse().status

    token = got["access_token"]
    assert ask(token, "/digest") == HTTPStatus.OK
    assert ask(token, "/digest/2") == HTTPStatus.FORBIDDEN
    assert ask(token[:-4] + "AAAA", "/digest") == HTTPStatus.UNAUTHORIZED
    assert ask(got["refresh_token"], "/digest") == HTTPStatus.UNAUTHORIZED


def said(address: str, form: bytes) -> bytes:
    """The answer to a form."""
    with urlopen(address, form) as answer:  # noqa: S310 - of this machine
        told: bytes = answer.read()
        return told
