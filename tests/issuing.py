"""A small issuer on this machine: discovery, sign-in, codes for tokens, keys."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_hex
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from homes import OWNER
from serving import Signer, claims_of
from storage import endpoint

if TYPE_CHECKING:
    from profit_sentinel.domain.person import Person

CLIENT, SECRET = "the service", "a secret: with/signs"


@dataclass
class Issuer:
    """Lets everybody in as one person, and keeps to the standards a service relies on.

    Attributes:
        person: Who signs in.
        claims: Put over what it would say of her.
        document: Put over its discovery document.
        refuses: The error it sends browsers back with.
        answers: Put in the place of what it gives for a code: status and body.
        asks: Whether a browser sees a page with a button first.
    """

    person: Person = OWNER
    claims: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    refuses: str | None = None
    answers: tuple[int, bytes] | None = None
    asks: bool = False
    signer: Signer = field(default_factory=lambda: Signer("issuer", "RS256"))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    discovered: int = 0
    ways: list[str] = field(default_factory=list)
    server: ThreadingHTTPServer = field(init=False)

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                at = urlsplit(self.path)
                asked = {name: each[0] for name, each in parse_qs(at.query).items()}
                if at.path == "/authorize" and outer.asks and "yes" not in asked:
                    self.say(200, outer.page(self.path).encode(), "text/html")
                elif at.path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", outer.sent_back(asked))
                    self.end_headers()
                else:
                    self.say(200, json.dumps(outer.told(at.path)).encode())

            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: each[0] for name, each in parse_qs(data).items()}
                status, body = outer.redeemed(form, self.headers.get("Authorization", ""))
                self.say(status, body)

            def say(self, status: int, body: bytes, kind: str = "application/json") -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(body)

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
        return endpoint(f"127.0.0.1:{self.server.server_port}")

    def config(self, **changes: Any) -> dict[str, Any]:
        """How a service is told of it."""
        known = {"issuer": self.address, "client_id": CLIENT, "client_secret": SECRET}
        return known | {"jwks": None} | changes

    def told(self, path: str) -> dict[str, Any]:
        if path == "/keys":
            return {"keys": [self.signer.public()]}
        if path != "/.well-known/openid-configuration":
            return {}
        self.discovered += 1
        return {
            "issuer": self.address, "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/keys",
        } | self.document  # fmt: skip

    def page(self, path: str) -> str:
        return f"<h1>The issuer</h1><a href='{path.replace('&', '&amp;')}&amp;yes=1'>Let me in</a>"

    def sent_back(self, asked: dict[str, str]) -> str:
        """Where a browser goes that was sent here."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["state"]) >= 32
        assert len(asked["nonce"]) >= 32
        said = {"state": asked["state"], "iss": self.address}
        if self.refuses:
            said |= {"error": self.refuses, "error_description": "<b>not today</b>"}
        else:
            said["code"] = token_hex(16)
            self.codes[said["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(said)}"

    def redeemed(self, form: dict[str, str], header: str) -> tuple[int, bytes]:
        """What a code is worth: a token once, to the service that asked for it."""
        if self.answers:
            return self.answers
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(sha256(verifier).digest()).rstrip(b"=").decode()
        if not self.recognises(form, header):
            return 401, b'{"error": "invalid_client"}'
        if (
            asked is None
            or form.get("grant_type") != "authorization_code"
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form.get("redirect_uri")
        ):
            return 400, b'{"error": "invalid_grant"}'
        token = self.signer.token(self.person, **self.said(asked))
        return 200, json.dumps({"id_token": token, "token_type": "Bearer"}).encode()

    def recognises(self, form: dict[str, str], header: str) -> bool:
        """Whether the service says its secret, in the header or in the form."""
        if header:
            self.ways.append("header")
            kind, _, pair = header.partition(" ")
            name, _, secret = base64.b64decode(pair).decode().partition(":")
            return (kind, unquote(name), unquote(secret)) == ("Basic", CLIENT, SECRET)
        self.ways.append("form" if "client_secret" in form else "none")
        return form.get("client_id") == CLIENT and form.get("client_secret", SECRET) == SECRET

    def said(self, asked: dict[str, str]) -> dict[str, Any]:
        now = datetime.now(UTC)
        usual = {
            "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + timedelta(minutes=5),
            "nonce": asked["nonce"],
        }  # fmt: skip
        return claims_of(self.person) | usual | self.claims
