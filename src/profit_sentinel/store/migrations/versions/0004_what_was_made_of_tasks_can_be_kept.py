"""A number that grows with every change of a task, so that pages of them can be kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Take the step."""
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    column = sa.Column("tasks_revision", whole, nullable=False, server_default="0")
    op.add_column("organisations", column)


def downgrade() -> None:
    """Take it back."""
    op.drop_column("organisations", "tasks_revision")
