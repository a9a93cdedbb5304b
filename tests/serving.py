"""The HTTP interface for tests: people with tokens, a chain that was read, a key server."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Self

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from starlette.testclient import TestClient

import homes
from homes import OF_STORE_2, OWNER, STRANGER, VIEWER, Line, dead, listing, negative, ordinary, read
from profit_sentinel.api.application import application
from profit_sentinel.api.door import cookie
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services import keys, sign_ins, stores, tasks
from profit_sentinel.services.tasks import Order
from profit_sentinel.web.site import add_pages
from storage import endpoint

if TYPE_CHECKING:
    from pathlib import Path

    from profit_sentinel.services.home import Home

ISSUER, AUDIENCE = "issuer.test", "profit-sentinel"
MARK = "ZEBRA1"
"""A SKU of store 1, which nobody else may see."""
CHAIN = listing(
    Line(MARK, on_hand=-3, cost=12.5, price=20),
    dead("D"),
    *ordinary(),
    Line("QUAGGA2", on_hand=-2, cost=12.5, price=20, store="2"),
    *ordinary(store="2"),
)


class Signer:
    """A key that signs tokens."""

    def __init__(self, name: str, algorithm: str = "ES256") -> None:
        self.name, self.algorithm = name, algorithm
        self.key: Any = _key(name, algorithm)

    def public(self, **changes: Any) -> dict[str, Any]:
        """The public half, as a key set lists it."""
        kind = jwt.get_algorithm_by_name(self.algorithm)
        whole = json.loads(kind.to_jwk(self.key.public_key()))
        return {**whole, "kid": self.name, "alg": self.algorithm, "use": "sig", **changes}

    def token(self, who: Person, *, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A token of somebody; a claim of None is left out."""
        told = claims_of(who) | claims
        kept = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(kept, self.key, self.algorithm, {"kid": self.name} | (header or {}))


@cache
def _key(name: str, algorithm: str) -> Any:
    del name
    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def claims_of(who: Person) -> dict[str, Any]:
    """What a token says of somebody."""
    return {
        "sub": f"id of {who.name}", "email": who.name, "iss": ISSUER, "aud": AUDIENCE,
        "exp": datetime.now(UTC) + timedelta(minutes=5),
        "app_metadata": {"org": who.org, "role": who.role, "stores": sorted(who.stores)},
    }  # fmt: skip


def key_set(*signers: Signer) -> str:
    """A file of public keys."""
    return json.dumps({"keys": [signer.public() for signer in signers]})


@dataclass
class KeyServer:
    """An address that serves public keys."""

    said: str
    asked: int = 0
    server: ThreadingHTTPServer = field(init=False)

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                self.send_response(200)
                self.end_headers()
                self.wfile.write(outer.said.encode())

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def address(self) -> str:
        return endpoint(f"127.0.0.1:{self.server.server_port}") + "/keys"


@dataclass(frozen=True)
class World:
    """A chain of two stores that was read, with a task, and a key, and another organisation."""

    folder: Path
    issue: str
    dead: str
    upload: str
    task: str
    key: str

    def copied(self, folder: Path, **config: Any) -> Home:
        """The same for one test."""
        shutil.copytree(self.folder, folder / "world")
        return at(folder / "world", **config)


def at(folder: Path, **config: Any) -> Home:
    """The home of a folder."""
    return homes.made(folder, f"sqlite:///{folder / 'state.sqlite'}", folder / "files", **config)


def built(model: Path, folder: Path) -> World:
    """A chain of two stores, read once."""
    homes.sqlite_fresh(model, folder)
    home = at(folder)
    upload = read(home, CHAIN)
    assert upload.error is None
    issue = negative(home)["id"]
    (other,) = homes.shown(home, leak="dead_stock")
    task = tasks.delegate(home, OWNER, Order(issue, "ann", notes="soon")).task.id
    key = keys.make(home, OWNER, "till", Role.VIEWER).key.id
    stores.settings(home, STRANGER)
    home.database.close()
    return World(folder, issue, other["id"], upload.id, task, key)


class Served:
    """The interface of a home, and people who ask it."""

    def __init__(self, home: Home, *, folder: Path, anonymous: bool = False) -> None:
        self.signer, self.rsa = Signer("ec"), Signer("rsa", "RS256")
        if not anonymous and home.config.jwks is None:
            path = folder / "jwks.json"
            path.write_text(key_set(self.signer, self.rsa))
            home = homes.configured(home, jwks=str(path), issuer=ISSUER, audience=AUDIENCE)
        self.home = home
        self.app = application(home)
        self.client = TestClient(
            self.app, base_url="http://127.0.0.1", raise_server_exceptions=False
        )

    def ask(self, method: str, path: str, who: Person | str | None = OWNER, **said: Any) -> Any:
        """The answer to a request of somebody, or with a token or key."""
        token = self.signer.token(who) if isinstance(who, Person) else who
        headers = said.pop("headers", {})
        if token is not None:
            headers = {"Authorization": f"Bearer {token}"} | headers
        return self.client.request(method, path, headers=headers, **said)

    def get(self, path: str, who: Person | str | None = OWNER, **said: Any) -> Any:
        """The answer to a look."""
        return self.ask("GET", path, who, **said)


class Visited(Served):
    """The same with its pages, and browsers in which people are signed in."""

    def __init__(self, home: Home, *, folder: Path, anonymous: bool = False) -> None:
        super().__init__(home, folder=folder, anonymous=anonymous)
        add_pages(self.app)
        self.secrets: dict[Person, str] = {}

    def secret(self, who: Person) -> str:
        """What the browser of somebody shows."""
        if who not in self.secrets:
            self.secrets[who] = sign_ins.begin(
                self.home, replace(who, id=f"issuer:{who.name}"), FIREFOX
            )
        return self.secrets[who]

    def browse(self, method: str, path: str, who: Person | str | None = OWNER, **said: Any) -> Any:
        """The answer to a browser of somebody, or to one that shows a secret."""
        shown = self.secret(who) if isinstance(who, Person) else who
        headers = BROWSER | said.pop("headers", {})
        if shown is not None:
            headers["Cookie"] = f"{cookie(self.home.config)}={shown}"
        self.client.cookies.clear()
        return self.client.request(method, path, headers=headers, follow_redirects=False, **said)

    def look(self, path: str, who: Person | str | None = OWNER, **said: Any) -> Any:
        """The answer to a browser that opens a page."""
        return self.browse("GET", path, who, **said)

    def post(self, path: str, who: Person | str | None = OWNER, **said: Any) -> Any:
        """The answer to a browser that sends a form."""
        return self.browse("POST", path, who, **said)


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
BROWSER = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "User-Agent": FIREFOX,
    "Sec-Fetch-Site": "same-origin",
}  # fmt: skip
"""What a browser says of itself, and of a page of this service that asks."""
PEOPLE = {"owner": OWNER, "stranger": STRANGER, "manager": OF_STORE_2, "viewer": VIEWER}
