"""What every request passes before the door: a name, a log line and counts, size, headers."""

from __future__ import annotations

import re
from contextlib import suppress
from http import HTTPStatus
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders

from profit_sentinel.api.problems import problem, told, unexpected

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

UPLOADS = frozenset({"/api/v1/uploads", "/start"})
"""Paths that take whole files."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
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
            answer = unexpected(_route(scope), error)
            await told(scope, answer)(scope, receive, named)
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
        if not told.isdecimal() or int(told) > most:
            await _too_large(most)(scope, receive, send)
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
            await _too_large(most)(scope, receive, send)


def _too_large(most: int) -> Response:
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {most:,} bytes")


class _TooLargeError(Exception):
    """More came than was told."""
