"""Composition: the only place that knows which database, file store and sign-in are in use."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

from profit_sentinel.adapters.blobs import Blobs
from profit_sentinel.adapters.mail import mail_of
from profit_sentinel.config import Config
from profit_sentinel.services.home import Home
from profit_sentinel.services.systems import HOME, data_folder
from profit_sentinel.store.database import Database
from profit_sentinel.store.migrate import upgrade

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from profit_sentinel.services.readers import Readers

_SEARCH = (700, 10, 100)
"""Objects made between two searches, and how many of one kind go before one of the next.

Few objects, because a search through many takes as long; through all that stays it takes 15 ms and
finds next to nothing, so that it comes seldom.
"""


def open_home(config: Config | None = None) -> Home:
    """The home of this program, its tables brought up to date.

    Raises:
        WrongUsageError: An address nobody can use.
        UnavailableError: The database or the file store do not answer.
    """
    config = config or Config()
    folder = _folder(config)
    database = open_database(config)
    upgrade(database)
    blobs = Blobs(config.bucket_url or folder / "files")
    return Home(config, folder, database, blobs, mail_of(config))


def open_database(config: Config | None = None) -> Database:
    """The database, whatever shape its tables are in.

    Raises:
        WrongUsageError: An address nobody can use.
    """
    config = config or Config()
    embedded = f"sqlite:///{_folder(config) / 'profit-sentinel.sqlite'}"
    return Database(config.database_url or embedded)


def service(config: Config, readers: Readers | None = None) -> FastAPI:
    """The whole service: HTTP interface and pages.

    Args:
        config: How it is run.
        readers: What reads uploads; without any, threads of this process do.

    Raises:
        WrongUsageError: An address nobody can use.
        UnavailableError: The database or the file store do not answer.
    """
    from profit_sentinel.api.application import (  # noqa: PLC0415 - commands serve nothing
        application,
        lay_routes,
    )
    from profit_sentinel.web.site import add_pages  # noqa: PLC0415

    app = application(open_home(config), readers)
    add_pages(app)
    lay_routes(app)
    return app


def settle() -> None:
    """Leave what lives as long as the service out of the search for garbage.

    The search stops every thread: through all that is imported it takes a tenth of a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SEARCH)


def data_home(config: Config | None = None) -> Path:
    """The data folder."""
    return _folder(config or Config())


def _folder(config: Config) -> Path:
    """The data folder, which only its owner may read."""
    folder = (config.home or data_folder()).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.setdefault(HOME, str(folder))
    return folder
