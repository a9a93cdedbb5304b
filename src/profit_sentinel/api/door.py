"""The door: who makes a request, by key, token or browser; nobody too often, no other site."""

from __future__ import annotations

import re
from contextvars import ContextVar
from http import HTTPStatus
from time import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from profit_sentinel.adapters.tokens import BadTokenError
from profit_sentinel.addresses import apart
from profit_sentinel.api.problems import of_error, problem, told
from profit_sentinel.config import LOOPBACK
from profit_sentinel.domain.errors import UnavailableError
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services import links, sign_ins
from profit_sentinel.services.home import LOCAL
from profit_sentinel.services.keys import PREFIX, person_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from profit_sentinel.adapters.tokens import Tokens
    from profit_sentinel.config import Config
    from profit_sentinel.services.home import Home
    from profit_sentinel.services.sign_ins import Signed

SIGN_IN = "/sign-in"
OPEN = re.compile(
    r"/(?:health(?:/live)?|openapi\.json|docs(?:/.*)?|static/.*|sign-in(?:/.*)?"
    r"|mine/open/[^/]*)"
)
"""Paths that need no sign-in."""
PROGRAMS = ("/api/", "/docs", "/health", "/metrics", "/openapi.json")
"""Paths whose readers are programs, which get errors as data."""
READING = frozenset({"GET", "HEAD"})
OWNER = Person("you", LOCAL, Role.OWNER)
SIGNED: ContextVar[Signed | None] = ContextVar("signed", default=None)
"""By which sign-in the request at hand is made; None by none."""
COOKIE, VISIT = "profit_sentinel", "profit_sentinel_mine"
"""Cookies of who is signed in, and of who came by a link to her tasks."""
MINE = "/mine"
"""The pages of those; no other page is for them, and these are for nobody else."""
_BEARER = "bearer "
_ELSEWHERE = "another site may not change anything here"


def cookie(config: Config, name: str = COOKIE) -> str:
    """What a cookie is called; the prefix keeps other hosts from setting it."""
    return f"__Host-{name}" if config.secure else name


