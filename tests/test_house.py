import ast
import hashlib
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

import profit_sentinel
from profit_sentinel.config import table
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services.catalogue import explain, write_pages
from profit_sentinel.settings import load

HOME = Path(__file__).parents[1]
SOURCES = sorted((HOME / "src").rglob("*.py"))
PAGES = HOME / "docs" / "leaks"
LONGEST = 400
VENDORED_FILES = [
    place.parent / name
    for place in (HOME / "src").rglob("vendored.toml")
    for name in tomllib.loads(place.read_text(encoding="utf-8"))
]
VENDORED = {"static", "vendor"}
"""Folders of files that others wrote."""
ADDRESS = re.compile(
    "https?[:]//(?!www[.]w3[.]org/|127[.]0[.]0[.]1|localhost|evil[.]example)|pypi[.]org|pythonhosted[.]org|npmjs[.]"
)


@cache
def tracked() -> list[Path]:
    """Text files under version control, vendored ones apart."""
    git = shutil.which("git") or "git"
    done = subprocess.run(
        [git, "ls-files", "-z"], cwd=HOME, capture_output=True, text=True, check=True
    )
    files = [HOME / name for name in done.stdout.split("\0") if name]
    return [file for file in files if file.is_file() and VENDORED.isdisjoint(file.parts)]


def mentions(pattern: re.Pattern[str]) -> list[str]:
    """Lines of tracked files in which a pattern occurs."""
    return [
        f"{file.relative_to(HOME)}: {line.strip()}"
        for file in tracked()
        if file != Path(__file__)
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines()
        if pattern.search(line)
    ]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(HOME / "src")))
def test_a_module_says_what_it_is_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= LONGEST


def test_every_leak_has_its_page() -> None:
    assert {page.stem for page in PAGES.glob("*")} == set(catalogue())


@pytest.mark.parametrize("leak", sorted(catalogue()))
def test_a_page_is_what_the_declaration_says_today(leak: str) -> None:
    page = (PAGES / f"{leak}.md").read_text(encoding="utf-8")
    assert page == explain(leak, load())


def test_the_settings_of_the_service_are_told_as_they_are() -> None:
    assert (HOME / "docs" / "operating.md").read_text(encoding="utf-8").endswith(f"\n{table()}")


@pytest.mark.parametrize("file", sorted(VENDORED_FILES), ids=lambda file: file.name)
def test_a_vendored_file_is_as_it_was_released(file: Path) -> None:
    told = tomllib.loads((file.parent / "vendored.toml").read_text(encoding="utf-8"))[file.name]
    assert hashlib.sha256(file.read_bytes()).hexdigest() == told["sha256"]


def test_pages_are_written_as_they_are_shown(tmp_path: Path) -> None:
    assert write_pages(tmp_path / "leaks", load()) == len(catalogue())
    written = {page.stem: page.read_text(encoding="utf-8") for page in tmp_path.rglob("*.md")}
    assert written == {leak: explain(leak, load()) for leak in catalogue()}


def test_no_file_names_an_address_of_the_network() -> None:
    assert mentions(ADDRESS) == []


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "src/profit_sentinel/__init__.py"


def test_no_other_source_repeats_the_version() -> None:
    version = re.compile(rf"(?<![\d.]){re.escape(profit_sentinel.__version__)}(?![\d.])")
    places = {line.partition(":")[0] for line in mentions(version) if line.startswith("src")}
    assert places == {"src/profit_sentinel/__init__.py"}
