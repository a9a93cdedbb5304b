"""The application: routers, guards, the readers in the background."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import structlog
from fastapi import APIRouter, FastAPI
from limits import parse
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from profit_sentinel import __version__
from profit_sentinel.adapters.issuer import NoIssuer, OpenIdIssuer
from profit_sentinel.adapters.tokens import NoTokens, SignedTokens
from profit_sentinel.api import digest, health, issues, keys, stores, tasks, uploads
from profit_sentinel.api.door import SignedIn
from profit_sentinel.api.guards import Named, Sized
from profit_sentinel.api.problems import MEDIA, add_handlers
from profit_sentinel.api.wiring import REFUSALS
from profit_sentinel.config import PREFIX
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.services.readers import ReaderThreads
from profit_sentinel.services.showing import refresh_all

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from profit_sentinel.config import Config
    from profit_sentinel.services.home import Home
    from profit_sentinel.services.readers import Readers


class Application(FastAPI):
    """The framework's application, which describes its errors as what they are."""

    def openapi(self) -> dict[str, Any]:
        """The description of the interface."""
        if self.openapi_schema is None:
            for path in super().openapi()["paths"].values():
                for operation in path.values():
                    for status, response in operation["responses"].items():
                        if status >= "400" and "content" in response:
                            content = response["content"]
                            content[MEDIA] = content.pop("application/json")
        return super().openapi()


def _operations() -> APIRouter:
    """Every operation, worked out once for all applications of this process."""
    every = APIRouter()
    every.include_router(health.router)
    for noun in (digest, tasks, issues, uploads, stores, keys):
        every.include_router(noun.router, prefix="/api/v1", responses=REFUSALS)
    return every


OPERATIONS = _operations()
_FORM = 64 * 1024
"""Bytes an upload's form may have beside the file."""


def application(home: Home, readers: Readers | None = None) -> FastAPI:
    """The HTTP interface of a home.

    Args:
        home: Where everything is.
        readers: What reads uploads for as long as the application runs; without any, threads of
            this process do.

    Raises:
        WrongUsageError: The signing keys cannot be read, the issuer has no address, a rate is none,
            or nobody could come back to this service from there or from a mail.
    """
    config = home.config
    _check_address(config)
    _check_rates(config)
    tokens = SignedTokens(config) if config.jwks else NoTokens()
    largest = config.upload_megabytes * 2**20 + _FORM
    app = Application(
        title="Profit Sentinel", version=__version__, docs_url=None, redoc_url=None,
        routes=OPERATIONS.routes,
        lifespan=_life, separate_input_output_schemas=False,
        middleware=[
            Middleware(Named),
            Middleware(
                CORSMiddleware, allow_origins=config.cors, allow_methods=["*"],
                allow_headers=["Authorization", "Content-Type", "Idempotency-Key"],
            ),
            Middleware(Sized, upload=largest, other=config.body_kilobytes * 1024),
            Middleware(SignedIn, home=home, tokens=tokens),
        ],
    )  # fmt: skip
    app.state.home = home
    app.state.issuer = OpenIdIssuer(config) if config.client_id else NoIssuer()
    app.state.readers = readers or ReaderThreads(home)
    add_handlers(app)
    _add_docs(app)
    return app


def _check_address(config: Config) -> None:
    """Refuse an address to which browsers would not bring their cookie, or not come at all."""
    protected = (config.address or "").startswith("https:")
    if (config.client_id or config.smtp_host) and config.secure and not protected:
        message = (
            "sign-in in the browser needs the address people reach the service by: set "
            "PROFIT_SENTINEL_ADDRESS, with https off this machine"
        )
        raise WrongUsageError(message)


def _check_rates(config: Config) -> None:
    """Refuse a rate before the first request would stumble over it."""
    for name in ("rate", "sign_in_rate"):
        said = getattr(config, name)
        try:
            parse(said) if said else None
        except ValueError as error:
            message = f"{PREFIX}{name.upper()}: {said!r} is no rate; write it as 600/minute"
            raise WrongUsageError(message) from error


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    readers: Readers = app.state.readers
    await run_in_threadpool(refresh_all, app.state.home)
    readers.start()
    structlog.get_logger("profit_sentinel").info("service started", version=__version__)
    try:
        yield
    finally:
        await run_in_threadpool(readers.stop)
        app.state.home.database.close()


def lay_routes(app: FastAPI) -> None:
    """Work the routes out, which the framework would do while the first requests wait."""
    nowhere = {"type": "http", "method": "GET", "path": "/-", "root_path": "", "headers": []}
    for route in app.routes:
        route.matches(nowhere)


def _add_docs(app: FastAPI) -> None:
    """The page about the interface, with everything it needs on this machine."""
    folder = files("profit_sentinel.api").joinpath("static")
    page = folder.joinpath("docs.html").read_text(encoding="utf-8")
    app.mount("/docs/static", StaticFiles(directory=str(folder)), name="docs")

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(page)
