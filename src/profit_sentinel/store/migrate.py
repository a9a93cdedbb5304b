"""Bring a database to the shape this version needs, or back."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.store.database import worded
from profit_sentinel.store.tables import Base

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from sqlalchemy.engine import Connection

    from profit_sentinel.store.database import Database

PLACE = "profit_sentinel.store:migrations"
_LOCK = 7_021_948_305
"""Number of the PostgreSQL lock that keeps two programs from migrating at once."""


def newest() -> str:
    """The step this version needs: the number its file begins with."""
    names = (place.name for place in files(f"{__package__}.migrations.versions").iterdir())
    return max(name.partition("_")[0] for name in names if name[:1].isdigit())


def present(database: Database) -> str | None:
    """The step a database is at; None when it is empty."""
    with worded(), database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        step: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return step


def upgrade(database: Database, to: str = "head") -> None:
    """Take all steps up to one; a database that is there already costs one look.

    Raises:
        UnavailableError: The database does not answer.
    """
    if to == "head" and present(database) == newest():
        return
    from alembic import command  # noqa: PLC0415 - slow, and rarely needed

    with worded(), database.engine.connect() as connection:
        connection.info["begin"] = "BEGIN IMMEDIATE"
        with connection.begin():
            _alone(connection)
            command.upgrade(_config(connection), to)


def downgrade(database: Database, to: str = "base") -> None:
    """Take steps back."""
    from alembic import command  # noqa: PLC0415 - slow, and rarely needed

    with worded(), database.engine.connect() as connection:
        connection.info["begin"] = "BEGIN IMMEDIATE"
        with connection.begin():
            _alone(connection)
            command.downgrade(_config(connection), to)


def go(database: Database, to: str) -> None:
    """Go to a step, forwards or back; `head` is the newest, `base` is before the first.

    Raises:
        WrongUsageError: No such step.
    """
    newest_first = [each.revision for each in _script().walk_revisions("base", "heads")]
    order = ["base", *reversed(newest_first)]
    target = newest() if to == "head" else to
    if target not in order:
        message = f"there is no step {to!r}; there are {', '.join(order)}"
        raise WrongUsageError(message)
    if order.index(target) >= order.index(present(database) or "base"):
        upgrade(database, target)
    else:
        downgrade(database, target)


def _script() -> ScriptDirectory:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow, and rarely needed

    return ScriptDirectory.from_config(_config())


def differences(database: Database) -> list[object]:
    """What the tables of a database lack or have too much; empty when the steps tell the truth."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - slow, and rarely needed
    from alembic.migration import MigrationContext  # noqa: PLC0415

    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _config(connection: Connection | None = None) -> Config:
    from alembic.config import Config  # noqa: PLC0415 - slow, and rarely needed

    config = Config()
    config.set_main_option("script_location", PLACE)
    config.attributes["connection"] = connection
    return config
