"""Counts of any size; notes of uploads; whether an answer was a new task; verified tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

COUNTS = (
    ("organisations", "revision"),
    ("sightings", "section"),
    ("sightings", "sku_count"),
    ("snapshots", "rows"),
    ("uploads", "size"),
    ("uploads", "share"),
    ("uploads", "attempts"),
)
"""Whole numbers. SQLite keeps every one in as many bytes as it needs."""


def upgrade() -> None:
    """Take the step."""
    _retype(sa.BigInteger())
    op.add_column("uploads", sa.Column("notes", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "answered", sa.Column("new", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("tasks", sa.Column("snapshot_id", sa.String(), nullable=True))
    op.add_column("tasks", sa.Column("verification", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("tasks", "verification")
    op.drop_column("tasks", "snapshot_id")
    op.drop_column("answered", "new")
    op.drop_column("uploads", "notes")
    _retype(sa.Integer())


def _retype(kind: sa.Integer) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, column in COUNTS:
            op.alter_column(table, column, type_=kind, existing_nullable=False)
