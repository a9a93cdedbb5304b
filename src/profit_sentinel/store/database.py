"""The database: SQLite or PostgreSQL, and the one place that keeps organisations apart."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
)
from sqlalchemy.exc import (
    TimeoutError as NoConnectionError,
)
from sqlalchemy.orm import Session as Session  # noqa: PLC0414 - others name it from here
from sqlalchemy.orm import with_loader_criteria

from profit_sentinel.domain.errors import ClashError, UnavailableError, WrongUsageError
from profit_sentinel.store.base import Owned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.orm import ORMExecuteState
    from sqlalchemy.sql.base import ExecutableOption

EVERYBODY = "*"
"""Stands for all organisations, where work is looked for or a sign-in is not known yet."""
_SCOPE = "profit_sentinel.org"
_BUSY = 15_000
"""Milliseconds to wait for another writer of a SQLite file."""
_REACH = 5
"""Seconds to wait for a PostgreSQL server that does not answer."""
_TOO_MUCH = "54"
"""Class of PostgreSQL's errors for a value beyond its limits, such as a key of a megabyte."""
OF_SERVER: dict[str, Any] = {"pool_size": 10, "max_overflow": 40, "pool_timeout": 10}
"""Enough connections for every thread that answers requests."""
OF_FILE: dict[str, Any] = {"pool_size": 2, "max_overflow": 0, "pool_timeout": _BUSY / 1000}
"""Few connections: what they do is computed in this process, and its threads hand the interpreter
on at every row, past the one that answers everybody: with 40 of them it waited 100 ms for it.
"""


class Database:
    """Where the state is kept.

    Args:
        url: `sqlite:///PATH` or `postgresql://...`, in any of the usual spellings.

    Raises:
        WrongUsageError: Something else.
    """

    def __init__(self, url: str) -> None:
        self.url = spelled(url)
        self.engine = _engine(self.url)
        self._turn = Lock()

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self, org: str) -> Iterator[Session]:
        """A session that sees one organisation."""
        with self._session(org, "BEGIN") as session:
            yield session

    @contextmanager
    def writing(self, org: str) -> Iterator[Session]:
        """A session that sees one organisation; all it changed is kept together or not at all.

        Raises:
            UnavailableError: The database does not answer, is locked or has no room.
            ClashError: Somebody else kept the same thing first.
        """
        with self._in_turn(), self._session(org, "BEGIN IMMEDIATE") as session:
            yield session
            session.commit()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Have the writers of this process wait in line, where SQLite lets them try again."""
        if self.kind != "sqlite":
            yield
            return
        if not self._turn.acquire(timeout=_BUSY / 1000):
            raise UnavailableError("database", "another change takes too long")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def _session(self, org: str, begin: str) -> Iterator[Session]:
        with worded(), self.engine.connect() as connection:
            connection.info["begin"] = begin
            with Session(connection, expire_on_commit=False) as session:
                _scope(session, org)
                yield session

    def answers(self) -> bool:
        """Whether the database is there."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT count(*) FROM alembic_version"))
        except (DBAPIError, NoConnectionError):
            return False
        return True

    def close(self) -> None:
        """Let go of its connections."""
        self.engine.dispose()


def copy_file(database: Database, path: Path) -> None:
    """Copy a SQLite database as it is at this moment, while others write to it."""
    with worded(), database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
        connection.exec_driver_sql("BEGIN")


def spelled(url: str) -> str:
    """The address with the driver in use.

    Raises:
        WrongUsageError: Neither SQLite nor PostgreSQL.
    """
    kind, mark, rest = url.partition("://")
    if kind in {"postgres", "postgresql", "postgresql+psycopg"} and mark:
        return f"postgresql+psycopg://{rest}"
    if kind == "sqlite" and mark:
        return url
    message = f"a database address begins with sqlite:/// or postgresql://, not with {kind!r}"
    raise WrongUsageError(message)


def _engine(url: str) -> Engine:
    try:
        return _of_kind(url)
    except (ArgumentError, TypeError, ValueError) as error:
        message = (
            "the database address cannot be used; write sqlite:///PATH or "
            "postgresql://USER:PASSWORD@HOST:PORT/NAME, with %40 for an @ in the password"
        )
        raise WrongUsageError(message) from error


def _of_kind(url: str) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"check_same_thread": False}, **OF_FILE)
        event.listen(engine, "connect", _open_file)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        return create_engine(
            url, pool_pre_ping=True, connect_args={"connect_timeout": _REACH}, **OF_SERVER
        )
    except ImportError as error:
        message = "PostgreSQL needs its driver: pip install 'profit-sentinel[postgres]'"
        raise WrongUsageError(message) from error


def _open_file(connection: Any, record: object) -> None:  # noqa: ANN401 - of the driver
    del record
    connection.isolation_level = None
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute(f"PRAGMA busy_timeout = {_BUSY}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.info.pop("begin", "BEGIN"))


def _scope(session: Session, org: str) -> None:
    """Let a session see one organisation: in every query, and on PostgreSQL by its policies too."""
    session.info["org"] = org
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT set_config('{_SCOPE}', :org, true)"), {"org": org})
    if org != EVERYBODY:
        event.listen(session, "do_orm_execute", _own_rows)


def lock(session: Session, name: str) -> None:
    """Wait for whoever holds a lock of this name, and hold it to the end of the session.

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        held = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        session.execute(held, {"name": name})


def _own_rows(state: ORMExecuteState) -> None:
    if state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(_criterion(state.session.info["org"]))


@lru_cache(maxsize=256)
def _criterion(org: str) -> ExecutableOption:
    """Makes every table that a query names show the rows of one organisation."""
    return with_loader_criteria(Owned, lambda table: table.org_id == org, include_aliases=True)


@contextmanager
def worded() -> Iterator[None]:
    """Turn a database that is not there, or will not keep a value, into an error that says so."""
    try:
        yield
    except NoConnectionError as error:
        raise UnavailableError("database", "it has too much to do") from error
    except DataError as error:
        raise _refused(error) from error
    except (OperationalError, InterfaceError, InternalError) as error:
        if str(getattr(error.orig, "sqlstate", "")).startswith(_TOO_MUCH):
            raise _refused(error) from error
        reason = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
        raise UnavailableError("database", reason) from error
    except IntegrityError as error:
        message = "the same thing was kept by somebody else a moment ago"
        raise ClashError(message) from error


def _refused(error: DBAPIError) -> WrongUsageError:
    """A value that no second try will make fit."""
    reason = str(error.orig).strip().splitlines()[0]
    return WrongUsageError(f"it holds a value that cannot be kept ({reason})")
