"""What keeps organisations apart in PostgreSQL itself."""

from alembic import op


def keep_apart(table: str, column: str = "org_id") -> None:
    """Let PostgreSQL itself show rows only to their organisation."""
    org = "current_setting('profit_sentinel.org', true)"
    own = f"{column} = {org} OR {org} = '*'"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY own_rows ON {table} USING ({own}) WITH CHECK ({own})")
