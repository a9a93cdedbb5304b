"""One shape for every error: problem details as RFC 9457 has them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from profit_sentinel.domain.errors import (
    ClashError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    UnavailableError,
    WrongUsageError,
)
from profit_sentinel.services.uploads import TooLargeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Scope

MEDIA = "application/problem+json"
STATUSES: Mapping[type[Exception], HTTPStatus] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    ConflictError: HTTPStatus.CONFLICT,
    ClashError: HTTPStatus.CONFLICT,
    TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    WrongUsageError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}
_SHOWN = 200


class _Answer(JSONResponse):
    """JSON in ASCII, because what a client sent may hold half a letter."""

    media_type = MEDIA

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - any JSON
        """As bytes."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


def problem(
    status: int,
    detail: Any,  # noqa: ANN401 - a text, or the lines of a form
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """An answer that says what went wrong."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
    }
    return _Answer(body, int(status), headers=dict(headers or {}))


def of_error(error: Exception) -> JSONResponse:
    """The answer to an error of the services."""
    status = next(status for kind, status in STATUSES.items() if isinstance(error, kind))
    again = {"Retry-After": "5"} if status is HTTPStatus.SERVICE_UNAVAILABLE else None
    return problem(status, str(error), again)


def add_handlers(app: FastAPI) -> None:
    """Give every error of an application the one shape."""
    for kind in STATUSES:
        app.add_exception_handler(kind, _of_service)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_validation)


async def _of_service(request: Request, error: Exception) -> JSONResponse:
    del request
    return of_error(error)


async def _of_http(request: Request, error: Exception) -> JSONResponse:
    del request
    known: Any = error
    if isinstance(error.__cause__, OSError):  # no room for a form that is on its way
        return of_error(UnavailableError("storage", error.__cause__.strerror or "no room"))
    return problem(known.status_code, known.detail, known.headers)


async def _of_validation(request: Request, error: Exception) -> JSONResponse:
    """What does not fit, line by line; long values are not thrown back."""
    del request
    known: Any = error
    lines = [
        {name: _short(line.get(name)) for name in ("type", "loc", "msg", "input")}
        for line in known.errors()
    ]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, lines)


def _short(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, str | int | bool | None):
        return value[:_SHOWN] if isinstance(value, str) else value
    if isinstance(value, dict | list) and len(repr(value)) <= _SHOWN:
        return _finite(value)
    return repr(value)[:_SHOWN]


def _finite(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {str(name): _finite(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_finite(each) for each in value]
    return value if isinstance(value, str | int | bool | None) else repr(value)


def told(scope: Scope, answer: Response) -> Response:
    """An answer as whoever asked can read it: a page to a person where there are pages."""
    readable = getattr(scope["app"].state, "readable", None)
    shown: Response = readable(scope["path"], answer) if readable else answer
    return shown


def unexpected(route: str, error: Exception) -> JSONResponse:
    """The answer to an error nobody thought of, which is told to the log alone."""
    structlog.get_logger("profit_sentinel").error("request failed", route=route, exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "an error of this program; see its log")
