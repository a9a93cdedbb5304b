"""What every module of queries does: name rows, stamp them, page them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from sqlalchemy import func

from profit_sentinel.domain.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

Row = TypeVar("Row")


def org_of(session: Session) -> str:
    """The organisation a session sees."""
    return str(session.info["org"])


def new_id() -> str:
    """A name nobody has yet."""
    return uuid4().hex


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def one(
    session: Session, table: type[Row], noun: str, name: str, *, to_change: bool = False
) -> Row:
    """The row of an id.

    Args:
        session: Of the database.
        table: Of the row.
        noun: What it is called.
        name: The id.
        to_change: Whether nobody else may change it before the session ends.

    Raises:
        NotFoundError: There is none in this organisation.
    """
    found = session.get(table, (org_of(session), name), with_for_update=to_change or None)
    if found is None:
        raise NotFoundError(noun, name)
    return found


def page(
    session: Session, query: Select[Any], offset: int, limit: int
) -> tuple[Sequence[Any], int]:
    """Some rows of a query, and how many it has in all."""
    counting = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    total = session.scalar(counting) or 0
    return session.scalars(query.offset(offset).limit(limit)).all(), total


def pick(session: Session, table: type[Any]) -> Any:  # noqa: ANN401 - of either database
    """An insert of the database in use, which can say what to do with rows that are there.

    SQLite and PostgreSQL spell it alike, and SQLAlchemy has one insert for each.
    """
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment] # noqa: PLC0415
    return insert(table.__table__)


def write(session: Session, insert: Any, rows: Sequence[dict[str, Any]]) -> None:  # noqa: ANN401
    """Write rows of the session's organisation; the statement is prepared once for all of them."""
    if rows:
        own = {"org_id": org_of(session)}
        session.connection().execute(insert, [own | row for row in rows])
