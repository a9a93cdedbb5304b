"""Only the store speaks to the database, and in one place at that."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

import profit_sentinel

ROOT = Path(profit_sentinel.__file__).parent
STORE = ROOT / "store"
MODULES = sorted(ROOT.rglob("*.py"))
LIBRARIES = {"sqlalchemy", "alembic", "psycopg", "sqlite3"}
MAKERS = {"Session", "sessionmaker", "create_engine", "scoped_session", "connect", "begin"}
RAW = {"text", "exec_driver_sql", "literal_column"}
OWN = {STORE / "database.py", STORE / "migrate.py", *(STORE / "migrations").rglob("*.py")}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """The first part of every module a file imports, wherever it does."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def called(path: Path) -> set[str]:
    """The last part of the name of everything a file calls."""
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return {
        each.id if isinstance(each, ast.Name) else each.attr
        for each in calls
        if isinstance(each, ast.Name | ast.Attribute)
    }


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [each for each in MODULES if STORE not in each.parents], ids=name)
def test_no_room_but_the_store_speaks_sql(path: Path) -> None:
    assert not imported(path) & LIBRARIES


@pytest.mark.parametrize(
    "path", [each for each in MODULES if STORE in each.parents and each not in OWN], ids=name
)
def test_sessions_and_raw_statements_stand_in_one_place(path: Path) -> None:
    assert not called(path) & (MAKERS | RAW)


def test_the_rules_see_what_they_forbid() -> None:
    assert "sqlalchemy" in imported(STORE / "database.py")
    assert {"Session", "create_engine", "text"} <= called(STORE / "database.py")
