"""Column types that mean the same on SQLite and PostgreSQL: moments in UTC, money in cents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.types import TypeDecorator

from profit_sentinel.domain.money import cents

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class Moment(TypeDecorator[datetime]):
    """A point in time with its zone; SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, without a zone where the database keeps none."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """With its zone again."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.replace(tzinfo=UTC)


class Dollars(TypeDecorator[float]):
    """An amount in dollars, kept in whole cents so that sums are exact."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> int | None:
        """Whole cents."""
        del dialect
        return None if value is None else cents(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> float | None:
        """Dollars again."""
        del dialect
        return None if value is None else int(value) / 100
