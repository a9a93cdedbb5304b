"""Who made a link, by what she is known by whatever she is called."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Take the step."""
    op.add_column("task_links", sa.Column("maker", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("task_links", "maker")
