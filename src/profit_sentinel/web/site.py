"""The pages of a service: routers, static files, errors a person can read."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.staticfiles import StaticFiles

from profit_sentinel.api.door import MINE, PROGRAMS
from profit_sentinel.api.problems import MEDIA
from profit_sentinel.web import (
    counts,
    digest,
    issues,
    leaks,
    mine,
    people,
    settings,
    sign_in,
    start,
    stores,
    tasks,
)
from profit_sentinel.web.page import show

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

SAID = {
    403: "This is not yours to see or to change", 404: "Nothing is here",
    409: "Something has changed meanwhile", 413: "That is too large", 422: "That did not work",
    429: "Too much at once", 503: "Not at the moment",
}  # fmt: skip
"""What a person reads above an error, by its status."""
NOUNS = (start, digest, counts, issues, tasks, leaks, stores, settings, people, sign_in, mine)


def _pages() -> APIRouter:
    """Every page, worked out once for all applications of this process."""
    every = APIRouter()
    for noun in NOUNS:
        every.include_router(noun.router, include_in_schema=False)
    return every


PAGES = _pages()


def add_pages(app: FastAPI) -> None:
    """Add the pages to the HTTP interface of a home."""
    app.routes.extend(PAGES.routes)
    folder = files("profit_sentinel.web").joinpath("static")
    app.mount("/static", StaticFiles(directory=str(folder)), name="static")
    app.state.readable = readable
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, _readable(handler))


def _readable(handler: Any) -> Any:  # noqa: ANN401 - of the framework
    """An error handler that answers a person with a page."""

    async def answer(request: Request, error: Exception) -> Response:
        return readable(request.url.path, await handler(request, error))

    return answer


def readable(path: str, told: Response) -> Response:
    """An answer that says what went wrong, as a page where a person reads it."""
    if path.startswith(PROGRAMS) or told.headers.get("content-type") != MEDIA:
        return told
    body = json.loads(bytes(told.body))
    template = "mine_over.html" if path.startswith(f"{MINE}/") or path == MINE else "error.html"
    page = show(
        template, told.status_code, here="", title=SAID.get(told.status_code, body["title"]),
        detail=_sentence(body["detail"]),
    )  # fmt: skip
    if again := told.headers.get("retry-after"):
        page.headers["Retry-After"] = again
    return page


def _sentence(detail: Any) -> str:  # noqa: ANN401 - a text, or the lines of a form
    if isinstance(detail, str):
        return detail
    return "; ".join(f"{line['loc'][-1]}: {line['msg']}" for line in detail)
