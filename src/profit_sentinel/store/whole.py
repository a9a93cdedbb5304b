"""Everything of one organisation at once: to hand it out, or to forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, inspect, select

from profit_sentinel.store.rows import org_of
from profit_sentinel.store.tables import OWNED, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

SECRET = "secret"  # noqa: S105 - the name of a column
"""The column that is not handed out, in whatever table."""


def rows(session: Session) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of the organisation with the name of its table."""
    own = session.get(Organisation, org_of(session))
    if own is not None:
        yield Organisation.__tablename__, _plain(own)
    for table in OWNED:
        for row in session.scalars(select(table)):
            yield table.__tablename__, _plain(row)


def _plain(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of any table
    names = (column.key for column in inspect(type(row)).column_attrs)
    return {name: getattr(row, name) for name in names if name != SECRET}


def forget(session: Session) -> bool:
    """Forget every row of the organisation; False when it was not known."""
    for table in OWNED:
        session.execute(delete(table))
    own = Organisation.id == org_of(session)
    gone = session.execute(delete(Organisation).where(own))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def organisations(session: Session) -> list[str]:
    """Every organisation. Call it in a session that sees everybody."""
    return list(session.scalars(select(Organisation.id).order_by(Organisation.id)))
