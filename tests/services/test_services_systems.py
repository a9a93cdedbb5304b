import sys
from pathlib import Path

import pytest

from profit_sentinel import analyze
from profit_sentinel.ingest.system_file import SystemFileError
from profit_sentinel.services.systems import data_folder, known_systems

ACME = """\
name = "Acme"
fingerprint = ["Article", "Physical"]
[columns]
sku = "Article"
on_hand = "Physical"
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one system file."""
    monkeypatch.setenv("PROFIT_SENTINEL_HOME", str(tmp_path))
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems" / "acme.toml").write_text(ACME, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("platform", "variable", "given", "found"),
    [
        ("linux", "XDG_DATA_HOME", "/data", "/data/profit-sentinel"),
        ("linux", "XDG_DATA_HOME", "", "~/.local/share/profit-sentinel"),
        ("darwin", "XDG_DATA_HOME", "", "~/Library/Application Support/profit-sentinel"),
        ("win32", "LOCALAPPDATA", "/local", "/local/profit-sentinel"),
        ("linux", "PROFIT_SENTINEL_HOME", "/mine", "/mine"),
        ("win32", "PROFIT_SENTINEL_HOME", "~/mine", "~/mine"),
    ],
)
def test_the_data_folder_is_where_the_platform_keeps_such(
    platform: str, variable: str, given: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PROFIT_SENTINEL_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, given)
    monkeypatch.setattr(sys, "platform", platform)
    assert data_folder() == Path(found).expanduser()


def test_systems_of_the_data_folder_are_known_everywhere(home: Path) -> None:
    export = home / "stock.csv"
    export.write_text("Article,Physical\nA1,4\nB2,-3\n", encoding="utf-8")
    assert analyze(export).sources[0].recognition.system == "acme"


def test_the_data_folder_may_be_given_too(home: Path) -> None:
    known = known_systems([home / "systems"])
    assert [system.origin for system in known if system.id == "acme"] == [
        str(home / "systems" / "acme.toml")
    ]


def test_a_data_folder_without_systems_is_no_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROFIT_SENTINEL_HOME", str(tmp_path))
    (tmp_path / "systems").mkdir()
    assert all(system.origin is None for system in known_systems())


def test_a_file_that_is_no_text_is_named(home: Path) -> None:
    (home / "systems" / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SystemFileError, match=r"b\.toml: not TOML"):
        known_systems()
