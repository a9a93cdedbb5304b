"""The tables of those who come in by a browser; of every secret only its hash is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from profit_sentinel.store.base import Base, Owned


class Lasting(Owned):
    """A row that is found by the hash of a secret, and holds until it ends."""

    id: Mapped[str] = mapped_column(primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Member(Owned, Base):
    """Somebody an owner invited, who signs in by mail."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("org_id", "mail", name="one_member_a_mail"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    mail: Mapped[str]
    """In small letters."""
    name: Mapped[str]
    role: Mapped[str]
    stores: Mapped[list[str]]
    invited_by: Mapped[str]
    invited_at: Mapped[datetime]


class Letter(Lasting, Base):
    """A mail by which somebody signs in, once."""

    __tablename__ = "letters"
    __table_args__ = (UniqueConstraint("secret", name="one_letter_a_secret"),)

    member_id: Mapped[str]
    used_at: Mapped[datetime | None]


class SignIn(Lasting, Base):
    """A browser in which somebody is signed in."""

    __tablename__ = "sign_ins"
    __table_args__ = (UniqueConstraint("secret", name="one_sign_in_a_secret"),)

    subject: Mapped[str]
    """Who it is, as the issuer or the list of members names her: the same at every sign-in."""
    name: Mapped[str]
    role: Mapped[str]
    stores: Mapped[list[str]]
    device: Mapped[str]
    """Browser and system, such as `Firefox on Linux`."""
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class TaskLink(Lasting, Base):
    """A link that opens the tasks of one person, without signing her in."""

    __tablename__ = "task_links"
    __table_args__ = (UniqueConstraint("secret", name="one_link_a_secret"),)

    assignee: Mapped[str]
    stores: Mapped[list[str] | None]
    """The stores whose tasks it opens: those of whoever made it; None for all."""
    made_by: Mapped[str]
    maker: Mapped[str] = mapped_column(server_default="")
    """Who that is whatever she is called; empty where it is not known."""
    revoked_at: Mapped[datetime | None]


class Visit(Lasting, Base):
    """A browser that came by such a link."""

    __tablename__ = "visits"
    __table_args__ = (UniqueConstraint("secret", name="one_visit_a_secret"),)

    link_id: Mapped[str]