class SignedIn:
    """Lets nobody pass who is not known, and nobody too often."""

    def __init__(self, app: ASGIApp, home: Home, tokens: Tokens) -> None:
        self.app, self.home, self.tokens = app, home, tokens
        self.limiter = MovingWindowRateLimiter(MemoryStorage())
        self.rate = parse(home.config.rate) if home.config.rate else None
        self.failures = parse(home.config.sign_in_rate) if home.config.sign_in_rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the person who makes it."""
        if scope["type"] != "http" or scope["method"] == "OPTIONS":
            await self.app(scope, receive, send)
            return
        SIGNED.set(None)
        refused = await self._refusal(scope)
        if refused is None:
            await self.app(scope, receive, send)
            return
        await told(scope, refused)(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Any:  # noqa: ANN401 - an answer or None
        address = (scope.get("client") or ("unknown",))[0]
        if OPEN.fullmatch(scope["path"]):
            return self._at_the_bell(scope, address) or self._too_often(address)
        try:
            if _within(scope["path"], MINE):
                return await self._by_link(scope)
            if self.home.config.open_door:
                return self._at_open_door(scope) or self._too_often(address)
            if "authorization" in Headers(scope=scope):
                return await self._by_token(scope, address)
            return await self._by_cookie(scope)
        except UnavailableError as error:
            return of_error(error)

    def _at_the_bell(self, scope: Scope, address: str) -> Any:  # noqa: ANN401 - an answer or None
        """Count the attempts to sign in, and let no other site sign somebody in."""
        if scope["method"] in READING:
            return None
        if not _own(Headers(scope=scope), self.home.config):
            return problem(HTTPStatus.FORBIDDEN, _ELSEWHERE)
        if self.failures and not self.limiter.hit(self.failures, "failed", address):
            return self._wait("failed", address)
        return None

    def _at_open_door(self, scope: Scope) -> Any:  # noqa: ANN401 - an answer or None
        """Let the owner in, and no page of somebody else.

        Without sign-in a page anywhere could have the owner's browser ask in her name, by her
        address or by a name that it lets lead here.
        """
        config, headers = self.home.config, Headers(scope=scope)
        at = apart(f"//{headers.get('host', '')}")
        if at is None:
            return problem(HTTPStatus.BAD_REQUEST, "the header Host names no host; write HOST:PORT")
        if at.hostname not in {*LOOPBACK, config.host} and not config.dev_mode_anywhere:
            detail = "without sign-in this service answers to its own address only"
            return problem(HTTPStatus.FORBIDDEN, detail)
        if scope["method"] not in READING and not _own(headers, config):
            return problem(HTTPStatus.FORBIDDEN, _ELSEWHERE)
        scope["state"]["person"] = OWNER
        return None

    async def _by_token(self, scope: Scope, address: str) -> Any:  # noqa: ANN401 - an answer or None
        if self.failures and not self.limiter.test(self.failures, "failed", address):
            return self._wait("failed", address)
        person, reason = await run_in_threadpool(self._known, Headers(scope=scope))
        if person is None:
            if self.failures:
                self.limiter.hit(self.failures, "failed", address)
            return _ask(reason)
        scope["state"]["person"] = person
        return self._too_often(f"{person.org}/{person.name}")

    async def _by_cookie(self, scope: Scope) -> Any:  # noqa: ANN401 - an answer or None
        """Let somebody in who signed in with this browser; send others to where that is done."""
        config, headers = self.home.config, Headers(scope=scope)
        secret = HTTPConnection(scope).cookies.get(cookie(config))
        signed = await run_in_threadpool(sign_ins.known, self.home, secret) if secret else None
        if signed is None:
            return _to_sign_in(scope, headers) or _ask(
                "sign in: send a bearer token or an API key in the header Authorization"
            )
        if scope["method"] not in READING and not _own(headers, config, certainly=True):
            return problem(HTTPStatus.FORBIDDEN, _ELSEWHERE)
        SIGNED.set(signed)
        scope["state"]["person"] = signed.person
        return self._too_often(f"{signed.person.org}/{signed.person.name}")

    async def _by_link(self, scope: Scope) -> Any:  # noqa: ANN401 - an answer or None
        """Let somebody to her tasks who came by a link to them."""
        config, headers = self.home.config, Headers(scope=scope)
        secret = HTTPConnection(scope).cookies.get(cookie(config, VISIT))
        visitor = await run_in_threadpool(links.visitor, self.home, secret) if secret else None
        if visitor is None:
            detail = "open the link to your tasks again; if it has ended, ask for another"
            return problem(HTTPStatus.FORBIDDEN, detail)
        if scope["method"] not in READING and not _own(headers, config, certainly=True):
            return problem(HTTPStatus.FORBIDDEN, _ELSEWHERE)
        scope["state"]["visitor"] = visitor
        return self._too_often(f"{visitor.acting.org}/{visitor.acting.name}")

    def _known(self, headers: Headers) -> tuple[Person | None, str]:
        said = headers["authorization"]
        if said[: len(_BEARER)].lower() != _BEARER:
            return None, "sign in: send a bearer token or an API key in the header Authorization"
        token = said[len(_BEARER) :].strip()
        if token.startswith(PREFIX):
            return person_of(self.home, token), "no such key, or it was revoked"
        try:
            return self.tokens.person(token), ""
        except BadTokenError as error:
            return None, str(error)

    def _too_often(self, name: str) -> Any:  # noqa: ANN401 - an answer or None
        if self.rate is None or self.limiter.hit(self.rate, "request", name):
            return None
        return self._wait("request", name)

    def _wait(self, kind: str, name: str) -> Any:  # noqa: ANN401 - an answer
        limit = self.rate if kind == "request" else self.failures
        free = self.limiter.get_window_stats(limit, kind, name).reset_time if limit else 0
        wait = str(max(1, int(free - time()) + 1))
        detail = f"too many requests; try again in {wait} seconds"
        return problem(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": wait})


def _within(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def _ask(reason: str) -> Response:
    """Tell a program to say who it is."""
    ask = {"WWW-Authenticate": 'Bearer realm="profit-sentinel"'}
    return problem(HTTPStatus.UNAUTHORIZED, reason, ask)


def _to_sign_in(scope: Scope, headers: Headers) -> Response | None:
    """Send a person to where she signs in, and from there to where she wanted; None a program."""
    if scope["path"].startswith(PROGRAMS):
        return None
    if headers.get("hx-request") == "true":
        place = {"HX-Redirect": _asking(headers.get("hx-current-url", "/"))}
        return Response(status_code=401, headers=place)
    if "text/html" not in headers.get("accept", ""):
        return None
    query = scope["query_string"].decode("latin-1")
    looked = f"{scope['path']}?{query}" if query else scope["path"]
    wanted = looked if scope["method"] in READING else headers.get("referer", "/")
    return Response(status_code=303, headers={"Location": _asking(wanted)})


def _asking(wanted: str) -> str:
    """The page to sign in, with the place on this service that was wanted."""
    at = apart(wanted)
    if at is None:
        return SIGN_IN
    path = at.path + (f"?{at.query}" if at.query else "")
    return SIGN_IN if path in {"", "/"} else f"{SIGN_IN}?next={quote(path, safe='/')}"


def _own(headers: Headers, config: Config, *, certainly: bool = False) -> bool:
    """Whether a request comes from a page of this service, or from no page.

    A browser says where a request comes from, and no page can forge that; older ones say it in
    the origin alone.

    Args:
        headers: Of the request.
        config: Names the address of the service, where a proxy calls it otherwise.
        certainly: Whether it has to be said at all, as browsers do.
    """
    if (told := headers.get("sec-fetch-site")) is not None:
        return told in {"none", "same-origin"}
    if (origin := headers.get("origin")) is not None:
        at = apart(origin)
        here = at is not None and at.netloc == headers.get("host")
        return origin == config.public or here
    return not certainly


async def person(request: Request) -> Person:
    """Who makes a request."""
    return request.state.person  # type: ignore[no-any-return]
