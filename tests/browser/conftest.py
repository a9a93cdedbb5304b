"""A running service and a real browser."""

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from profit_sentinel.app import service
from profit_sentinel.config import Config
from visitor import DESK

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@contextmanager
def running(home: Path, **said: Any) -> Iterator[str]:
    """The address of a service that runs."""
    with socket.create_server(("127.0.0.1", said.pop("port", 0))) as taken:
        port = taken.getsockname()[1]
        config = Config(**{"home": home, "rate": "", "port": port, **said})
        told = uvicorn.Config(service(config), log_level="error", timeout_graceful_shutdown=5)
        server = uvicorn.Server(told)
        thread = Thread(target=server.run, args=([taken],), daemon=True)
        thread.start()
        until = monotonic() + 30
        while not server.started:
            assert thread.is_alive(), "the service has ended before it began"
            assert monotonic() < until, "the service does not begin"
            sleep(0.02)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive(), "the service does not end"


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Runs services with some configuration."""
    with ExitStack() as stack:
        yield lambda **said: stack.enter_context(running(tmp_path / "home", **said))


@pytest.fixture
def address(serve: Callable[..., str]) -> str:
    """The address of a service without sign-in."""
    return serve()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, base_url=address)  # type: ignore[arg-type]
    opened = context.new_page()
    yield opened
    context.close()
