"""What all tables share, and the organisation that rows belong to."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from profit_sentinel.store.types import Dollars, Moment

Json = dict[str, Any]


class Base(DeclarativeBase):
    """What all tables share."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Json: JSON,
        list[str]: JSON,
        list[Json]: JSON,
        dict[str, str]: JSON,
        datetime: Moment,
        float: Dollars,
        int: BigInteger().with_variant(Integer(), "sqlite"),
    }


class Organisation(Base):
    """A company with its stores; everything else belongs to one."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[datetime]
    settings: Mapped[str] = mapped_column(default="")
    """The settings file in force, as text; empty for those of a hardware store."""
    revision: Mapped[int] = mapped_column(default=0)
    """Grows whenever what stores show changes, so that what was made of it can be kept."""
    tasks_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """The same for tasks."""


class Owned:
    """A row that belongs to an organisation."""

    @declared_attr
    def org_id(cls) -> Mapped[str]:  # noqa: N805 - a class attribute in the making
        """The organisation; part of every key, so that two never share a row."""
        return mapped_column(
            ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, sort_order=-1
        )
