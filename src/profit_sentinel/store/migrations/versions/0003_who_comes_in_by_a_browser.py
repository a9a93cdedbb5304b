"""The tables of those who come in by a browser."""

import sqlalchemy as sa
from alembic import op

from profit_sentinel.store.migrations.walls import keep_apart

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)
TABLES = ("sign_ins", "members", "letters", "task_links", "visits")
"""Tables whose rows belong to an organisation."""


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "sign_ins",
        *owned(),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("stores", sa.JSON(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.UniqueConstraint("secret", name="one_sign_in_a_secret"),
    )
    op.create_table(
        "members",
        *owned(),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("stores", sa.JSON(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.UniqueConstraint("org_id", "mail", name="one_member_a_mail"),
    )
    op.create_table(
        "letters",
        *owned(),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.UniqueConstraint("secret", name="one_letter_a_secret"),
    )
    op.create_table(
        "task_links",
        *owned(),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("assignee", sa.String(), nullable=False),
        sa.Column("stores", sa.JSON(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.UniqueConstraint("secret", name="one_link_a_secret"),
    )
    op.create_table(
        "visits",
        *owned(),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.UniqueConstraint("secret", name="one_visit_a_secret"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            keep_apart(table)


def owned() -> tuple[sa.schema.SchemaItem, ...]:
    """What a row that belongs to an organisation begins with."""
    return (
        sa.Column("org_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )


def downgrade() -> None:
    """Take it back."""
    for table in reversed(TABLES):
        op.drop_table(table)
