"""What every request passes: a name, a log line and counts, size, headers, sign-in, rate."""

from __future__ import annotations

import re
from contextlib import suppress
from http import HTTPStatus
from time import perf_counter, time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from prometheus_client import Counter, Histogram
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from profit_sentinel.adapters.tokens import BadTokenError
from profit_sentinel.api.problems import of_error, problem, unexpected
from profit_sentinel.config import LOOPBACK
from profit_sentinel.domain.errors import UnavailableError
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services.home import LOCAL
from profit_sentinel.services.keys import PREFIX, person_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from profit_sentinel.adapters.tokens import Tokens
    from profit_sentinel.services.home import Home

OPEN = re.compile(r"/(?:health(?:/live)?|openapi\.json|docs(?:/.*)?|static/.*)")
"""Paths that need no sign-in."""
UPLOADS = frozenset({"/api/v1/uploads", "/start"})
"""Paths that take whole files."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
READING = frozenset({"GET", "HEAD"})
OWNER = Person("you", LOCAL, Role.OWNER)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "Cache-Control": "no-store",
}
_NAME = re.compile(r"[\w.-]{1,64}")
_BEARER = "bearer "
requests = Counter("profit_sentinel_requests", "Requests", ["method", "route", "status"])
seconds = Histogram("profit_sentinel_request_seconds", "Seconds a request took", ["route"])
log = structlog.get_logger("profit_sentinel.http")


class Named:
    """Names every request, logs it and counts it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        name = given if _NAME.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = name
        started, status = perf_counter(), 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = name
                for header, value in HEADERS.items():
                    headers.setdefault(header, value)
            await send(message)

        try:
            await self.app(scope, receive, named)
        except Exception as error:
            if status:
                raise
            await unexpected(_route(scope), error)(scope, receive, named)
        finally:
            spent, route = perf_counter() - started, _route(scope)
            requests.labels(_method(scope), route, status).inc()
            seconds.labels(route).observe(spent)
            log.info(
                "request", id=name, method=scope["method"], route=route, status=status,
                ms=round(spent * 1000, 1),
            )  # fmt: skip


def _route(scope: Scope) -> str:
    """The route, not the path: a path holds names, and would make endless series.

    A route that was taken in under a prefix knows it only by the framework's context.
    """
    context = scope.get("fastapi", {}).get("effective_route_context")
    return getattr(context or scope.get("route"), "path", "") or "unknown"


def _method(scope: Scope) -> str:
    """The method; a word that somebody made up is none."""
    method: str = scope["method"]
    return method if method in METHODS else "other"


class Sized:
    """Refuses bodies that are too large, told or not."""

    def __init__(self, app: ASGIApp, upload: int, other: int) -> None:
        self.app, self.upload, self.other = app, upload, other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while it is small enough."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.upload if scope["path"] in UPLOADS else self.other
        told = Headers(scope=scope).get("content-length", "0")
        refusal = problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {most:,} bytes")
        if not told.isdecimal() or int(told) > most:
            await refusal(scope, receive, send)
            return
        seen, begun = 0, False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise _TooLargeError
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            if begun or seen <= most:
                begun = True
                await send(message)

        with suppress(_TooLargeError):
            await self.app(scope, counted, noted)
        if seen > most and not begun:
            await refusal(scope, receive, send)


class _TooLargeError(Exception):
    """More came than was told."""


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
        refused = await self._refusal(scope)
        if refused is None:
            await self.app(scope, receive, send)
        else:
            await refused(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Any:  # noqa: ANN401 - an answer or None
        address = (scope.get("client") or ("unknown",))[0]
        if OPEN.fullmatch(scope["path"]):
            return self._too_often(address)
        if self.home.config.open_door:
            return self._at_open_door(scope) or self._too_often(address)
        if self.failures and not self.limiter.test(self.failures, "failed", address):
            return self._wait("failed", address)
        try:
            person, reason = await run_in_threadpool(self._known, Headers(scope=scope))
        except UnavailableError as error:
            return of_error(error)
        if person is None:
            if self.failures:
                self.limiter.hit(self.failures, "failed", address)
            ask = {"WWW-Authenticate": 'Bearer realm="profit-sentinel"'}
            return problem(HTTPStatus.UNAUTHORIZED, reason, ask)
        scope["state"]["person"] = person
        return self._too_often(f"{person.org}/{person.name}")

    def _at_open_door(self, scope: Scope) -> Any:  # noqa: ANN401 - an answer or None
        """Let the owner in, and no page of somebody else.

        Without sign-in a page anywhere could have the owner's browser ask in her name, by her
        address or by a name that it lets lead here.
        """
        config, headers = self.home.config, Headers(scope=scope)
        named = urlsplit(f"//{headers.get('host', '')}").hostname
        if named not in {*LOOPBACK, config.host} and not config.dev_mode_anywhere:
            detail = "without sign-in this service answers to its own address only"
            return problem(HTTPStatus.FORBIDDEN, detail)
        if scope["method"] not in READING and not _own(headers):
            return problem(HTTPStatus.FORBIDDEN, "another site may not change anything here")
        scope["state"]["person"] = OWNER
        return None

    def _known(self, headers: Headers) -> tuple[Person | None, str]:
        said = headers.get("authorization", "")
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


def _own(headers: Headers) -> bool:
    """Whether a request comes from a page of this service, or from no page.

    A browser says where a request comes from, and no page can forge that; older ones say it in
    the origin alone.
    """
    if (told := headers.get("sec-fetch-site")) is not None:
        return told in {"none", "same-origin"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


async def person(request: Request) -> Person:
    """Who makes a request."""
    return request.state.person  # type: ignore[no-any-return]
