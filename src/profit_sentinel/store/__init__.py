"""The memory: tables, a module of queries per noun, migrations. SQL lives only here."""
