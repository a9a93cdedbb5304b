"""The pages of a service: routers, static files, errors a person can read."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.staticfiles import StaticFiles

from profit_sentinel.web import digest, issues, leaks, settings, start, stores, tasks
from profit_sentinel.web.page import show

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

NOUNS = (start, digest, issues, tasks, leaks, stores, settings)
PROGRAMS = ("/api/", "/docs", "/health", "/metrics", "/openapi.json")
"""Paths whose readers are programs, which get errors as data."""


def add_pages(app: FastAPI) -> None:
    """Add the pages to the HTTP interface of a home."""
    pages = APIRouter(include_in_schema=False)
    for noun in NOUNS:
        pages.include_router(noun.router)
    app.include_router(pages)
    folder = files("profit_sentinel.web").joinpath("static")
    app.mount("/static", StaticFiles(directory=str(folder)), name="static")
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, _readable(handler))


def _readable(handler: Any) -> Any:  # noqa: ANN401 - of the framework
    """An error handler that answers a person with a page."""

    async def answer(request: Request, error: Exception) -> Response:
        told: Response = await handler(request, error)
        if request.url.path.startswith(PROGRAMS):
            return told
        body = json.loads(bytes(told.body))
        return show(
            "error.html", told.status_code, here="", title=body["title"],
            detail=_sentence(body["detail"]),
        )  # fmt: skip

    return answer


def _sentence(detail: Any) -> str:  # noqa: ANN401 - a text, or the lines of a form
    if isinstance(detail, str):
        return detail
    return "; ".join(f"{line['loc'][-1]}: {line['msg']}" for line in detail)
